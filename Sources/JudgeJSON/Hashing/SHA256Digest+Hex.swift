extension SHA256Digest {
  /// The digest written as `hex`, or `nil` unless that is 64 lower-case hexadecimal digits.
  public init?(hex: some StringProtocol) {
    var words: [UInt64] = [0, 0, 0, 0]
    var index = 0
    for byte in hex.utf8 {
      guard index < 64, let digit = Self.value(ofDigit: byte) else { return nil }
      words[index / 16] = words[index / 16] << 4 | digit
      index += 1
    }
    guard index == 64 else { return nil }
    self.init(words: (words[0], words[1], words[2], words[3]))
  }

  /// The bytes as 64 lower-case hexadecimal digits.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(64)
    for byte in bytes {
      result.append(digits[Int(byte >> 4)])
      result.append(digits[Int(byte & 15)])
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func value(ofDigit byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    default: nil
    }
  }
}

extension SHA256Digest: CustomStringConvertible {
  /// The same as ``hex``.
  public var description: String { hex }
}
