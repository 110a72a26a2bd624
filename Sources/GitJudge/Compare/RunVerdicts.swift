public import JudgeIndex
import JudgeJSON
import JudgeRecords

/// What one judge said in a run, by trace.
struct RunVerdicts {
  /// The judge's body.
  let judge: ContentID?
  /// The question.
  let feedbackName: String
  /// The verdicts; `nil` for an error.
  var values: [String: Verdict] = [:]
}

extension RunInfo {
  /// The number of verdicts that a budget or `--offline` did not allow, so that the run has none.
  public var unasked: Int {
    metrics["unasked"].flatMap { ($0["value"] ?? $0).doubleValue }.flatMap { Int(exactly: $0) } ?? 0
  }
}
