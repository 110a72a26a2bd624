import JudgeJSON
import JudgeRecords

/// JSON values that a document holds as text.
enum EmbeddedJSON {
  /// The maximum depth of a value taken out of its text, so that it fits into a record.
  private static let maximumDepth = JSONValue.maximumDepth - 16

  /// Parses a text as JSON, and returns the value with the repairs.
  ///
  /// - Parameter text: the text.
  /// - Returns: the value, or `nil` if the text is not JSON, or too deep to be kept other than as
  ///   text.
  static func read(_ text: String) -> (value: JSONValue, repairs: JSONRepairs)? {
    guard let (value, repairs) = try? JSONValue.parseRepairing(text),
      value.isNested(atMost: maximumDepth)
    else { return nil }
    return (value, repairs)
  }

  /// Returns a value that may be wrapped in JSON text; text that is not JSON stays text.
  ///
  /// - Returns: the value, or `nil` if it is missing or an empty text.
  static func unwrapped(_ value: JSONValue?, tally: inout RepairTally) -> JSONValue? {
    guard let value, !value.isNull else { return nil }
    guard let text = value.stringValue else { return value }
    guard !text.isEmpty else { return nil }
    guard let (inner, repairs) = read(text) else { return value }
    tally.repaired += repairs.count
    return inner
  }
}
