public import JudgeIndex
import JudgeJSON

extension RunInfo {
  /// The number of verdicts that a budget or `--offline` did not allow, so that the run has none.
  public var unasked: Int {
    metrics["unasked"].flatMap { ($0["value"] ?? $0).doubleValue }.flatMap { Int(exactly: $0) } ?? 0
  }
}
