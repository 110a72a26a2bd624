/// The location of a store.
public struct StoreLocation: Hashable, Sendable {
  /// The repository's own folder; for a linked worktree, the folder below `worktrees/`.
  public let gitDirectory: String
  /// The folder shared by all work trees of the repository.
  public let commonDirectory: String
  /// The top folder of the work tree; `nil` for a bare repository.
  public let workTree: String?
  /// The branch without `refs/heads/`: git config `judge.branch`, else `judge`.
  public let branch: String
  /// The folder for files that can be regenerated or that belong only to this clone.
  ///
  /// It is `git-judge` in the common folder, or a folder in the user's cache for a read-only
  /// repository.
  public let stateDirectory: String
  /// Whether the user cannot write to the repository.
  public let isReadOnly: Bool
  /// Whether the repository has no work tree.
  public let isBare: Bool
  /// Whether this repository was found by git config `judge.store` of another one.
  public let isSeparate: Bool

  /// The full name of the branch.
  public var reference: String { "refs/heads/" + branch }
}
