/// Reads the fields of SSH's binary form (RFC 4251, section 5), never past the end.
struct SSHWire {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// Whether every byte was read.
  var isAtEnd: Bool { rest.isEmpty }

  /// The next `count` bytes, or `nil` if there are fewer.
  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  mutating func byte() -> UInt8? { take(1)?.first }

  mutating func number() -> UInt32? {
    take(4).map { $0.reduce(0) { $0 << 8 | UInt32($1) } }
  }

  /// A field with its length in front.
  mutating func string() -> ArraySlice<UInt8>? {
    guard let count = number() else { return nil }
    return take(Int(count))
  }

  /// A field that C reads as text.
  ///
  /// A NUL is allowed only at its end.
  mutating func text() -> [UInt8]? {
    guard var field = string() else { return nil }
    if field.last == 0 { field = field.dropLast() }
    return field.contains(0) ? nil : Array(field)
  }

  /// A non-negative number without leading zeros.
  ///
  /// At most 16,384 bits, as in OpenSSH.
  mutating func magnitude() -> [UInt8]? {
    guard let field = string(), (field.first ?? 0) & 0x80 == 0 else { return nil }
    let digits = field.drop { $0 == 0 }
    return digits.count <= 2048 && field.count <= 2049 ? Array(digits) : nil
  }

  /// Puts the length in front of a field.
  static func field(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let count = UInt32(truncatingIfNeeded: bytes.count)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + bytes
  }
}

/// Base64 (RFC 4648) as OpenSSH reads it.
enum SSHBase64 {
  /// Decodes base64.
  ///
  /// White space is ignored; padding and unused bits must be correct.
  ///
  /// - Returns: the bytes, or `nil` if the text is invalid.
  static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var (bits, count, padding) = (0 as UInt32, 0, 0)
    for character in text {
      switch character {
      case 0x20, 0x09...0x0d: continue
      case UInt8(ascii: "="): padding += 1
      default:
        guard padding == 0, let value = value(of: character) else { return nil }
        bits = bits << 6 | value
        count += 1
        if count == 4 {
          bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) }
          (bits, count) = (0, 0)
        }
      }
    }
    switch (count, padding) {
    case (0, 0): return bytes
    case (2, 2) where bits & 0xf == 0: return bytes + [UInt8(truncatingIfNeeded: bits >> 4)]
    case (3, 1) where bits & 0x3 == 0:
      return bytes + [
        UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2),
      ]
    default: return nil
    }
  }

  private static func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
