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
