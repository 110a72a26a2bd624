import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring

extension JudgeRepository {
  /// Runs judges over the traces of the experiment and records their verdicts.
  ///
  /// - Parameters:
  ///   - names: the judges.
  ///   - filter: which traces, in the search grammar; `nil` for all.
  ///   - progress: called with the number of verdicts done and of all.
  /// - Returns: the run with its counts.
  /// - Throws: `JudgeError`.
  public func run(
    _ names: [String], where filter: String? = nil,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) async throws(JudgeError) -> RunResult {
    var versions: [JudgeVersion] = []
    for name in names { versions.append(try await judge(named: name)) }
    let experiment = try await currentExperiment(holding: versions.first?.name)
    let model = try await defaultModel()
    let models = models
    var judges: [any Judge] = []
    for version in versions {
      try await checkTrusted(version)
      judges.append(
        try await JudgeError.wrap { try models.judge(version.body, defaultModel: model) })
    }
    let traces = try await allTraces(experiment.id, where: filter)
    let run = try await newRun(
      experiment.id, type: "judge", name: names.joined(separator: " "), versions)
    var records = [run] + (try await unregistered(versions))
    var counts: [String: [String: Int]] = [:]
    var errors = 0
    var unasked = 0
    var examples: [String] = []
    var warnings: [String] = []
    let before = await callStatistics
    let total = traces.count * judges.count
    for (position, judge) in judges.enumerated() {
      let done = position * traces.count
      let all = await scoreAll(traces, with: judge, concurrency: calls.concurrency) {
        progress?(done + $0, total)
      }
      let said = all.compactMap { answers in answers.first { $0.name == judge.name } }
      for feedback in said {
        if let value = feedback.value {
          let label = value.stringValue ?? value.canonicalText
          counts[versions[position].name, default: [:]][label, default: 0] += 1
        } else {
          errors += 1
          if feedback.isUnasked { unasked += 1 }
          if examples.count < 3, let text = feedback.error?.text { examples.append(text) }
        }
      }
      warnings += SnapshotChange.warnings(
        said, on: traces, judge: versions[position].hash, name: versions[position].label)
      records += try await batches(
        all, traces, judge, run: run.id, hash: versions[position].hash)
    }
    records += try await metricChanges([:], of: run.id)
    _ = try await append(
      records, message: "Run \(names.joined(separator: ", ")) over \(traces.count) traces")
    return RunResult(
      run: run.id.runID, n: traces.count, errors: errors, verdicts: counts, examples: examples,
      unasked: unasked, calls: await callStatistics.since(before), warnings: warnings)
  }
}
