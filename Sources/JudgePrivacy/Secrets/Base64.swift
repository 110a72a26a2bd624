/// Base64 (RFC 4648), as far as needed to recognize a secret in it.
enum Base64 {
  private static let standard = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Returns the characters that encode some bytes at any position in the encoded text.
  ///
  /// A character at either end also contains bits of the adjacent bytes; these characters are left
  /// out.
  ///
  /// - Parameters:
  ///   - bytes: the bytes to encode.
  ///   - offset: the number of bytes before them in their group of three, 0 to 2.
  ///   - isURL: whether `-` and `_` replace `+` and `/`.
  /// - Returns: the characters that depend on these bytes alone.
  static func core(of bytes: [UInt8], offset: Int, isURL: Bool = false) -> [UInt8] {
    let padded = [UInt8](repeating: 0, count: offset) + bytes
    let bits = padded.count * 8
    var result: [UInt8] = []
    var place = (offset * 8 + 5) / 6
    while (place + 1) * 6 <= bits {
      var value = 0
      for bit in (place * 6)..<(place * 6 + 6) {
        value = value << 1 | Int(padded[bit / 8] >> UInt8(7 - bit % 8) & 1)
      }
      let character = standard[value]
      result.append(
        isURL && character == UInt8(ascii: "+")
          ? UInt8(ascii: "-")
          : isURL && character == UInt8(ascii: "/") ? UInt8(ascii: "_") : character)
      place += 1
    }
    return result
  }

  /// Returns the decoded bytes, or `nil` if the text is not base64.
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var (buffer, bits) = (0, 0)
    for byte in text {
      let value: Int
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = Int(byte) - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = Int(byte) - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = Int(byte) + 4
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="): continue
      default: return nil
      }
      buffer = (buffer << 6 | value) & 0xffff
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> bits))
      }
    }
    return result
  }
}
