/// What a repair did.
public struct Repair: Hashable, Sendable {
  /// Paths of records that were put back.
  public let restored: [String]
  /// Files at wrong places that were taken out: their bytes are a record that lies at its own.
  public let moved: [String]
  /// Tags that were made again.
  public let tags: [String]
  /// The commit; `nil` where the branch needed nothing.
  public let commit: String?
  /// What is still wrong, as a normal check finds it.
  public let remaining: [Problem]
}
