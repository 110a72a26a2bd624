import FoundationEssentials
import JudgeAgreement
public import JudgeAlignment
import JudgeEvaluation
import JudgeJSON
import JudgeProviders
import JudgeRecords
import JudgeScoring
import JudgeWork

/// Aligns judges to people's labels, registers the results and takes labels back.
public struct AlignmentService: Sendable {
  let repository: JudgeRepository
}

extension AlignmentService {
  /// Aligns a judge to the people's labels, and proves the gain on held-out traces.
  ///
  /// The looks at the held-out part are recorded before its figures are computed.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - optimizer: what aligns; `nil` takes MemAlign, and calibration for a judge whose verdicts
  ///     do not depend on its prompt.
  ///   - options: seed, thresholds, somebody to tell.
  /// - Returns: figures, the aligned body and the report, both stored.
  /// - Throws: `JudgeFailure`.
  public func align(
    _ text: String, using optimizer: (any AlignmentOptimizer)? = nil,
    options: AlignOptions = AlignOptions()
  ) async throws -> AlignResult {
    let run = try await beginAlignment(text, options)
    let optimizer = optimizer ?? Self.defaultOptimizer(for: run.data.judge)
    var fit = options.fit
    fit.candidates *= try await attempts(run, optimizer, fit)
    let fitted = try await run.data.fit(optimizer, context: run.context, options: fit)
    return try await conclude(run, fitted, opens: fitted.opensTest, repeats: options.repeats)
  }

  /// What an alignment begins with.
  struct AlignmentRun {
    let started = Date()
    /// What was called before it.
    let before: CallStatistics
    let base: JudgeVersion
    let experiment: ContentID
    let data: AlignmentData
    let context: AlignmentContext
    /// The number of training labels per guideline version.
    let mix: GuidelineMix
  }

  /// Gathers the labelled traces with the base judge's verdicts.
  func beginAlignment(
    _ text: String, _ options: AlignOptions
  ) async throws -> AlignmentRun {
    let before = repository.calls.statistics
    let base = try uncalibrated(try await repository.judges.find(named: text))
    let permit = try await permitAlignment(of: base)
    let experiment = try await repository.experiments.current(holding: base.name).id
    let (data, choice) = try await alignmentData(
      base, permit, in: experiment, includeStale: options.includeStale,
      guideline: options.guideline)
    return AlignmentRun(
      before: before, base: base, experiment: experiment, data: data,
      context: try await alignmentContext(options, permit),
      mix: try await guidelineMix(of: data, in: experiment, choice))
  }

  /// Opens the held-out part for what was fitted, and stores the report.
  ///
  /// - Parameters:
  ///   - run: what it began with.
  ///   - fitted: what came out.
  ///   - opens: whether the held-out part is opened.
  ///   - repeats: how often the aligned judge is asked about each held-out trace.
  /// - Returns: figures, body and report, both stored.
  /// - Throws: `JudgeFailure`.
  func conclude(
    _ run: AlignmentRun, _ fitted: FittedAlignment, opens: Bool, repeats: Int
  ) async throws -> AlignResult {
    let commit = try await repository.store.head()?.commit
    var result: HeldOutResult?
    var look = TestSetLook.none
    let (name, keys) = (run.data.set.feedbackName, run.data.testKeys)
    if opens {
      let body = try fitted.body.record().id
      // What cannot be recorded cannot be kept either, so an alignment never goes on closed.
      look = try await repository.looks.look(
        at: name, in: run.experiment, [run.base.hash, body], on: keys, .required)
      let (judges, bars) = (max(1, look.judges), try await repository.fitness.bars())
      result = try await run.data.measure(
        fitted, context: run.context, repeats: repeats, judges: judges, bars: bars)
    } else {
      var looks = try await repository.looks.all(at: name, in: run.experiment)
      looks.add(run.base.hash, on: keys)
      look = TestSetLook(isOpen: false, judges: looks.count(on: keys))
    }
    let openings = max(0, look.judges - 1)
    var report = AlignmentReport(
      data: run.data, fitted: fitted, result: result, openings: openings,
      seconds: Date().timeIntervalSince(run.started), commit: commit)
    report.guidelines = run.mix
    return try await keep(
      report, calls: repository.calls.statistics.since(run.before), base: run.base,
      experiment: run.experiment)
  }

  /// Lets a judge run for its alignment; refuses those that no optimizer can align.
  func permitAlignment(of base: JudgeVersion) async throws -> RunPermit {
    guard !base.body.isSessionLevel else {
      throw JudgeFailure(
        .invalid, "\(base.name) judges whole sessions, and such judges cannot be aligned",
        remedy: "align a judge of single traces on the same question")
    }
    return try await repository.programs.permit(base)
  }

  /// MemAlign, or calibration if nothing can be taught in words.
  static func defaultOptimizer(for judge: any Judge) -> any AlignmentOptimizer {
    judge.reads ? MemAlign() : CalibrationOptimizer()
  }

  /// What optimizers work with.
  func alignmentContext(
    _ options: AlignOptions, _ permit: RunPermit
  ) async throws -> AlignmentContext {
    var context = AlignmentContext(
      seed: options.seed, registry: permit.models, concurrency: repository.callOptions.concurrency)
    context.defaultModel = try await repository.defaultModel()
    context.reflectionModel = options.reflectionModel
    context.progress = options.progress
    return context
  }

