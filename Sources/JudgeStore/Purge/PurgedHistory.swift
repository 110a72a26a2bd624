import JudgeGit

/// A rewritten history without purged files, prepared without moving the branch.
public struct PurgedHistory: Hashable, Sendable {
  /// A version tag that points into the rewritten part.
  public struct Tag: Hashable, Sendable {
    /// The name without `refs/tags/`.
    public let name: String
    /// The current tag object.
    public let old: String
    /// The tag object on the rewritten commit.
    public let new: String
  }

  /// The prefix of prepared references until they are pushed.
  public static let prefix = "refs/judge/purge/"

  /// The current tip of the branch.
  public let old: String
  /// The new tip of the branch.
  public let new: String
  /// The number of commits with a new id.
  public let rewritten: Int
  /// The paths of the removed files.
  public let files: [String]
  /// The rebuilt tags.
  public let tags: [Tag]

  /// The beginning of the last line in a purge's message, followed by the rewritten tip.
  static let trailer = "Judge-Purge: "
  /// The beginning of a line before it that names a commit for which the purge does not vouch.
  static let suspect = "Judge-Unsigned: "

  /// Returns the commit that a line names; `nil` if the line begins differently.
  static func id(in line: some StringProtocol, after start: String) -> ObjectID? {
    line.hasPrefix(start) ? ObjectID(hex: line.dropFirst(start.count)) : nil
  }

  /// Returns the reference of the prepared branch.
  public static func reference(branch: String) -> String { "\(prefix)heads/\(branch)" }

  /// Returns the commits that a purge does not vouch for; `nil` if the commit is not a purge.
  ///
  /// A purge adds a commit on top of the rewritten history. The last paragraph of its message
  /// identifies it, and it contains only redactions.
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
