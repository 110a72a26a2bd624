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
  /// Aligns a judge to people's labels, and tests the gain on held-out traces.
  ///
  /// The looks at the held-out part are recorded before its figures are computed.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - optimizer: the optimizer. `nil` selects MemAlign, or calibration for a judge whose
  ///     verdicts do not depend on its prompt.
  ///   - options: the seed, the thresholds, and a closure for progress.
  /// - Returns: the figures, the aligned body and the report; body and report are stored.
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

  /// The start of an alignment.
  struct AlignmentRun {
    let started = Date()
    /// The call statistics before the alignment.
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
      guideline: options.guideline, includeRows: options.includeRows)
    return AlignmentRun(
      before: before, base: base, experiment: experiment, data: data,
      context: try await alignmentContext(options, permit),
      mix: try await guidelineMix(of: data, in: experiment, choice))
  }

  /// Opens the held-out part for a fitted judge, and stores the report.
  ///
  /// - Parameters:
  ///   - run: the start of the alignment.
  ///   - fitted: the result of the fit.
  ///   - opens: whether the held-out part is opened.
  ///   - repeats: the number of times that the aligned judge is asked about each held-out trace.
  /// - Returns: the figures, the body and the report; body and report are stored.
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
      // A look that cannot be recorded is an error, so an alignment never continues without one.
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
    if let reading = try await repository.looks.reading(of: name) {
      report.notes.append(reading.sentence)
    }
    return try await keep(
      report, calls: repository.calls.statistics.since(run.before), base: run.base,
      experiment: run.experiment)
  }

  /// Permits a judge to run for its alignment; refuses judges that no optimizer can align.
  func permitAlignment(of base: JudgeVersion) async throws -> RunPermit {
    guard !base.body.isSessionLevel else {
      throw JudgeFailure(
        .invalid, "\(base.name) judges whole sessions, and such judges cannot be aligned",
        remedy: "align a judge of single traces on the same question")
    }
    return try await repository.programs.permit(base)
  }

  /// Returns MemAlign, or calibration if the judge cannot be taught in words.
  static func defaultOptimizer(for judge: any Judge) -> any AlignmentOptimizer {
    judge.reads ? MemAlign() : CalibrationOptimizer()
  }

  /// Creates the context for optimizers.
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

  /// Returns the judge that an alignment starts from, which is never a calibrated one.
  ///
  /// A calibration has learnt from the same labels as the new alignment, so its verdicts on these
  /// traces prove nothing. Calibrations also cannot be stacked.
  func uncalibrated(_ version: JudgeVersion) throws -> JudgeVersion {
    guard version.body.calibration != nil else { return version }
    return try JudgeVersion(unregistered: Self.uncalibrated(version.body), named: version.name)
  }

  /// Returns a body without its calibration and the steps that made only the calibration.
  static func uncalibrated(_ body: JudgeBody) -> JudgeBody {
    guard body.calibration != nil else { return body }
    var body = body
    body.calibration = nil
    body.steps.removeAll { $0.optimizer == CalibrationOptimizer().name }
    return body
  }

  /// Returns the labelled traces of a judge's question, with its verdicts.
  func alignmentData(
    _ version: JudgeVersion, _ permit: RunPermit, in experiment: ContentID, includeStale: Bool,
    guideline: String?, includeRows: Bool = false
  ) async throws -> (data: AlignmentData, choice: GuidelineChoice?) {
    let model = try await repository.defaultModel()
    let name = version.body.feedbackName
    let (traces, choice) = try await repository.guidelines.restricted(
      try await repository.labels.labelledTraces(
        name, in: experiment, includeRows: includeRows), on: name, in: experiment, to: guideline)
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
    let shown = try await repository.runs.version(of: base.hash, base.body)
    return AlignResult(
      judge: base.name,
      base: shown.number == nil ? "\(shown.name) (\(shown.label))" : shown.label, report: report,
      hash: body.id, reportID: record.id, stored: stored)
  }

  /// Measures the gains for growing draws of labels, to show how many labels a question needs.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - chosen: the optimizer; `nil` as in `align`.
  ///   - sizes: the numbers of labels to draw.
  ///   - seeds: the number of draws at each size.
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
      // The judges of the draws have no names, so together they count as one more judge.
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
