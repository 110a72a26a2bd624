/// A mistake in a JSON text, with its position.
public struct JSONError: Error, Sendable, Hashable {
  /// The kind of mistake.
  public let code: Code

  /// The description of the mistake, without its position.
  public let message: String

  /// The byte offset of the mistake from the start of the text, from 0.
  public let offset: Int

  /// The line of ``offset``, from 1; lines end with a line feed.
  public let line: Int

  /// The column of ``offset`` in Unicode scalars, from 1.
  public let column: Int

  /// A hint on how to correct it.
  public let hint: String

  /// Creates an error at a position.
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
  /// The position, message and hint in one line.
  public var description: String {
    "line \(line), column \(column): \(message); \(hint)"
  }
}

extension JSONError {
  /// A kind of mistake; later versions may add more.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name, such as `duplicate-key`.
    public let rawValue: String

    /// Creates the code with a name.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// A byte that is not allowed at this position.
    public static let unexpectedByte = Code(rawValue: "unexpected-byte")

    /// The text ends inside a value, or is empty.
    public static let unexpectedEnd = Code(rawValue: "unexpected-end")

    /// Something follows the value.
    public static let trailingBytes = Code(rawValue: "trailing-bytes")

    /// A number that RFC 8259's grammar does not allow.
    public static let badNumber = Code(rawValue: "bad-number")

    /// A number too large for a double.
    public static let numberTooLarge = Code(rawValue: "number-too-large")

    /// NaN, Infinity or -Infinity.
    public static let notFinite = Code(rawValue: "not-finite")

    /// An integer that would read back with different digits.
    public static let inexactInteger = Code(rawValue: "inexact-integer")

    /// An escape that JSON does not define.
    public static let badEscape = Code(rawValue: "bad-escape")

    /// Half of a surrogate pair.
    public static let loneSurrogate = Code(rawValue: "lone-surrogate")

    /// An unescaped character below U+0020 inside a string.
    public static let controlCharacter = Code(rawValue: "control-character")

    /// Bytes that are not UTF-8.
    public static let invalidUTF8 = Code(rawValue: "invalid-utf8")

    /// A byte order mark before the value.
    public static let byteOrderMark = Code(rawValue: "byte-order-mark")

    /// Two members with the same key.
    public static let duplicateKey = Code(rawValue: "duplicate-key")

    /// More than ``JSONValue/maximumDepth`` nested arrays and objects.
    public static let tooDeep = Code(rawValue: "too-deep")

    /// Valid JSON, but not in its canonical form.
    public static let notCanonical = Code(rawValue: "not-canonical")
  }

  /// Creates the error of a fault, with line, column and message.
  init(_ fault: Fault, in bytes: Span<UInt8>) {
    let offset = min(fault.offset, bytes.count)
    var line = 1
    var column = 1
    for index in 0..<offset {
      switch bytes[index] {
      case UInt8(ascii: "\n"):
        line += 1
        column = 1
      case 0x80...0xBF: break  // continues the scalar that was counted at its lead byte
      default: column += 1
      }
    }
    let found = offset < bytes.count ? Self.name(of: bytes[offset]) : "the end of the text"
    let (code, message, hint) = fault.kind.words(found: found)
    self.init(
      code: code, message: message, offset: offset, line: line, column: column, hint: hint)
  }

  private static func name(of byte: UInt8) -> String {
    switch byte {
    case 0x21...0x7E: "'\(Unicode.Scalar(byte))'"
    case 0x20: "a space"
    case 0x0A: "a line feed"
    default: "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
}

/// Returns a text shortened for a message, to keep it readable.
private func shortened(_ text: String) -> String {
  text.utf8.count <= 80
    ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))) + "…"
}

extension Fault.Kind {
  fileprivate func words(found: String) -> (JSONError.Code, message: String, hint: String) {
    switch self {
    case .unexpectedByte(let expected):
      (.unexpectedByte, "found \(found)", "\(expected) must stand here")
    case .unexpectedEnd(let expected):
      (.unexpectedEnd, "the text ends too early", "\(expected) must follow; is the file cut off?")
    case .trailingBytes:
      (
        .trailingBytes, "\(found) follows the value",
        "one text is one value; split several values, such as lines of JSONL, before reading"
      )
    case .badNumber:
      (
        .badNumber, "not a JSON number",
        "write digits without leading zero or plus sign, with digits on both sides of a point"
      )
    case .numberTooLarge:
      (.numberTooLarge, "the number exceeds a double's range", "write it as a string, or null")
    case .notFinite:
      (.notFinite, "JSON has no NaN and no infinity", "write null, or a string")
    case .inexactInteger(let digits, let becomes):
      (
        .inexactInteger, "the integer \(shortened(digits)) would become \(becomes)",
        "no double keeps these digits; write it as a string"
      )
    case .badEscape:
      (
        .badEscape, "not a JSON escape",
        #"after \ comes one of "\/bfnrt, or u and four hexadecimal digits"#
      )
    case .loneSurrogate:
      (
        .loneSurrogate, "half of a surrogate pair",
        "write both halves, or the character itself; the text was probably cut inside an emoji"
      )
    case .controlCharacter:
      (
        .controlCharacter, "\(found) inside a string is not escaped",
        #"write it as \n, \t or \u00XX; is a closing quotation mark missing?"#
      )
    case .invalidUTF8:
      (.invalidUTF8, "\(found) is not UTF-8 here", "save the text as UTF-8")
    case .byteOrderMark:
      (.byteOrderMark, "a byte order mark precedes the value", "save as UTF-8 without BOM")
    case .duplicateKey(let key):
      (
        .duplicateKey, "the key \(JSONValue.string(shortened(key)).canonicalText) occurs twice",
        "remove or rename one of the two members"
      )
    case .tooDeep:
      (
        .tooDeep, "more than \(JSONValue.maximumDepth) arrays and objects inside each other",
        "store the inner value as a string"
      )
    case .notCanonical(let expected):
      (.notCanonical, "not canonical: found \(found)", "RFC 8785 wants \(expected)")
    }
  }
}
