/// Trace and span ids: base64 in MLflow, but hexadecimal in its version 3.5.0 and in schema v2.
enum SpanIDs {
  /// Returns the id as lower-case hexadecimal, or `nil` if the text has neither form.
  static func hex(_ text: String, bytes count: Int) -> String? {
    var digits = Array(text.utf8)[...]
    // trace:/LOCATION/ID of schema v4, tr-ID of 3.5.0, 0xID of schema v2.
    if text.hasPrefix("trace:/"), let slash = digits.lastIndex(of: UInt8(ascii: "/")) {
      digits = digits[(slash + 1)...]
    }
    for prefix in ["tr-", "0x"] where digits.starts(with: prefix.utf8) {
      digits = digits.dropFirst(prefix.utf8.count)
    }
    if digits.count == count * 2, digits.allSatisfy(isHex) {
      return String(decoding: digits, as: UTF8.self).lowercased()
    }
    guard let decoded = base64(Array(text.utf8), bytes: count) else { return nil }
    let alphabet = Array("0123456789abcdef".utf8)
    var result: [UInt8] = []
    for byte in decoded {
      result.append(alphabet[Int(byte >> 4)])
      result.append(alphabet[Int(byte & 15)])
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x66, 0x41...0x46: true
    default: false
    }
  }

  /// Decodes padded base64 of exactly this many bytes; a custom id without padding is not base64.
  private static func base64(_ text: [UInt8], bytes count: Int) -> [UInt8]? {
    let padding = (3 - count % 3) % 3
    guard text.count == (count + 2) / 3 * 4, text.suffix(padding).allSatisfy({ $0 == 0x3d }) else {
      return nil
    }
    var bits: UInt32 = 0
    var waiting: UInt32 = 0
    var result: [UInt8] = []
    for byte in text.dropLast(padding) {
      guard let value = sextet(byte) else { return nil }
      bits = bits << 6 | value
      waiting += 6
      if waiting >= 8 {
        waiting -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> waiting))
      }
    }
    return result.count == count ? result : nil
  }

  private static func sextet(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5a: UInt32(byte) - 0x41
    case 0x61...0x7a: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case 0x2b, 0x2d: 62
    case 0x2f, 0x5f: 63
    default: nil
    }
  }
}
