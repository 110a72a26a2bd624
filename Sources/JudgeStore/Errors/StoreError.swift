public import JudgeWork

/// Why a store cannot be opened, read or written.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure; open, so that callers keep a `default`.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The word.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The word.
    public var description: String { rawValue }

    /// No git repository where one was looked for.
    public static let notARepository = Code(rawValue: "not-a-repository")
    /// A repository that names objects by SHA-256, keeps references in a reftable, or the like.
    public static let unsupportedRepository = Code(rawValue: "unsupported-repository")
    /// A repository of another user that `safe.directory` does not name.
    public static let notOwned = Code(rawValue: "not-owned")
    /// The branch does not exist, or holds no `format.json`.
    public static let noStore = Code(rawValue: "no-store")
    /// A branch such as `judge/x` stands in the way of the branch `judge`.
    public static let branchBlocked = Code(rawValue: "branch-blocked")
    /// The repository cannot be written by this user.
    public static let readOnly = Code(rawValue: "read-only")
    /// The store has a newer format than this program writes; reading is possible.
    public static let newerFormat = Code(rawValue: "newer-format")
    /// An object, record or `format.json` that is not what it should be.
    public static let damaged = Code(rawValue: "damaged")
    /// The branch is checked out and the work tree could not follow; nothing was changed.
    public static let checkedOut = Code(rawValue: "checked-out")
    /// git does not know the name or e-mail address of the author.
    public static let identityMissing = Code(rawValue: "identity-missing")
    /// Other writers kept moving or locking the branch.
    public static let contention = Code(rawValue: "contention")
    /// A commit, record, tag or path that is not there.
    public static let notFound = Code(rawValue: "not-found")
    /// Several answers where one was asked for: a person must decide.
    public static let ambiguous = Code(rawValue: "ambiguous")
    /// A tip with links, submodules or executables, which is not taken in.
    public static let refused = Code(rawValue: "refused")
    /// A tag or file of this name is there with other content.
    public static let exists = Code(rawValue: "exists")
    /// A name, path or argument that cannot be used.
    public static let invalid = Code(rawValue: "invalid")
    /// The `git` program failed.
    public static let program = Code(rawValue: "program")
    /// The `git` program is not installed.
    public static let programMissing = Code(rawValue: "program-missing")
    /// The `git` program ran longer than allowed.
    public static let timeout = Code(rawValue: "timeout")
    /// A system call failed.
    public static let io = Code(rawValue: "io")
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, naming the file, branch or object.
  public let message: String
  /// What to do next, or `nil` if there is nothing to suggest.
  public let remedy: Remedy?

  /// Creates an error.
  public init(_ code: Code, _ message: String, remedy: Remedy? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  /// The message with the hint behind it.
  public var description: String { remedy.map { "\(message); \($0)" } ?? message }
}
