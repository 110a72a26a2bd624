import JudgeRecords

/// The message of a commit, in which text of records is escaped.
///
/// Written as a string literal. An interpolated text becomes one line without control characters,
/// so that no name can end a line, begin a trailer, or change what a terminal shows of `git log`.
public struct CommitMessage: Hashable, Sendable, ExpressibleByStringInterpolation {
  /// The text.
  public let text: String

  /// A message that holds nothing of records.
  public init(stringLiteral value: String) { text = value }

  /// A message with its interpolations.
  public init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  private init(text: String) { self.text = text }

  /// One message after the other.
  public static func + (left: CommitMessage, right: CommitMessage) -> CommitMessage {
    CommitMessage(text: left.text + right.text)
  }

  /// Escapes what is put in.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    /// Begins with nothing.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Takes the program's own words as they are.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Takes anything else as one line of plain text.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text += OneLine.escaped(value.description)
    }
  }
}
