public import JudgeWork

/// A problem in a store.
public struct Problem: Hashable, Sendable {
  /// The kind of problem, one of the stable words of ``Word``.
  public let kind: String
  /// The path in the tree, the tag or the reference; empty if the problem concerns several of them.
  public let path: String
  /// The description of the problem, for people.
  public let message: String
  /// The remedy, or `nil` if there is nothing to suggest.
  public let remedy: Remedy?

  /// Creates a problem.
  public init(kind: String, path: String, message: String, remedy: Remedy? = nil) {
    self.kind = kind
    self.path = path
    self.message = message
    self.remedy = remedy
  }

  /// The values of `kind`; later versions may add more.
  public enum Word {
    /// The bytes do not hash to the name.
    public static let nameMismatch = "name-mismatch"
    /// The file is not RFC 8785 canonical JSON.
    public static let notCanonical = "not-canonical"
    /// A field is missing or wrong.
    public static let schema = "schema"
    /// A file in a record folder at a path that is not a record's, or of another kind.
    public static let wrongPlace = "wrong-place"
    /// A record or store of a newer version.
    public static let newerVersion = "newer-version"
    /// A record that existed before and is missing now.
    public static let vanished = "vanished"
    /// The branch no longer contains an earlier tip.
    public static let historyRewritten = "history-rewritten"
    /// Bytes that still exist although an owner's purge names them.
    public static let purgeDue = "purge-due"
    /// A label whose commit is not its source's.
    public static let authorDiffers = "author-differs"
    /// A label of a person with a key, in a commit without a signature.
    public static let unsigned = "unsigned"
    /// A signature by another key, or over other bytes.
    public static let badSignature = "bad-signature"
    /// A change of `owners` or `format.json`, or an endorsement, by somebody without permission.
    public static let notAllowed = "not-allowed"
    /// A registration without its tag.
    public static let tagMissing = "tag-missing"
    /// A tag that differs from the registrations.
    public static let tagDiffers = "tag-differs"
    /// A version number far above all others, or below 1.
    public static let versionGap = "version-gap"
    /// Another experiment with a name that is already taken.
    public static let experimentTwin = "experiment-twin"
    /// A commit with a header that git never writes, so that its author is unknown.
    public static let commitHeader = "commit-header"
    /// A problem that `git fsck` reports.
    public static let git = "git"
    /// Unreadable data.
    public static let damaged = "damaged"
    /// A symbolic link among the records.
    public static let symlink = "symlink"
    /// An executable among the records.
    public static let executable = "executable"
    /// A submodule among the records.
    public static let gitlink = "gitlink"
    /// A name that the rule for names does not allow.
    public static let name = "name"
    /// A source id that looks like that of a pinned person.
    public static let sourceTwin = "source-twin"
    /// A `format.json` that differs from the one in force.
    public static let formatAltered = "format-altered"
    /// A name that some machine, or git itself, cannot check out.
    public static let unsafeName = "unsafe-name"
    /// A record over 1 MiB.
    public static let tooLarge = "too-large"
    /// Two sides have different bytes at the same record's path.
    public static let collision = "collision"
  }
}
