import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring

/// What the verdicts on rows of a file keep of their rows, for `compare` and `gate`: what people
/// said, the group, whether it is held out, and whether the judge has learnt from the row.
enum RowMark {
  static let consensus = "row_consensus"
  static let training = "row_training"
  static let group = "row_group"
  static let test = "row_test"
  /// What the ids of rows begin with, and ids of traces do not.
  static let prefix = "row:"

  /// People's labels for the row of a verdict, or `nil` if there are none.
  static func consensus(of verdict: Verdict) -> JSONValue? {
    verdict.metadata[consensus]?.stringValue.flatMap { try? JSONValue(parsing: Array($0.utf8)) }
  }
}

extension JudgeRepository {
  /// Rows of a file under ids that no trace has: their verdicts belong to the run, and to no trace
  /// of the store.
  static func asRows(_ rows: [Trace]) -> [Trace] {
    var seen: [String: Int] = [:]
    return rows.map { row in
      let count = seen[row.id, default: 0]
      seen[row.id] = count + 1
      var row = row
      row.id = RowMark.prefix + (count == 0 ? row.id : "\(row.id)#\(count + 1)")
      return row
    }
  }

  /// The verdicts with the marks of their rows.
  static func marked(
    _ said: [[Feedback]], _ rows: [Trace], on name: String, truth: [JSONValue?], learnt: Set<Int>
  ) -> [[Feedback]] {
    said.enumerated().map { row, answers in
      answers.map { answer in
        var answer = answer
        if let truth = truth[row] {
          answer.metadata[RowMark.consensus] = .string(truth.canonicalText)
          let group = HeldOutSplit.group(of: rows[row])
          // A hash, because a group may be a long text.
          answer.metadata[RowMark.group] = .string(
            ContentID(hashing: Array(group.utf8)).prefix(16))
          if let key = HeldOutSplit.testKey(ofGroup: group, feedbackName: name) {
            answer.metadata[RowMark.test] = .string(key)
          }
        }
        if learnt.contains(row) { answer.metadata[RowMark.training] = "true" }
        return answer
      }
    }
  }

  /// A warning if people gave values that the judge does not declare.
  ///
  /// The judge can never agree with them.
  static func undeclared(
    _ truth: [JSONValue?], _ body: JudgeBody, key: String
  ) -> String? {
    guard !body.values.isEmpty else { return nil }
    let others = Set(truth.compactMap { $0 }).subtracting(body.values)
    guard !others.isEmpty else { return nil }
    let list = others.map(\.canonicalText).sorted().joined(separator: ", ")
    let declared = body.values.map(\.canonicalText).joined(separator: ", ")
    return "\(key): people gave values that it does not declare: \(list) (it has \(declared))"
  }
}
