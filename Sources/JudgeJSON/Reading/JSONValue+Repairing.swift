extension JSONValue {
  /// Reads one JSON text and changes what JSON cannot hold instead of refusing it.
  ///
  /// `NaN`, `Infinity`, `-Infinity` and numbers beyond a double's range become null; an integer
  /// whose double prints as other digits becomes a string of its digits, however long; a lone
  /// surrogate becomes U+FFFD. Everything else that ``init(parsing:)-([UInt8])`` refuses is
  /// refused here too.
  ///
  /// - Returns: the value and what was changed.
  /// - Throws: `JSONError`, with line and column of the first mistake.
  public static func parseRepairing(
    _ bytes: [UInt8]
  ) throws(JSONError) -> (JSONValue, JSONRepairs) {
    try parseRepairing(bytes.span)
  }

  /// Reads and repairs one JSON text, as from an array of bytes.
  public static func parseRepairing(
    _ bytes: ArraySlice<UInt8>
  ) throws(JSONError) -> (JSONValue, JSONRepairs) {
    try parseRepairing(bytes.span)
  }

  /// Reads and repairs one JSON text, as from an array of bytes.
  public static func parseRepairing(
    _ text: String
  ) throws(JSONError) -> (JSONValue, JSONRepairs) {
    try parseRepairing(text.utf8.span)
  }

  /// Reads and repairs one JSON text, as from an array of bytes.
  public static func parseRepairing(
    _ bytes: UnsafeRawBufferPointer
  ) throws(JSONError) -> (JSONValue, JSONRepairs) {
    try unsafe parseRepairing(bytes.bindMemory(to: UInt8.self).span)
  }

  /// Reads and repairs one JSON text, as from an array of bytes.
  public static func parseRepairing(
    _ bytes: some Sequence<UInt8>
  ) throws(JSONError) -> (JSONValue, JSONRepairs) {
    try parseRepairing(Array(bytes))
  }

  /// Reads and repairs one JSON text, as from an array of bytes.
  public static func parseRepairing(
    _ bytes: Span<UInt8>
  ) throws(JSONError) -> (JSONValue, JSONRepairs) {
    var reader = Reader(repairing: true)
    do throws(Fault) {
      let value = try reader.document(bytes)
      return (value, reader.repairs)
    } catch {
      throw JSONError(error, in: bytes)
    }
  }
}
