/// The depth of brackets at a byte of JSON, and whether the byte is in a text.
struct Nesting: Sendable {
  private var depth = 0
  private var inText = false
  private var isEscaped = false

  /// Whether neither a bracket nor a text is open.
  var isClosed: Bool { depth == 0 && !inText }

  /// Whether a bracket is open but no text is; a text cannot extend over a line's end.
  var isOpen: Bool { depth > 0 && !inText }

  /// Returns whether a byte just taken is a bracket that closed everything.
  func closes(with byte: UInt8) -> Bool {
    isClosed && (byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"))
  }

  /// Advances over a byte.
  ///
  /// An unmatched closing bracket has no effect.
  mutating func take(_ byte: UInt8) {
    if inText {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        inText = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): inText = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth = max(0, depth - 1)
    default: break
    }
  }
}

/// The white space of JSON.
enum JSONSpace {
  static func contains(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a
  }
}
