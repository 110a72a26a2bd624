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
