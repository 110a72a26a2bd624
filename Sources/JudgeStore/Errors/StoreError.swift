public import JudgeWork

/// The reason why a store cannot be opened, read or written.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure; the set is open, so keep a `default`.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The word.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The word.
    public var description: String { rawValue }

    /// There is no git repository at the given place.
    public static let notARepository = Code(rawValue: "not-a-repository")
    /// A repository with an unsupported format, such as SHA-256 object names or a reftable.
    public static let unsupportedRepository = Code(rawValue: "unsupported-repository")
    /// A repository of another user that is not listed in `safe.directory`.
    public static let notOwned = Code(rawValue: "not-owned")
    /// The branch does not exist, or holds no `format.json`.
    public static let noStore = Code(rawValue: "no-store")
    /// A branch such as `judge/x` prevents the branch `judge`.
    public static let branchBlocked = Code(rawValue: "branch-blocked")
    /// The user cannot write to the repository.
    public static let readOnly = Code(rawValue: "read-only")
    /// The store has a newer format than this program can write; reading is possible.
    public static let newerFormat = Code(rawValue: "newer-format")
    /// An object, record or `format.json` is damaged.
    public static let damaged = Code(rawValue: "damaged")
    /// The branch is checked out and its work tree could not be updated; nothing was changed.
    public static let checkedOut = Code(rawValue: "checked-out")
    /// git does not know the name or e-mail address of the author.
    public static let identityMissing = Code(rawValue: "identity-missing")
    /// Other writers kept moving or locking the branch.
    public static let contention = Code(rawValue: "contention")
    /// A commit, record, tag or path does not exist.
    public static let notFound = Code(rawValue: "not-found")
    /// There are several answers instead of one; a person must decide.
    public static let ambiguous = Code(rawValue: "ambiguous")
    /// A tip with links, submodules or executables, which is not accepted.
    public static let refused = Code(rawValue: "refused")
    /// A tag or file with this name exists with different content.
    public static let exists = Code(rawValue: "exists")
    /// A name, path or argument that cannot be used.
    public static let invalid = Code(rawValue: "invalid")
    /// The `git` program failed.
    public static let program = Code(rawValue: "program")
    /// The `git` program is not installed.
    public static let programMissing = Code(rawValue: "program-missing")
    /// The `git` program exceeded its time limit.
    public static let timeout = Code(rawValue: "timeout")
    /// A system call failed.
    public static let io = Code(rawValue: "io")
  }

  /// The kind of failure.
  public let code: Code
  /// The description of the error, which names the file, branch or object.
  public let message: String
  /// The remedy, or `nil` if there is nothing to suggest.
  public let remedy: Remedy?

  /// Creates an error.
  public init(_ code: Code, _ message: String, remedy: Remedy? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  /// The message, followed by the remedy.
  public var description: String { remedy.map { "\(message); \($0)" } ?? message }
}
