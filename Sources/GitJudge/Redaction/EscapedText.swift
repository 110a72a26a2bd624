/// Text without JSON escapes, regardless of how often it was escaped.
///
/// A trace may hold JSON as text, within JSON, written by programs that escape other characters
/// than git-judge does (`\u00e9`, `\/`). After decoding, all spellings are equal.
enum EscapedText {
  /// The maximum depth of JSON within JSON.
  private static let mostLevels = 8

  /// Returns the text without escapes.
  static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<mostLevels {
      guard bytes.contains(UInt8(ascii: "\\")) else { break }
      let next = once(bytes)
      if next == bytes { break }
      bytes = next
    }
    return bytes
  }

  private static func once(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      guard byte == UInt8(ascii: "\\"), place + 1 < bytes.count else {
        result.append(byte)
        place += 1
        continue
      }
      let letter = bytes[place + 1]
      if letter == UInt8(ascii: "u"), let unit = unit(bytes, place) {
        var scalar = Unicode.Scalar(unit)
        place += 6
        if (0xd800..<0xdc00).contains(unit), let low = self.unit(bytes, place),
          (0xdc00..<0xe000).contains(low)
        {
          scalar = Unicode.Scalar(
            0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(low) - 0xdc00))
          place += 6
        }
        result += String(scalar ?? "\u{fffd}").utf8
        continue
      }
      switch letter {
      case UInt8(ascii: "n"): result.append(0x0a)
      case UInt8(ascii: "r"): result.append(0x0d)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0c)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(letter)
      default: result += [byte, letter]
      }
      place += 2
    }
    return result
  }

  /// Returns the code unit of `\uXXXX` at a position.
  private static func unit(_ bytes: [UInt8], _ place: Int) -> UInt16? {
    guard place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"),
      bytes[place + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt16(String(decoding: bytes[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16)
  }
}
