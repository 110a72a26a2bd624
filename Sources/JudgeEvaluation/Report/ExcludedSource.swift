/// A source whose labels do not count in a report.
public struct ExcludedSource: Sendable, Hashable {
  /// The source id.
  public let sourceID: String
  /// The number of labels left out.
  public let labels: Int
  /// The reason: `an adjudicator`, `--without`, or `entered by` a program.
  public let reason: String
  /// Whether all labels of the source are left out, not only those entered by a program.
  package var isWhole: Bool { !reason.hasPrefix("entered by ") }

  /// Creates an excluded source.
  public init(sourceID: String, labels: Int, reason: String) {
    self.sourceID = sourceID
    self.labels = labels
    self.reason = reason
  }
}
