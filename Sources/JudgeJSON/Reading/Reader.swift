/// Recursive-descent reader of one JSON text (RFC 8259), bounded in depth.
///
/// The bytes are handed to every step instead of being kept: a span cannot be stored here.
struct Reader {
  /// Changes what JSON cannot hold instead of refusing it.
  let repairing: Bool
  var repairs = JSONRepairs()
  var position = 0
  var depth = 0
  /// The bytes of the string being read, once it has an escape.
  var unescaped: [UInt8] = []

  init(repairing: Bool) {
    self.repairing = repairing
  }

  /// Reads one value and what surrounds it to the end of the text.
  mutating func document(_ bytes: Span<UInt8>) throws(Fault) -> JSONValue {
    try refuseByteOrderMark(bytes)
    skipSpace(bytes)
    let result = try value(bytes)
    skipSpace(bytes)
    if position < bytes.count { throw Fault(kind: .trailingBytes, offset: position) }
    return result
  }

  /// Reads the value that begins at `position`.
  mutating func value(_ bytes: Span<UInt8>) throws(Fault) -> JSONValue {
    guard position < bytes.count else {
      throw Fault(kind: .unexpectedEnd(expected: "a value"), offset: position)
    }
    switch bytes[position] {
    case UInt8(ascii: "\""): return .string(try string(bytes))
    case UInt8(ascii: "{"): return .object(try object(bytes))
    case UInt8(ascii: "["): return .array(try array(bytes))
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return try number(bytes)
    case UInt8(ascii: "t"):
      try literal("true", bytes)
      return .bool(true)
    case UInt8(ascii: "f"):
      try literal("false", bytes)
      return .bool(false)
    case UInt8(ascii: "n"):
      try literal("null", bytes)
      return .null
    case UInt8(ascii: "N"): return try notFinite("NaN", bytes)
    case UInt8(ascii: "I"): return try notFinite("Infinity", bytes)
    default: throw Fault(kind: .unexpectedByte(expected: "a value"), offset: position)
    }
  }

  /// Throws if the text begins with U+FEFF.
  func refuseByteOrderMark(_ bytes: Span<UInt8>) throws(Fault) {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw Fault(kind: .byteOrderMark, offset: 0)
    }
  }

  /// Moves over space, tab, line feed and carriage return.
  mutating func skipSpace(_ bytes: Span<UInt8>) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// Moves over a word that must stand here.
  mutating func literal(_ word: String, _ bytes: Span<UInt8>) throws(Fault) {
    for byte in word.utf8 {
      guard position < bytes.count else {
        throw Fault(kind: .unexpectedEnd(expected: word), offset: position)
      }
      guard bytes[position] == byte else {
        throw Fault(kind: .unexpectedByte(expected: word), offset: position)
      }
      position += 1
    }
  }

  /// Reads a number that JSON does not have but Python's `json` writes.
  mutating func notFinite(
    _ word: String, from start: Int? = nil, _ bytes: Span<UInt8>
  ) throws(Fault) -> JSONValue {
    let start = start ?? position
    try literal(word, bytes)
    guard repairing else { throw Fault(kind: .notFinite, offset: start) }
    repairs.numbersToNull += 1
    return .null
  }
}
