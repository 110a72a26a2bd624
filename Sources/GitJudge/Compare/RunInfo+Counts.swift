public import JudgeIndex
import JudgeJSON

extension RunInfo {
  /// The number of verdicts missing from the run because of a budget or `--offline`.
  public var unasked: Int { count("unasked") }

  /// The number of rows of the run's file that could not be read.
  public var rejected: Int { count("rejected") }

  private func count(_ name: String) -> Int {
    metrics[name].flatMap { ($0["value"] ?? $0).doubleValue }.flatMap { Int(exactly: $0) } ?? 0
  }
}
