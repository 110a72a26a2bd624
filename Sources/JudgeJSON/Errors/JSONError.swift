/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Sendable, Hashable {
  /// What kind of mistake it is.
  public let code: Code

  /// What was found, without the place.
  public let message: String

  /// Where the mistake begins: bytes from the start of the text, from 0.
  public let offset: Int

  /// The line of ``offset``, from 1; lines end with a line feed.
  public let line: Int

  /// The column of ``offset`` in Unicode scalars, from 1.
  public let column: Int

  /// What to do about it.
  public let hint: String

  /// An error at a place.
  package init(
    code: Code, message: String, offset: Int, line: Int, column: Int, hint: String
  ) {
    self.code = code
    self.message = message
    self.offset = offset
    self.line = line
    self.column = column
    self.hint = hint
  }
}

extension JSONError: CustomStringConvertible {
  /// Place, message and hint in one line.
  public var description: String {
    "line \(line), column \(column): \(message); \(hint)"
  }
}
