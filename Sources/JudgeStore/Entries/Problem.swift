public import JudgeWork

/// Something in a store that is not as it should be.
public struct Problem: Hashable, Sendable {
  /// What is wrong, as a stable word of ``Word``.
  public let kind: String
  /// The path in the tree, the tag, or the reference, or empty if the problem is not about a single
  /// one.
  public let path: String
  /// What is wrong, for people.
  public let message: String
  /// What to do about it, or `nil` if there is nothing to suggest.
  public let remedy: Remedy?

  /// Creates a problem.
  public init(kind: String, path: String, message: String, remedy: Remedy? = nil) {
    self.kind = kind
    self.path = path
    self.message = message
    self.remedy = remedy
  }

  /// The words that `kind` may be; more may come.
  public enum Word {
    /// The bytes do not hash to the name.
    public static let nameMismatch = "name-mismatch"
    /// Not RFC 8785 canonical JSON.
    public static let notCanonical = "not-canonical"
    /// A field is missing or wrong.
    public static let schema = "schema"
    /// A file in a record folder that is not a record's place, or of another kind.
    public static let wrongPlace = "wrong-place"
    /// A record or store of a newer version.
    public static let newerVersion = "newer-version"
    /// A record that was there before.
    public static let vanished = "vanished"
    /// The branch no longer contains a tip that it had.
    public static let historyRewritten = "history-rewritten"
    /// Bytes that an owner's purge names and that are here.
    public static let purgeDue = "purge-due"
    /// A label whose commit is not its source's.
    public static let authorDiffers = "author-differs"
    /// A label of somebody who has a key, in a commit without a signature.
    public static let unsigned = "unsigned"
    /// A signature by another key, or over other bytes.
    public static let badSignature = "bad-signature"
    /// A change of `owners` or `format.json`, or an endorsement, by somebody who may not.
    public static let notAllowed = "not-allowed"
    /// A registration without its tag.
    public static let tagMissing = "tag-missing"
    /// A tag that says something else than the registrations.
    public static let tagDiffers = "tag-differs"
    /// A version's number far above all others, or below 1.
    public static let versionGap = "version-gap"
    /// Another experiment of a name that is taken.
    public static let experimentTwin = "experiment-twin"
    /// A commit whose header no git command writes: whom it names is not known.
    public static let commitHeader = "commit-header"
    /// What `git fsck` reports.
    public static let git = "git"
    /// Something that cannot be read.
    public static let damaged = "damaged"
    /// A symbolic link among the records.
    public static let symlink = "symlink"
    /// An executable among the records.
    public static let executable = "executable"
    /// A submodule among the records.
    public static let gitlink = "gitlink"
    /// A name that the rule for names refuses.
    public static let name = "name"
    /// A source id that is taken for that of somebody who is pinned.
    public static let sourceTwin = "source-twin"
    /// A `format.json` that is not the one in force.
    public static let formatAltered = "format-altered"
    /// A name that some machine, or git itself, cannot check out.
    public static let unsafeName = "unsafe-name"
    /// A record over 1 MiB.
    public static let tooLarge = "too-large"
    /// Two sides have other bytes at the same record's place.
    public static let collision = "collision"
  }
}
