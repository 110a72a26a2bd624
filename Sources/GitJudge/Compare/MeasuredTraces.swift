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
