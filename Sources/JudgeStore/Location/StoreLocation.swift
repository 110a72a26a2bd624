/// Where a store is.
public struct StoreLocation: Hashable, Sendable {
  /// The repository's own folder; for a linked worktree the one below `worktrees/`.
  public let gitDirectory: String
  /// The folder that all work trees of the repository share.
  public let commonDirectory: String
  /// The top of the work tree; `nil` for a bare repository.
  public let workTree: String?
  /// The branch without `refs/heads/`: git config `judge.branch`, else `judge`.
  public let branch: String
  /// Where files of ours lie that can be made again or belong to this clone only.
  ///
  /// `git-judge` in the common folder, or a folder of the user's cache for a read-only repository.
  public let stateDirectory: String
  /// Whether this user cannot write the repository.
  public let isReadOnly: Bool
  /// Whether the repository has no work tree.
  public let isBare: Bool
  /// Whether git config `judge.store` led from another repository to this one.
  public let isSeparate: Bool

  /// The branch's full name.
  public var reference: String { "refs/heads/" + branch }
}
