/// How the records of a tree differ from those of an earlier one.
public struct TreeDelta: Sendable {
  /// The tree that was compared, as 40 hexadecimal digits.
  ///
  /// If there is no branch, the empty tree.
  public let tree: String
  /// Its commit, or `nil` if there is no branch.
  public let commit: String?
  /// Records that are new, or whose file has other bytes than before.
  public let added: [Entry]
  /// Records that are gone.
  public let removed: [Entry]
  /// New files in record folders that cannot be records.
  public let ignored: [Problem]

  package init(
    tree: String, commit: String?, added: [Entry], removed: [Entry], ignored: [Problem]
  ) {
    self.tree = tree
    self.commit = commit
    self.added = added
    self.removed = removed
    self.ignored = ignored
  }
}
