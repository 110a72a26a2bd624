/// The escapes of Python's `re` that PCRE2 writes differently.
enum PatternEscapes {
  /// Returns the pattern in PCRE2's syntax: `\uXXXX`, `\u{X}` and `\UXXXXXXXX` become `\x{X}`, and
  /// `\Z`, the very end in Python, becomes `\z`.
  ///
  /// Other escapes are unchanged; the compiler checks them.
  static func translated(_ pattern: String) -> String {
    guard pattern.utf8.contains(UInt8(ascii: "\\")) else { return pattern }
    var result: [UInt8] = []
    var rest = Array(pattern.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
        result.append(byte)
        continue
      }
      switch letter {
      case UInt8(ascii: "Z"): result += Array(#"\z"#.utf8)
      case UInt8(ascii: "u") where digits(rest, 4):
        result += Array(#"\x{"#.utf8) + rest.prefix(4) + [UInt8(ascii: "}")]
        rest = rest.dropFirst(4)
      case UInt8(ascii: "u") where rest.first == UInt8(ascii: "{"): result += Array(#"\x"#.utf8)
      case UInt8(ascii: "U") where digits(rest, 8):
        result += Array(#"\x{"#.utf8) + rest.prefix(8) + [UInt8(ascii: "}")]
        rest = rest.dropFirst(8)
      default: result += [byte, letter]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func digits(_ bytes: ArraySlice<UInt8>, _ count: Int) -> Bool {
    bytes.count >= count
      && bytes.prefix(count).allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
  }
}
