import JudgeRecords

/// The message of a commit, in which text of records is escaped.
///
/// It is written as a string literal. Interpolated text becomes one line without control
/// characters, so that a name cannot end a line, begin a trailer, or change the terminal's display
/// of `git log`.
public struct CommitMessage: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// The text.
  public let text: String

  /// Creates a message without text of records.
  public init(stringLiteral value: String) { text = value }

  /// Creates a message from its interpolations.
  public init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  private init(text: String) { self.text = text }

  /// Concatenates two messages.
  public static func + (left: CommitMessage, right: CommitMessage) -> CommitMessage {
    CommitMessage(text: left.text + right.text)
  }

  /// Escapes interpolated values.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    /// Creates an empty interpolation.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Appends the program's own text unchanged.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Appends any other value as one line of plain text.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text += OneLine.escaped(value.description)
    }
  }
}
