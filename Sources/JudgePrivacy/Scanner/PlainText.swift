/// Text without the escapes and look-alike characters that may hide a key.
enum PlainText {
  /// Returns whether text may be hidden from a byte on: an escaped character, a zero-width
  /// character or a full-width letter.
  ///
  /// `\n` and `\"` hide nothing: the scan handles them.
  static func hides(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "\\"):
      guard place + 1 < bytes.count else { return false }
      return bytes[place + 1] == UInt8(ascii: "u") || bytes[place + 1] == UInt8(ascii: "x")
    case UInt8(ascii: "%"): return EscapedBytes.unit(bytes, at: place) != nil
    case 0xef: return fullWidth(bytes, place) != nil || EscapedBytes.invisible(bytes, at: place) > 0
    default: return EscapedBytes.invisible(bytes, at: place) > 0
    }
  }

  /// Returns the text without hiding characters.
  static func bytes(of text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var place = 0
    while place < text.count {
      let byte = text[place]
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "%"):
        guard let unit = EscapedBytes.unit(text, at: place) else { break }
        append(unit.scalar, to: &result)
        place = unit.end
        continue
      case 0xc2, 0xe2, 0xef:
        let invisible = EscapedBytes.invisible(text, at: place)
        if invisible > 0 {
          place += invisible
          continue
        }
        if let letter = fullWidth(text, place) {
          result.append(letter)
          place += 3
          continue
        }
      default: break
      }
      result.append(byte)
      place += 1
    }
    return result
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout [UInt8]) {
    switch scalar.value {
    case 0..<0x80: result.append(UInt8(scalar.value))
    case 0xff01...0xff5e: result.append(UInt8(scalar.value - 0xfee0))
    default:
      guard scalar.properties.generalCategory != .format else { return }
      result += String(scalar).utf8
    }
  }

  /// Returns the ASCII character of a full-width one (U+FF01 to U+FF5E).
  private static func fullWidth(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> UInt8? {
    guard place + 2 < bytes.count, bytes[place] == 0xef else { return nil }
    switch (bytes[place + 1], bytes[place + 2]) {
    case (0xbc, 0x81...0xbf): return bytes[place + 2] - 0x60
    case (0xbd, 0x80...0x9e): return bytes[place + 2] - 0x20
    default: return nil
    }
  }
}
