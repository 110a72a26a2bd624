public import JudgeAlignment
import JudgeJSON
import JudgeModels
public import JudgeRecords
public import JudgeScoring

/// A judge that was aligned to people's labels, with the result.
public struct AlignedJudge: Judge {
  /// The aligned judge.
  let judge: any Judge
  /// The figures: held-out agreement before and after, what decided, warnings.
  public let report: AlignmentReport

  /// The aligned body, with the labels behind each guideline and the steps that made it.
  public var body: JudgeBody { judge.body }

  /// The source of the judge that is asked.
  public var source: AssessmentSource { judge.source }

  /// Whether it is better than its base, decided without the held-out part.
  public var improved: Bool { report.fitted.improved }

  /// Tells the judge that is asked.
  public func prepare(_ traces: [Trace]) async { await judge.prepare(traces) }

  /// Rates a trace.
  public func feedback(on trace: Trace) async -> Feedback { await judge.feedback(on: trace) }

  /// All of the judge's feedback on a trace.
  public func feedbacks(on trace: Trace) async -> [Feedback] {
    await judge.feedbacks(on: trace)
  }

  /// Registers it as the next version of a name.
  ///
  /// - Parameters:
  ///   - experiment: where.
  ///   - name: under what name; its own unless said. The labels that it answers stay the same.
  ///   - tags: text tags of the version.
  /// - Returns: the version.
  /// - Throws: `JudgeError`.
  @discardableResult
  public func register(
    in experiment: JudgeExperiment, as name: String? = nil, tags: [String: String] = [:]
  ) async throws -> RegisterResult {
    try await experiment.store.register(self, as: name ?? body.name, tags: tags)
  }
}

extension Judge {
  /// Aligns the judge to the labels on traces, and measures it on those that are held out.
  ///
  /// This function has no store. The looks at the held-out part are recorded when you register the
  /// judge.
  ///
  /// - Parameters:
  ///   - traces: traces with people's labels.
  ///   - optimizer: what aligns; MemAlign unless said, and calibration for a judge whose verdicts
  ///     do not depend on its prompt.
  ///   - registry: makes models.
  ///   - options: seed, thresholds, somebody to tell.
  /// - Returns: the aligned judge with its report. If nothing was learned, the judge itself.
  /// - Throws: `AlignmentError` if there is too little to learn from.
  public func aligned(
    to traces: [Trace], using optimizer: (any AlignmentOptimizer)? = nil,
    registry: ModelRegistry = ModelRegistry(), options: AlignOptions = AlignOptions()
  ) async throws(AlignmentError) -> AlignedJudge {
    let start = ContinuousClock.now
    let data = try await AlignmentData(
      judge: self, traces: traces, includeStale: options.includeStale)
    var context = AlignmentContext(seed: options.seed, registry: registry)
    context.defaultModel = source.id
    context.reflectionModel = options.reflectionModel
    context.progress = options.progress
    let fitted = try await data.fit(
      optimizer ?? JudgeRepository.defaultOptimizer(for: self), context: context,
      options: options.fit)
    // The base and what came out: others that the same traces measured are not known here.
    let judges = fitted.body == body ? 1 : 2
    let result = try await data.measure(
      fitted, context: context, repeats: options.repeats, judges: judges)
    let made: any Judge
    do { made = try registry.judge(fitted.body, defaultModel: source.id) } catch {
      throw AlignmentError(error)
    }
    let parts = (ContinuousClock.now - start).components
    return AlignedJudge(
      judge: made,
      report: AlignmentReport(
        data: data, fitted: fitted, result: result, openings: judges - 1,
        seconds: Double(parts.seconds) + Double(parts.attoseconds) * 1e-18, commit: nil))
  }
}

extension JudgeRepository {
  /// Registers an aligned judge with its report card.
  func register(
    _ aligned: AlignedJudge, as name: String, tags: [String: String]
  ) async throws -> RegisterResult {
    let experiment = try await currentExperiment()
    let record = try aligned.body.record()
    var stored = Report(
      type: .alignment, experiment: experiment.id, feedbackName: aligned.body.feedbackName)
    stored.judge = record.id
    stored.base = aligned.report.data.judge.hash
    stored.baseName = aligned.report.data.judge.name
    stored.time = Clock.now
    stored.author = try await author()
    stored.figures = aligned.report.figures
    let report = try stored.record()
    let (data, base) = (aligned.report.data, aligned.report.data.judge.hash)
    _ = try await look(
      at: data.set.feedbackName, in: experiment.id, [base, record.id].compactMap { $0 },
      on: data.testKeys, .required)
    return try await register(
      record, as: name, report: (report.id, ReportText.card(stored, of: aligned.body)),
      parents: stored.base.map { [$0] }, tags: tags)
  }
}
