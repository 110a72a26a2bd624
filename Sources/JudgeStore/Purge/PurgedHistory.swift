import JudgeGit

/// A rewritten history that holds no purged file, prepared beside the branch.
public struct PurgedHistory: Hashable, Sendable {
  /// A version tag that leads into the rewritten part.
  public struct Tag: Hashable, Sendable {
    /// The name without `refs/tags/`.
    public let name: String
    /// The tag object as it is.
    public let old: String
    /// The same tag on the rewritten commit.
    public let new: String
  }

  /// Where prepared references lie until they are pushed.
  public static let prefix = "refs/judge/purge/"

  /// The branch as it is.
  public let old: String
  /// The branch as it will be.
  public let new: String
  /// How many commits get another id.
  public let rewritten: Int
  /// The paths of the files that go.
  public let files: [String]
  /// The tags that are rebuilt.
  public let tags: [Tag]

  /// How the last line of the message of a purge begins; the tip that was rewritten follows.
  static let trailer = "Judge-Purge: "
  /// How a line before it begins that names a commit for which the purge does not vouch.
  static let suspect = "Judge-Unsigned: "

  /// The commit that a line names; `nil` if it begins otherwise.
  static func id(in line: some StringProtocol, after start: String) -> ObjectID? {
    line.hasPrefix(start) ? ObjectID(hex: line.dropFirst(start.count)) : nil
  }

  /// The reference of the prepared branch.
  public static func reference(branch: String) -> String { "\(prefix)heads/\(branch)" }

  /// The commits that a purge does not vouch for; `nil` if the commit is no purge.
  ///
  /// A purge puts a commit on top of the history that it rewrote: the last paragraph of its message
  /// says so, and it brings only redactions.
  static func suspects(
    of commit: Commit, _ repository: borrowing Repository
  ) throws(GitError) -> [ObjectID]? {
    guard commit.parents.count == 1, let parent = commit.parents.first else { return nil }
    var message = commit.message[...]
    while message.last?.isNewline == true { message.removeLast() }
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    guard let gap = lines.lastIndex(of: ""), gap == 1, let last = lines.last,
      id(in: last, after: trailer) != nil
    else { return nil }
    var suspects: [ObjectID] = []
    for line in lines[(gap + 1)...].dropLast() {
      guard let named = id(in: line, after: suspect) else { return nil }
      suspects.append(named)
    }
    var isPlain = true
    try repository.diffTrees(
      old: try repository.commit(parent).tree, new: commit.tree
    ) { change in
      if change.old != nil || !change.path.hasPrefix("redactions/") { isPlain = false }
    }
    return isPlain ? suspects : nil
  }
}
