/// The commit at which a store is read.
public struct Head: Hashable, Sendable {
  /// The commit, 40 hexadecimal digits.
  public let commit: String
  /// The commit's tree, 40 hexadecimal digits; the same set of files always has the same tree.
  public let tree: String
  /// The full name of the reference: the local branch or a remote-tracking branch.
  public let reference: String

  /// Whether the local branch does not exist yet and a remote-tracking one is read instead.
  public var isRemote: Bool { reference.hasPrefix("refs/remotes/") }
}
