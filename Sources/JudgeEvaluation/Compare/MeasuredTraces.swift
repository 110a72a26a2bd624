package import JudgeJSON
package import JudgeRecords

/// The known data of judged traces and rows: people's label, group, and part.
package struct MeasuredTraces {
  /// People's consensus, by trace or row id.
  package var truth: [String: JSONValue] = [:]
  /// The group, by id.
  package var groups: [String: String] = [:]
  /// The key of the group by id, for labelled traces of held-out groups.
  package var keys: [String: String] = [:]
  /// The ids of the rows of files among them.
  package var rows: Set<String> = []
  /// The ids of the traces and rows that each judge learned from, by judge.
  package var taught: [ContentID: Set<String>] = [:]

  /// Creates an empty value.
  package init() {}

  /// Adds the data that verdicts on rows keep of their rows.
  ///
  /// What the store has of a row counts first.
  ///
  /// - Parameter run: the verdicts of a judge.
  /// - Returns: the ids of the rows that the judge learned from.
  package mutating func addRows(of run: RunVerdicts) -> Set<String> {
    var own = Set<String>()
    for (id, verdict) in run.values where id.hasPrefix(RowMark.prefix) {
      rows.insert(id)
      truth[id] = truth[id] ?? RowMark.consensus(of: verdict)
      groups[id] = groups[id] ?? verdict.metadata[RowMark.group]?.stringValue
      keys[id] = keys[id] ?? verdict.metadata[RowMark.test]?.stringValue
      if verdict.metadata[RowMark.training] != nil { own.insert(id) }
    }
    return own
  }

  /// Returns the keys of some ids.
  package func keys(of ids: some Sequence<String>) -> Set<String> {
    Set(ids.compactMap { keys[$0] })
  }
}
