/// Somebody whose labels do not count in a report.
public struct ExcludedSource: Sendable, Hashable {
  /// Whose.
  public let sourceID: String
  /// How many labels there are.
  public let labels: Int
  /// Why: `an adjudicator`, or `--without`.
  public let reason: String

  /// Names somebody who is left out.
  public init(sourceID: String, labels: Int, reason: String) {
    self.sourceID = sourceID
    self.labels = labels
    self.reason = reason
  }
}
