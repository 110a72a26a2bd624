/// An assessment with its identity and its state after the fold.
public struct Label: Hashable, Sendable {
  /// How a label stands.
  public enum Standing: String, Hashable, Sendable, CaseIterable {
    /// It is its source's vote.
    case counts
    /// A later label of the same source replaces it.
    case overridden
    /// Its source deleted it.
    case deleted
    /// Its source made another one elsewhere without having seen this one; the later counts.
    case contended
    /// A deliberate repeat: counts for self-agreement only.
    case repeated
    /// The file it came from says that it is not valid.
    case invalid
    /// Somebody else brought it in the name of a pinned source; it waits for an owner to confirm it.
    case unconfirmed
    /// It was imported by somebody who may not replace the label that its source has here.
    case disputed
  }

  /// The id that users see.
  public var id: String
  /// The identity of its record.
  public var record: ContentID
  /// What it says.
  public var assessment: Assessment
  /// How it stands.
  public var standing: Standing
  /// Labels and deletions of other sources that claim to replace this one; they remove no vote.
  public var disputes: [String]
  /// Whether the trace is no longer what the reviewer was shown.
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
