import JudgeEvaluation
import JudgeJSON
import JudgeRecords

/// What is known of the traces and rows that runs judged: people's label, group, and part.
struct MeasuredTraces {
  /// People's consensus, by trace or row id.
  var truth: [String: JSONValue] = [:]
  /// The group, by id.
  var groups: [String: String] = [:]
  /// The key of the group, by id, if it is held out and people labelled the trace.
  var keys: [String: String] = [:]
  /// The ids that taught a judge, by judge.
  var taught: [ContentID: Set<String>] = [:]

  /// The keys of some ids.
  func keys(of ids: some Sequence<String>) -> Set<String> { Set(ids.compactMap { keys[$0] }) }
}

extension JudgeRepository {
  /// Gathers what is known of the traces and rows behind some verdicts on one question.
  ///
  /// - Parameters:
  ///   - said: the verdicts, of one question.
  ///   - experiment: where the labels are.
  /// - Returns: labels, groups and parts.
  /// - Throws: `JudgeError`.
  func measuredTraces(
    _ said: [RunVerdicts], in experiment: ContentID
  ) async throws -> MeasuredTraces {
    var result = MeasuredTraces()
    guard let name = said.first?.feedbackName else { return result }
    let ids = said.reduce(into: Set<String>()) { $0.formUnion($1.values.keys) }
    let (labelled, truth) = try await decided(name, [], in: experiment)
    for trace in labelled where ids.contains(trace.id) {
      result.truth[trace.id] = truth[trace.id]
      result.keys[trace.id] = HeldOutSplit.testKey(of: trace, feedbackName: name)
    }
    let index = try await caughtUp()
    let stored = ids.filter { !$0.hasPrefix(RowMark.prefix) }.sorted()
    let traces = try await index.traces(ids: stored)
    for trace in traces { result.groups[trace.id] = HeldOutSplit.group(of: trace) }
    for run in said {
      var own = Set<String>()
      // The labels of rows of a file came with the rows, and the verdicts keep their consensus.
      for (id, verdict) in run.values where id.hasPrefix(RowMark.prefix) {
        result.truth[id] = result.truth[id] ?? RowMark.consensus(of: verdict)
        result.groups[id] = result.groups[id] ?? verdict.metadata[RowMark.group]?.stringValue
        result.keys[id] = result.keys[id] ?? verdict.metadata[RowMark.test]?.stringValue
        if verdict.metadata[RowMark.training] != nil { own.insert(id) }
      }
      guard let hash = run.judge else { continue }
      let body = try await judgeBody(hash)
      let judged = traces.filter { run.values[$0.id] != nil }
      own.formUnion(try await self.taught(judged, body).map { judged[$0].id })
      result.taught[hash, default: []].formUnion(own)
    }
    return result
  }
}