  /// The judge that an alignment starts from: never a calibrated one.
  ///
  /// A calibration has learnt from the very labels that a new one learns from, so on these its
  /// verdicts prove nothing; and calibrations do not stack.
  func uncalibrated(_ version: JudgeVersion) throws -> JudgeVersion {
    guard version.body.calibration != nil else { return version }
    return try JudgeVersion(unregistered: Self.uncalibrated(version.body), named: version.name)
  }

  /// A body without its calibration and the steps that made nothing else.
  static func uncalibrated(_ body: JudgeBody) -> JudgeBody {
    guard body.calibration != nil else { return body }
    var body = body
    body.calibration = nil
    body.steps.removeAll { $0.optimizer == CalibrationOptimizer().name }
    return body
  }

  /// The labelled traces of a judge's question, with its verdicts.
  func alignmentData(
    _ version: JudgeVersion, _ permit: RunPermit, in experiment: ContentID, includeStale: Bool,
    guideline: String?
  ) async throws -> (data: AlignmentData, choice: GuidelineChoice?) {
    let model = try await repository.defaultModel()
    let name = version.body.feedbackName
    let (traces, choice) = try await repository.guidelines.restricted(
      try await repository.labels.labelledTraces(name, in: experiment), on: name, in: experiment,
      to: guideline)
    let judge = try permit.judge(defaultModel: model)
    let data = try await AlignmentData(
      judge: judge, traces: traces, includeStale: includeStale,
      concurrency: repository.callOptions.concurrency)
    return (data, choice)
  }

  /// Counts the labels of the training part by guideline version.
  private func guidelineMix(
    of data: AlignmentData, in experiment: ContentID, _ choice: GuidelineChoice?
  ) async throws -> GuidelineMix {
    let versions = try await repository.guidelines.versions(
      of: data.set.feedbackName, in: experiment)
    var mix = GuidelineMix(current: versions.currentHash)
    mix.used = choice.map { $0.version?.hex ?? GuidelineChoice.unknownWord }
    for item in data.items(in: .train, .validation) {
      for vote in item.example.votes {
        switch versions.version(of: vote.assessment) {
        case versions.currentHash: mix.currentLabels += 1
        case nil: mix.unknownLabels += 1
        default: mix.olderLabels += 1
        }
      }
    }
    return mix
  }

  func keep(
    _ report: AlignmentReport, calls: CallStatistics, base: JudgeVersion, experiment: ContentID
  ) async throws -> AlignResult {
    let body = try report.fitted.body.record()
    var figures = report.figures
    calls.put(into: &figures)
    let stored = try await alignmentReport(
      of: body.id, base: (base.hash, base.name), on: base.body.feedbackName, in: experiment,
      figures: figures)
    let record = try stored.record()
    let word = report.fitted.improved ? "improved" : "no gain"
    let baseRecord = try base.body.record()
    _ = try await repository.append(
      [baseRecord, body, record],
      message: "Align \(base.name) by \(report.fitted.optimizer): \(word)")
    try await repository.store.setConfig(Self.alignedKey(experiment, base.name), body.id.hex)
    return AlignResult(
      judge: base.name, report: report, hash: body.id, reportID: record.id, stored: stored)
  }

  /// How many labels a judge's question needs: gains for growing draws of labels.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - chosen: what aligns; `nil` as in `align`.
  ///   - sizes: how many labels are drawn.
  ///   - seeds: how many draws at each size.
  ///   - curve: how labels are drawn, and from which part.
  ///   - guideline: as in `AlignOptions`.
  ///   - progress: called with the size and the number of seeds done.
  /// - Returns: the optimizer's name and one entry per size.
  /// - Throws: `JudgeFailure`.
  public func learningCurve(
    _ text: String, using chosen: (any AlignmentOptimizer)? = nil, sizes: [Int], seeds: Int,
    curve: LearningCurve, guideline: String? = nil, progress: ((Int, Int) -> Void)? = nil
  ) async throws -> (optimizer: String, sizes: [LearningCurve.Size]) {
    let version = try uncalibrated(try await repository.judges.find(named: text))
    let permit = try await permitAlignment(of: version)
    let experiment = try await repository.experiments.current(holding: version.name)
    let (data, _) = try await alignmentData(
      version, permit, in: experiment.id, includeStale: false, guideline: guideline)
    try curve.check(sizes: sizes, seeds: seeds, data: data)
    let optimizer = chosen ?? Self.defaultOptimizer(for: data.judge)
    if optimizer.needsReader, !data.judge.reads {
      throw JudgeFailure(
        .invalid, "\(version.name) reads no guidelines: \(optimizer.name) can teach it nothing",
        remedy: .supply(.optimizer, "calibration"))
    }
    if !curve.trainOnly {
      _ = try await repository.looks.look(
        at: data.set.feedbackName, in: experiment.id, [version.hash: data.testKeys], .opened)
      // The judges of the draws have no names: together they count as one more.
      try await repository.looks.recordOpening(
        of: data.set.feedbackName, experiment.id, judge: version.hash)
    }
    let context = try await alignmentContext(AlignOptions(), permit)
    var result: [LearningCurve.Size] = []
    for size in sizes {
      result.append(
        try await curve.measure(
          n: size, seeds: seeds, data: data, optimizer: optimizer, context: context,
          progress: { progress?(size, $0) }))
    }
    return (optimizer.name, result)
  }
}
