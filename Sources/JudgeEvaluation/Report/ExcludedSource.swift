/// Somebody whose labels do not count in a report.
public struct ExcludedSource: Sendable, Hashable {
  /// Whose.
  public let sourceID: String
  /// How many labels there are.
  public let labels: Int
  /// The reason: `an adjudicator`, `--without`, or `entered by` a program.
  public let reason: String
  /// Whether all labels of the source are left out, not only those that a program entered.
  package var isWhole: Bool { !reason.hasPrefix("entered by ") }

  /// Names somebody who is left out.
  public init(sourceID: String, labels: Int, reason: String) {
    self.sourceID = sourceID
    self.labels = labels
    self.reason = reason
  }
}
