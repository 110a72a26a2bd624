public import JudgeIndex
import JudgeJSON

extension RunInfo {
  /// The number of verdicts missing from the run because of a budget or `--offline`.
  public var unasked: Int {
    metrics["unasked"].flatMap { ($0["value"] ?? $0).doubleValue }.flatMap { Int(exactly: $0) } ?? 0
  }
}
