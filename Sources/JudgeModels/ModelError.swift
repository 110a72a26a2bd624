/// Why a model gave no answer.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, as a stable word.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The word.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The text is not a model URI.
    public static let invalidURI = Code(rawValue: "invalid-uri")
    /// No provider of this name is built in.
    public static let unknownProvider = Code(rawValue: "unknown-provider")
    /// No model was chosen.
    public static let noModel = Code(rawValue: "no-model")
    /// The model or its server failed.
    public static let failed = Code(rawValue: "failed")
    /// A provider's key is missing on this machine.
    public static let noCredentials = Code(rawValue: "no-credentials")
    /// A program that nobody on this machine has trusted, or an address or key that is not safe to
    /// use.
    public static let notTrusted = Code(rawValue: "not-trusted")
    /// The budget of calls or of cost is used up.
    public static let budget = Code(rawValue: "budget")
    /// The answer is not in the cache and calling out was forbidden.
    public static let offline = Code(rawValue: "offline")
    /// The provider refused for too many requests, and kept refusing.
    public static let rateLimited = Code(rawValue: "rate-limited")
    /// The task was cancelled.
    public static let cancelled = Code(rawValue: "cancelled")
    /// The reply cannot be read as a verdict.
    public static let invalidReply = Code(rawValue: "invalid-reply")
  }

  /// What went wrong.
  public let code: Code
  /// What went wrong, for people.
  public let message: String
  /// What to do.
  public let hint: String?

  /// Creates an error.
  public init(_ code: Code, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// Message and hint.
  public var description: String { hint.map { "\(message); \($0)" } ?? message }
}
