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

  /// The digest written as `hex`, or `nil` unless that is 64 lower-case hexadecimal digits.
  ///
  /// Besides the generic one, which other modules do not get specialised: listing a store reads
  /// one for each record.
  public init?(hex: String) {
    let digits = hex.utf8.span
    guard digits.count == 64 else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for index in 0..<16 {
      guard let first = Self.value(ofDigit: digits[index]),
        let second = Self.value(ofDigit: digits[index + 16]),
        let third = Self.value(ofDigit: digits[index + 32]),
        let fourth = Self.value(ofDigit: digits[index + 48])
      else { return nil }
      words.0 = words.0 << 4 | first
      words.1 = words.1 << 4 | second
      words.2 = words.2 << 4 | third
      words.3 = words.3 << 4 | fourth
    }
    self.init(words: words)
  }

  /// The bytes as 64 lower-case hexadecimal digits.
  public var hex: String {
    var result: [UInt8] = []
    result.reserveCapacity(64)
    for word in [words.0, words.1, words.2, words.3] {
      for shift in stride(from: 60 as UInt64, through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
        result.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
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
