public import JudgeAlignment
import JudgeJSON
import JudgeModels
public import JudgeRecords
public import JudgeScoring
public import JudgeWork

/// A judge that was aligned to people's labels, with the result.
public struct AlignedJudge: Judge {
  /// The aligned judge.
  let judge: any Judge
  /// The figures: held-out agreement before and after, the deciding evidence, and warnings.
  public let report: AlignmentReport

  /// The aligned body, with the labels behind each guideline and the steps that made it.
  public var body: JudgeBody { judge.body }

  /// The source of the aligned judge.
  public var source: AssessmentSource { judge.source }

  /// Whether the judge is better than its base, as decided without the held-out part.
  public var improved: Bool { report.fitted.improved }

  /// Prepares the aligned judge for traces.
  public func prepare(_ traces: [Trace]) async { await judge.prepare(traces) }

  /// Rates a trace.
  public func feedback(on trace: Trace) async -> Feedback { await judge.feedback(on: trace) }

  /// Returns all of the judge's feedback on a trace.
  public func feedbacks(on trace: Trace) async -> [Feedback] {
    await judge.feedbacks(on: trace)
  }
}

extension Judge {
  /// Aligns the judge to the labels on traces, and measures it on those that are held out.
  ///
  /// This function has no store. The looks at the held-out part are recorded when the judge is
  /// registered.
  ///
  /// - Parameters:
  ///   - traces: traces with people's labels.
  ///   - optimizer: the optimizer. By default, MemAlign, or calibration for a judge whose verdicts
  ///     do not depend on its prompt.
  ///   - registry: the registry that makes models.
  ///   - options: the seed, the thresholds, and a closure for progress.
  /// - Returns: the aligned judge with its report. If nothing was learned, the judge itself.
  /// - Throws: `JudgeFailure` if there is too little to learn from.
  public func aligned(
    to traces: [Trace], using optimizer: (any AlignmentOptimizer)? = nil,
    registry: ModelRegistry = ModelRegistry(), options: AlignOptions = AlignOptions()
  ) async throws(JudgeFailure) -> AlignedJudge {
    let start = ContinuousClock.now
    let data = try await AlignmentData(
      judge: self, traces: traces, includeStale: options.includeStale)
    var context = AlignmentContext(seed: options.seed, registry: registry)
    context.defaultModel = source.id
    context.reflectionModel = options.reflectionModel
    context.progress = options.progress
    let fitted = try await data.fit(
      optimizer ?? AlignmentService.defaultOptimizer(for: self), context: context,
      options: options.fit)
    // The base and the result. Other judges measured on the same traces are not known here.
    let judges = fitted.body == body ? 1 : 2
    let result = try await data.measure(
      fitted, context: context, repeats: options.repeats, judges: judges)
    let made = try registry.judge(fitted.body, defaultModel: source.id)
    let parts = (ContinuousClock.now - start).components
    return AlignedJudge(
      judge: made,
      report: AlignmentReport(
        data: data, fitted: fitted, result: result, openings: judges - 1,
        seconds: Double(parts.seconds) + Double(parts.attoseconds) * 1e-18, commit: nil))
  }
}
