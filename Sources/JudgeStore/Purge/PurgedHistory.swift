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
}
