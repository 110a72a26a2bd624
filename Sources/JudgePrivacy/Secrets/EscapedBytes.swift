/// Reads bytes that are unescaped or escapes of one character: those of JSON, C, Swift, URLs, HTML
/// and quoted-printable mail.
enum EscapedBytes {
  /// A character that was read.
  struct Unit {
    /// The character.
    let scalar: Unicode.Scalar
    /// The position after the character.
    let end: Int
  }

  /// Returns the escape that begins at a position, or `nil` if there is none.
  ///
  /// Several backslashes before `u` are one escape, because JSON within JSON doubles them.
  static func unit(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Unit? {
    switch bytes[place] {
    case UInt8(ascii: "\\"): backslash(bytes, place)
    case UInt8(ascii: "%"), UInt8(ascii: "="): number(bytes, place + 1, digits: 2...2, radix: 16)
    case UInt8(ascii: "&"): entity(bytes, place)
    default: nil
    }
  }

  private static func backslash(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Unit? {
    var next = place
    while next < bytes.count, bytes[next] == UInt8(ascii: "\\"), next - place < 16 { next += 1 }
    guard next < bytes.count else { return nil }
    switch bytes[next] {
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      if next + 1 < bytes.count, bytes[next + 1] == UInt8(ascii: "{") {
        guard let unit = number(bytes, next + 2, digits: 1...8, radix: 16),
          unit.end < bytes.count, bytes[unit.end] == UInt8(ascii: "}")
        else { return nil }
        return Unit(scalar: unit.scalar, end: unit.end + 1)
      }
      let count = bytes[next] == UInt8(ascii: "u") ? 4 : 8
      return number(bytes, next + 1, digits: count...count, radix: 16)
    case UInt8(ascii: "x"): return number(bytes, next + 1, digits: 2...2, radix: 16)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      return number(bytes, next, digits: 3...3, radix: 8)
    case let byte:
      let meaning: UInt8? =
        switch byte {
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"): byte
        default: nil
        }
      return meaning.map { Unit(scalar: Unicode.Scalar($0), end: next + 1) }
    }
  }

  /// The HTML names of printable ASCII characters.
  private static let entityNames: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "excl": "!", "num": "#",
    "dollar": "$", "percnt": "%", "lpar": "(", "rpar": ")", "ast": "*", "plus": "+", "comma": ",",
    "period": ".", "sol": "/", "colon": ":", "semi": ";", "equals": "=", "quest": "?",
    "commat": "@", "lsqb": "[", "lbrack": "[", "bsol": "\\", "rsqb": "]", "rbrack": "]",
    "Hat": "^", "lowbar": "_", "UnderBar": "_", "grave": "`", "lcub": "{", "lbrace": "{",
    "verbar": "|", "vert": "|", "rcub": "}", "rbrace": "}", "AMP": "&", "LT": "<", "GT": ">",
    "QUOT": "\"", "NewLine": "\n", "Tab": "\t", "nbsp": "\u{a0}", "shy": "\u{ad}",
    "ZeroWidthSpace": "\u{200b}", "zwj": "\u{200d}", "zwnj": "\u{200c}",
  ]

  /// Reads `&#65;`, `&#x41;` and `&amp;`, even if they are escaped again.
  private static func entity(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Unit? {
    guard var unit = entityName(bytes, place) ?? numbered(bytes, place) else { return nil }
    // Each additional escape puts "amp;" after the `&`.
    var depth = 0
    while unit.scalar == "&", depth < 8,
      let next = entityName(bytes, unit.end - 1) ?? numbered(bytes, unit.end - 1)
    {
      unit = next
      depth += 1
    }
    return unit
  }

  /// Reads a named entity, with any byte as the sign before the name.
  private static func entityName(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Unit? {
    let name = bytes[(place + 1)...].prefix(16).prefix { $0 != UInt8(ascii: ";") }
    guard name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";"),
      let scalar = entityNames[String(decoding: name, as: UTF8.self)]
    else { return nil }
    return Unit(scalar: scalar, end: name.endIndex + 1)
  }

  private static func numbered(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Unit? {
    guard place + 3 < bytes.count, bytes[place + 1] == UInt8(ascii: "#") else { return nil }
    let isHex = bytes[place + 2] | 0x20 == UInt8(ascii: "x")
    guard
      let unit = number(
        bytes, place + (isHex ? 3 : 2), digits: 1...7, radix: isHex ? 16 : 10),
      unit.end < bytes.count, bytes[unit.end] == UInt8(ascii: ";")
    else { return nil }
    return Unit(scalar: unit.scalar, end: unit.end + 1)
  }

  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, digits: ClosedRange<Int>, radix: UInt32
  ) -> Unit? {
    var value: UInt32 = 0
    var place = start
    while place < bytes.count, place - start < digits.upperBound {
      guard let digit = digit(bytes[place]), digit < radix else { break }
      value = value * radix + digit
      place += 1
    }
    guard digits.contains(place - start), let scalar = Unicode.Scalar(value) else { return nil }
    return Unit(scalar: scalar, end: place)
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x57
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x37
    default: nil
    }
  }

  /// Returns the length of the invisible character at a position (a zero-width character, joiner,
  /// soft hyphen or byte order mark), or 0 for any other character.
  static func invisible(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
    func has(_ offset: Int, _ byte: UInt8) -> Bool {
      place + offset < bytes.count && bytes[place + offset] == byte
    }
    switch bytes[place] {
    case 0xc2: return has(1, 0xad) ? 2 : 0
    case 0xe2:
      guard place + 2 < bytes.count else { return 0 }
      let isZeroWidth = has(1, 0x80) && (0x8b...0x8f).contains(bytes[place + 2])
      let isJoiner = has(1, 0x81) && (0xa0...0xa4).contains(bytes[place + 2])
      return isZeroWidth || isJoiner ? 3 : 0
    case 0xef: return has(1, 0xbb) && has(2, 0xbf) ? 3 : 0
    default: return 0
    }
  }

  /// Returns the length of a gap between two characters of a secret: an invisible character, blanks
  /// and line breaks, a soft line break of mail, or backslashes.
  ///
  /// At most ``longestGap`` bytes, or 0 if there is no gap.
  static func gap(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
    let invisible = invisible(bytes, at: place)
    guard invisible == 0 else { return invisible }
    var next = place
    if bytes[next] == UInt8(ascii: "=") {
      next += 1
      guard next < bytes.count, bytes[next] == 0x0a || bytes[next] == 0x0d else { return 0 }
    }
    while next < bytes.count, next - place < longestGap, isGap(bytes[next]) { next += 1 }
    return next - place
  }

  /// The maximum length of a run of blanks or backslashes within a secret.
  static let longestGap = 64

  private static func isGap(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0d).contains(byte) || byte == UInt8(ascii: "\\")
  }
}
