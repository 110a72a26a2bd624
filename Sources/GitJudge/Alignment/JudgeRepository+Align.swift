import FoundationEssentials
import JudgeAgreement
public import JudgeAlignment
import JudgeEvaluation
import JudgeJSON
import JudgeRecords

extension JudgeRepository {
  /// Aligns a judge to the people's labels, and proves the gain on held-out traces.
  ///
  /// The opening of the held-out part is recorded before its figures are computed.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - optimizer: what aligns.
  ///   - seed: of all randomness.
  ///   - minimum: the fewest labelled training traces.
  ///   - includeStale: whether labels count whose trace has changed since.
  /// - Returns: figures, the aligned body and the report, both stored.
  /// - Throws: `JudgeError`.
  public func align(
    _ text: String, using optimizer: any AlignmentOptimizer = CalibrationOptimizer(),
    seed: UInt64 = 0, minimum: Int = AlignmentData.defaultMinimum, includeStale: Bool = false
  ) async throws(JudgeError) -> AlignResult {
    let started = Date()
    let base = try uncalibrated(try await judge(named: text))
    guard !base.body.isSessionLevel else {
      throw JudgeError(
        .invalid, "\(base.name) judges whole sessions, and such judges cannot be aligned")
    }
    try await checkTrusted(base)
    let experiment = try await currentExperiment(holding: base.name)
    let data = try await alignmentData(base, in: experiment.id, includeStale: includeStale)
    let models = models
    let fitted = try await JudgeError.wrap {
      try await data.fit(optimizer, registry: models, seed: seed, minimum: minimum)
    }
    let commit = try await JudgeError.wrap { try await store.head()?.commit }
    let openings = try await open(data, experiment.id, judge: base.hash)
    let result = try await JudgeError.wrap { try await data.measure(fitted, registry: models) }
    let report = AlignmentReport(
      data: data, fitted: fitted, result: result, openings: openings,
      seconds: Date().timeIntervalSince(started), commit: commit)
    return try await keep(report, base: base, experiment: experiment.id)
  }

  /// The judge that an alignment starts from: never a calibrated one.
  ///
  /// A calibration has learnt from the very labels that a new one learns from, so on these its
  /// verdicts prove nothing; and calibrations do not stack.
  private func uncalibrated(_ version: JudgeVersion) throws(JudgeError) -> JudgeVersion {
    guard version.body.calibration != nil else { return version }
    var body = version.body
    body.calibration = nil
    do {
      return JudgeVersion(
        body: body, hash: try body.record().id, name: version.name, number: nil,
        registration: nil, registrationID: nil)
    } catch { throw JudgeError(wrapping: error) }
  }

  /// The labelled traces of a judge's question, with its verdicts.
  func alignmentData(
    _ version: JudgeVersion, in experiment: ContentID, includeStale: Bool
  ) async throws(JudgeError) -> AlignmentData {
    let model = try await defaultModel()
    let models = models
    let traces = try await labelledTraces(version.body.feedbackName, in: experiment)
    return try await JudgeError.wrap {
      let judge = try models.judge(version.body, defaultModel: model)
      return try await AlignmentData(judge: judge, traces: traces, includeStale: includeStale)
    }
  }

  /// Records that a held-out part is looked at, and says how often that has happened.
  func open(
    _ data: AlignmentData, _ experiment: ContentID, judge: ContentID
  ) async throws(JudgeError) -> Int {
    let name = data.set.feedbackName
    let earlier = try await reports(.opening).filter {
      $0.value.experiment == experiment && $0.value.feedbackName == name
    }
    var opening = Report(type: .opening, experiment: experiment, feedbackName: name)
    opening.judge = judge
    opening.time = Clock.after(earlier.map(\.value.time))
    opening.author = try await author()
    let record = try await JudgeError.wrap { try opening.record() }
    _ = try await append([record], message: "Open the held-out part of \(name)")
    return earlier.count + 1
  }

  private func keep(
    _ report: AlignmentReport, base: JudgeVersion, experiment: ContentID
  ) async throws(JudgeError) -> AlignResult {
    let body = try await JudgeError.wrap { try report.fitted.body.record() }
    var stored = Report(
      type: .alignment, experiment: experiment, feedbackName: base.body.feedbackName)
    stored.judge = body.id
    stored.base = base.hash
    stored.baseName = base.name
    stored.time = Clock.now
    stored.author = try await author()
    stored.figures = report.figures
    let record = try await JudgeError.wrap { try stored.record() }
    let word = report.fitted.improved ? "improved" : "no gain"
    let baseRecord = try await JudgeError.wrap { try base.body.record() }
    _ = try await append(
      [baseRecord, body, record],
      message: "Align \(base.name) by \(report.fitted.optimizer): \(word)")
    try await JudgeError.wrap {
      try await store.setConfig(Self.alignedKey(experiment, base.name), body.id.hex)
    }
    return AlignResult(
      judge: base.name, report: report, hash: body.id, reportID: record.id, stored: stored)
  }

  /// How many labels a judge's question needs: gains for growing draws of labels.
  ///
  /// - Parameters:
  ///   - text: the base judge.
  ///   - optimizer: what aligns.
  ///   - sizes: how many labels are drawn.
  ///   - seeds: how many draws at each size.
  ///   - curve: how labels are drawn, and from which part.
  ///   - progress: called with the size and the number of seeds done.
  /// - Returns: one entry per size.
  /// - Throws: `JudgeError`.
  public func learningCurve(
    _ text: String, using optimizer: any AlignmentOptimizer, sizes: [Int], seeds: Int,
    curve: LearningCurve, progress: ((Int, Int) -> Void)? = nil
  ) async throws(JudgeError) -> [LearningCurve.Size] {
    let version = try uncalibrated(try await judge(named: text))
    let experiment = try await currentExperiment(holding: version.name)
    let data = try await alignmentData(version, in: experiment.id, includeStale: false)
    do { try curve.check(sizes: sizes, seeds: seeds, data: data) } catch {
      throw JudgeError(wrapping: error)
    }
    if !curve.trainOnly { _ = try await open(data, experiment.id, judge: version.hash) }
    let models = models
    var result: [LearningCurve.Size] = []
    for size in sizes {
      do {
        result.append(
          try await curve.measure(
            n: size, seeds: seeds, data: data, optimizer: optimizer, registry: models,
            progress: { progress?(size, $0) }))
      } catch { throw JudgeError(wrapping: error) }
    }
    return result
  }
}
