extension JSONError {
  /// A kind of mistake; more may come.
  public struct Code: RawRepresentable, Sendable, Hashable {
    /// The stable name, such as `duplicate-key`.
    public let rawValue: String

    /// The code with this name.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// A byte that cannot stand here.
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

    /// An integer that would read back as other digits.
    public static let inexactInteger = Code(rawValue: "inexact-integer")

    /// An escape that JSON does not have.
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

    /// More than ``JSONValue/maximumDepth`` arrays and objects inside each other.
    public static let tooDeep = Code(rawValue: "too-deep")

    /// Valid JSON, but not in its canonical form.
    public static let notCanonical = Code(rawValue: "not-canonical")
  }
}
