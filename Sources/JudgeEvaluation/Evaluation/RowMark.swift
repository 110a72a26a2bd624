package import JudgeJSON
package import JudgeRecords
import JudgeScoring

/// The data that verdicts on rows keep of their rows, for `compare` and `gate`.
///
/// Every verdict keeps whether the judge learned from the row. A row that is not stored also leaves
/// people's label, its group, and whether it is held out.
package enum RowMark {
  package static let consensus = "row_consensus"
  package static let training = "row_training"
  package static let group = "row_group"
  package static let test = "row_test"
  /// The first part of the names of rows in comparisons, and of the ids of rows that are not
  /// stored; ids of traces do not have it.
  package static let prefix = "row:"

  /// Returns people's consensus on the row of a verdict, or `nil` if there is none.
  package static func consensus(of verdict: Verdict) -> JSONValue? {
    verdict.metadata[consensus]?.stringValue.flatMap { try? JSONValue(parsing: Array($0.utf8)) }
  }

  /// Returns rows under names that no trace has, and that are unique among them.
  ///
  /// - Parameter rows: the rows; several may have the same id.
  /// - Returns: the rows, each with a unique id: ``prefix``, the row's key, and `#2` for the second
  ///   row of a key.
  package static func asRows(_ rows: [Trace]) -> [Trace] {
    var seen: [String: Int] = [:]
    return rows.map { row in
      let count = seen[row.id, default: 0]
      seen[row.id] = count + 1
      var row = row
      row.id = prefix + (count == 0 ? row.id : "\(row.id)#\(count + 1)")
      return row
    }
  }

  /// Returns the verdicts with the marks of their rows.
  ///
  /// - Parameters:
  ///   - said: a judge's feedback on each row.
  ///   - rows: the rows.
  ///   - name: the question.
  ///   - truth: people's consensus on each row.
  ///   - learnt: the indices of the rows that the judge learned from.
  ///   - stored: the indices of the rows that are traces of the store.
  /// - Returns: `said` with metadata.
  package static func marked(
    _ said: [[Feedback]], _ rows: [Trace], on name: String, truth: [JSONValue?], learnt: Set<Int>,
    stored: Set<Int> = []
  ) -> [[Feedback]] {
    said.enumerated().map { row, answers in
      answers.map { answer in
        var answer = answer
        if let truth = truth[row], !stored.contains(row) {
          answer.metadata[consensus] = .string(truth.canonicalText)
          let group = HeldOutSplit.group(of: rows[row])
          // A hash, because a group may be a long text.
          answer.metadata[self.group] = .string(
            ContentID(hashing: Array(group.utf8)).prefix(16))
          if let key = HeldOutSplit.testKey(ofGroup: group, feedbackName: name) {
            answer.metadata[test] = .string(key)
          }
        }
        if learnt.contains(row) { answer.metadata[training] = "true" }
        return answer
      }
    }
  }
}
