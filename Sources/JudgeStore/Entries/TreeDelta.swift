/// The difference between the records of a tree and those of an earlier one.
public struct TreeDelta: Sendable {
  /// The compared tree, as 40 hexadecimal digits; the empty tree if there is no branch.
  public let tree: String
  /// Its commit, or `nil` if there is no branch.
  public let commit: String?
  /// The records that are new or whose files have different bytes.
  public let added: [Entry]
  /// The removed records.
  public let removed: [Entry]
  /// The new files in record folders that cannot be records.
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
