/// What a union did.
public struct Unite: Hashable, Sendable {
  /// How the branch came to have everything of both sides.
  public enum Kind: String, Hashable, Sendable {
    /// It had everything already.
    case upToDate = "up-to-date"
    /// It moved forward to the other commit.
    case fastForward = "fast-forward"
    /// A commit unites both.
    case merged
  }

  /// What happened.
  public let kind: Kind
  /// Where the branch is now.
  public let commit: String
  /// How many records are new here.
  public let added: Int
  /// How many records one side had lost since the other's state, and has again by this.
  public let restored: Int
  /// Places where one side had other bytes than the name says, and has the other side's again.
  public let mended: [String]
  /// Places where both sides have other bytes and neither is what the name says.
  public let problems: [Problem]
}
