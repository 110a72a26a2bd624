import JudgeGit
public import JudgeJSON

/// What went wrong, where, and what to do next.
public struct JudgeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, as a stable word, with the exit status of the command line.
  public struct Code: Hashable, Sendable {
    /// The word.
    public let name: String
    /// The exit status.
    public let exitStatus: Int32

    /// Creates a code.
    public init(_ name: String, exitStatus: Int32) {
      self.name = name
      self.exitStatus = exitStatus
    }

    /// It ran and the answer is no.
    public static let negative = Code("negative", exitStatus: 1)
    /// The command was used in a way it cannot be.
    public static let usage = Code("usage", exitStatus: 2)
    /// Data that is not what it must be.
    public static let invalid = Code("invalid", exitStatus: 3)
    /// Nothing of that name.
    public static let notFound = Code("not-found", exitStatus: 3)
    /// The store cannot be used or written.
    public static let store = Code("store", exitStatus: 3)
    /// Not trusted, or no credentials.
    public static let notTrusted = Code("not-trusted", exitStatus: 4)
    /// The budget or the rate limit is reached.
    public static let budget = Code("budget", exitStatus: 6)
    /// It cannot be decided without the network.
    public static let offline = Code("offline", exitStatus: 125)
    /// Several things fit: a person must decide.
    public static let ambiguous = Code("ambiguous", exitStatus: 5)
  }

  /// What went wrong.
  public let code: Code
  /// What went wrong, for people.
  public let message: String
  /// What to do next.
  public let hint: String?

  /// Creates an error; credentials of URLs in its texts are blanked.
  public init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = GitProgram.withoutSecrets(message)
    self.hint = hint.map { GitProgram.withoutSecrets($0) }
  }

  /// The exit status of the command line.
  public var exitStatus: Int32 { code.exitStatus }

  /// Message and hint.
  public var description: String { hint.map { "\(message); \($0)" } ?? message }

  /// The error as JSON.
  public var json: JSONValue {
    var object: JSONObject = [
      "error": .string(code.name), "message": .string(message),
      "exit_status": .number(Double(exitStatus)),
    ]
    if let hint { object["hint"] = .string(hint) }
    return .object(object)
  }
}
