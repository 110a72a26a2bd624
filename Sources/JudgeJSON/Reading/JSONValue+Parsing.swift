extension JSONValue {
  /// How many arrays and objects a text may have inside each other.
  public static let maximumDepth = 256

  /// Reads one JSON text strictly (RFC 8259 and RFC 7493).
  ///
  /// White space, any order of keys and any spelling of a number are accepted. Refused are syntax
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
}
