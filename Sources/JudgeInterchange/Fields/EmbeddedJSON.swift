import JudgeJSON
import JudgeRecords

/// JSON that a document holds as text.
enum EmbeddedJSON {
  /// The deepest value that is taken out of its text: it has to fit into a record.
  private static let maximumDepth = JSONValue.maximumDepth - 16

  /// The value that a text is the JSON of, with what reading it changed.
  ///
  /// - Parameter text: the text.
  /// - Returns: `nil` if it is not JSON, or too deep to be kept as anything but text.
  static func read(_ text: String) -> (value: JSONValue, repairs: JSONRepairs)? {
    guard let (value, repairs) = try? JSONValue.parseRepairing(text),
      value.isNested(atMost: maximumDepth)
    else { return nil }
    return (value, repairs)
  }

  /// A value that may be wrapped in JSON text; text that is not JSON stays text.
  ///
  /// - Returns: `nil` if there is nothing, or an empty text.
  static func unwrapped(_ value: JSONValue?, tally: inout RepairTally) -> JSONValue? {
    guard let value, !value.isNull else { return nil }
    guard let text = value.stringValue else { return value }
    guard !text.isEmpty else { return nil }
    guard let (inner, repairs) = read(text) else { return value }
    tally.repaired += repairs.count
    return inner
  }
}
