/// The commit that a store is read at.
public struct Head: Hashable, Sendable {
  /// The commit, 40 hexadecimal digits.
  public let commit: String
  /// The commit's tree, 40 hexadecimal digits: the same set of files always has the same one.
  public let tree: String
  /// The full name of the reference: the local branch, or a remote-tracking one.
  public let reference: String

  /// Whether the local branch does not exist yet and a remote-tracking one is read instead.
  public var isRemote: Bool { reference.hasPrefix("refs/remotes/") }
}
