extension JSONValue {
  /// The maximum nesting of arrays and objects in a text.
  public static let maximumDepth = 256

  /// Reads one JSON text strictly (RFC 8259 and RFC 7493).
  ///
  /// It accepts white space, any order of keys and any spelling of a number. It refuses syntax
  /// errors, duplicate keys, lone surrogates, unescaped control characters, bytes that are not
  /// UTF-8, numbers beyond a double's range, integers whose double prints as other digits, more
  /// than ``maximumDepth`` levels, and anything after the value.
  ///
  /// - Throws: `JSONError`, with line and column of the first mistake.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    try self.init(parsing: bytes.span)
  }

  /// Reads one JSON text strictly, as from an array of bytes.
  public init(parsing bytes: ArraySlice<UInt8>) throws(JSONError) {
    try self.init(parsing: bytes.span)
  }

  /// Reads one JSON text strictly, as from an array of bytes.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: text.utf8.span)
  }

  /// Reads one JSON text strictly, as from an array of bytes.
  public init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
    try unsafe self.init(parsing: bytes.bindMemory(to: UInt8.self).span)
  }

  /// Reads one JSON text strictly, as from an array of bytes.
  public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
    try self.init(parsing: Array(bytes))
  }

  /// Reads one JSON text strictly, as from an array of bytes.
  public init(parsing bytes: Span<UInt8>) throws(JSONError) {
    var reader = Reader(repairing: false)
    do throws(Fault) {
      self = try reader.document(bytes)
    } catch {
      throw JSONError(error, in: bytes)
    }
  }

  /// Reads the value that begins at a position of a model's reply; ignores the text after it.
  ///
  /// It accepts what models write instead of JSON: raw line ends and other control characters in
  /// texts, escapes that JSON does not have, halves of surrogate pairs, single quotation marks, keys
  /// without quotation marks, trailing commas, comments, and Python's literals. Values keep their
  /// types.
  ///
  /// - Parameters:
  ///   - bytes: the text, which is UTF-8.
  ///   - start: the position, within the text.
  /// - Returns: the value, or `nil` if there is no valid value, and the position after it.
  package static func lenientPrefix(
    of bytes: [UInt8], from start: Int
  ) -> (value: JSONValue?, end: Int) {
    LenientReader.prefix(of: bytes, from: start)
  }
}

/// The number of changes by ``JSONValue/parseRepairing(_:)-([UInt8])``, by kind.
public struct JSONRepairs: Sendable, Hashable {
  /// The number of `NaN`, `Infinity`, `-Infinity` and numbers beyond a double's range that became
  /// null.
  public internal(set) var numbersToNull = 0

  /// The number of integers that became strings of the same digits, because their double prints as
  /// other digits.
  public internal(set) var integersToStrings = 0

  /// The number of halves of surrogate pairs that became U+FFFD.
  public internal(set) var surrogatesReplaced = 0

  /// Creates repairs without changes.
  public init() {}

  /// The total number of changed values and characters.
  public var count: Int { numbersToNull + integersToStrings + surrogatesReplaced }

  /// Adds the counts of another text.
  public static func += (left: inout JSONRepairs, right: JSONRepairs) {
    left.numbersToNull += right.numbersToNull
    left.integersToStrings += right.integersToStrings
    left.surrogatesReplaced += right.surrogatesReplaced
  }
}

extension JSONValue {
  /// Reads one JSON text and replaces values that JSON cannot represent instead of refusing them.
  ///
  /// `NaN`, `Infinity`, `-Infinity` and numbers beyond a double's range become null; an integer
  /// whose double prints as other digits becomes a string of its digits, however long; a lone
  /// surrogate becomes U+FFFD. Everything else that ``init(parsing:)-([UInt8])`` refuses is
  /// refused here too.
  ///
  /// - Returns: the value and the changes.
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
