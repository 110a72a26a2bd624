/// A SHA-256 hash (FIPS 180-4): 32 bytes.
public struct SHA256Digest: Sendable, Hashable {
  /// The bytes as four big-endian words, so that the order of words is the order of bytes.
  let words: (UInt64, UInt64, UInt64, UInt64)

  init(words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = words
  }

  /// Creates a digest from 32 bytes; `nil` for any other number of bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in bytes.enumerated() {
      words[index / 8] = words[index / 8] << 8 | UInt64(byte)
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// Creates a digest from 32 bytes; `nil` for any other number of bytes.
  ///
  /// It exists in addition to the generic initializer, which is not specialised in other modules:
  /// an index reads hundreds of thousands of digests.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for index in 0..<8 {
      words.0 = words.0 << 8 | UInt64(bytes[index])
      words.1 = words.1 << 8 | UInt64(bytes[index + 8])
      words.2 = words.2 << 8 | UInt64(bytes[index + 16])
      words.3 = words.3 << 8 | UInt64(bytes[index + 24])
    }
    self.words = words
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(32)
    for word in [words.0, words.1, words.2, words.3] {
      for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
        result.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return result
  }

  /// Returns whether both digests have the same 32 bytes.
  public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

  /// Hashes the first 8 bytes, which are as random as all of them.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension SHA256Digest: Comparable {
  /// Orders by the bytes, which is also the order of the hexadecimal digits.
  public static func < (left: Self, right: Self) -> Bool { left.words < right.words }
}

extension SHA256Digest {
  /// Parses 64 lower-case hexadecimal digits; `nil` for any other text.
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

  /// Parses 64 lower-case hexadecimal digits; `nil` for any other text.
  ///
  /// It exists in addition to the generic initializer, which is not specialised in other modules:
  /// listing a store reads one digest per record.
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
