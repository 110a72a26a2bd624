/// Why an alignment cannot be done.
public struct AlignmentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, as a stable word.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The word.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Too few labelled traces.
    public static let tooFewLabels = Code(rawValue: "too-few-labels")
    /// The judge has no verdict on the labelled traces.
    public static let noVerdicts = Code(rawValue: "no-verdicts")
    /// People gave one value only: nothing can be learnt.
    public static let oneValue = Code(rawValue: "one-value")
    /// The optimizer failed.
    public static let failed = Code(rawValue: "failed")
  }

  /// What is wrong.
  public let code: Code
  /// What is wrong, for people.
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
