/// An assessment with its identity and its state after the fold.
public struct Label: Hashable, Sendable {
  /// The standing of a label after the fold.
  public enum Standing: String, Hashable, Sendable, CaseIterable {
    /// The label is its source's vote.
    case counts
    /// A later label of the same source replaces it.
    case overridden
    /// Its source deleted it.
    case deleted
    /// Its source made another label without having seen this one; the later one counts.
    case contended
    /// A deliberate repeat: counts for self-agreement only.
    case repeated
    /// The imported file marks it as not valid.
    case invalid
    /// Somebody else added it in the name of a pinned source; an owner must confirm it.
    case unconfirmed
    /// It was imported by somebody who may not replace its source's existing label.
    case disputed
  }

  /// The id that users see.
  public var id: String
  /// The identity of its record.
  public var record: ContentID
  /// The assessment itself.
  public var assessment: Assessment
  /// The standing of the label.
  public var standing: Standing
  /// Labels and deletions of other sources that claim to replace this one; the vote stays.
  public var disputes: [String]
  /// Whether the trace has changed since the reviewer saw it.
  public var isStale: Bool

  /// Creates a label that counts.
  public init(id: String, record: ContentID, assessment: Assessment) {
    self.id = id
    self.record = record
    self.assessment = assessment
    standing = .counts
    disputes = []
    isStale = false
  }
}
