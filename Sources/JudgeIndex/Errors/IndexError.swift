/// Why the index could not answer.
public struct IndexError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, as a stable word; the set is open.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The word.
    public let rawValue: String
    /// Wraps a word.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// The filter of a search cannot be read.
    public static let badFilter = Code(rawValue: "bad-filter")
    /// The order of a search cannot be read.
    public static let badOrder = Code(rawValue: "bad-order")
    /// The cursor belongs to another search, or is not a cursor.
    public static let badCursor = Code(rawValue: "bad-cursor")
    /// Nothing has this id.
    public static let notFound = Code(rawValue: "not-found")
    /// Several things have ids that begin so.
    public static let ambiguous = Code(rawValue: "ambiguous")
    /// The file cannot be opened or written.
    public static let unusable = Code(rawValue: "unusable")
    /// The file is damaged, and was not rebuilt.
    public static let damaged = Code(rawValue: "damaged")
    /// The caller no longer wants the answer.
    public static let cancelled = Code(rawValue: "cancelled")
  }

  /// What is wrong.
  public let code: Code
  /// What is wrong, for people.
  public let message: String
  /// What to do next, for people; may be empty.
  public let hint: String

  /// Creates an error.
  public init(_ code: Code, _ message: String, hint: String = "") {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The message, followed by the hint if there is one.
  public var description: String { hint.isEmpty ? message : "\(message) (\(hint))" }
}
