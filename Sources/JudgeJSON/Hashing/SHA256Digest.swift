/// A SHA-256 hash (FIPS 180-4): 32 bytes.
public struct SHA256Digest: Sendable, Hashable {
  /// The bytes as four big-endian words, so that the order of words is the order of bytes.
  let words: (UInt64, UInt64, UInt64, UInt64)

  init(words: (UInt64, UInt64, UInt64, UInt64)) {
    self.words = words
  }

  /// The digest with these 32 bytes, or `nil` for another number of bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in bytes.enumerated() {
      words[index / 8] = words[index / 8] << 8 | UInt64(byte)
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// The digest with these 32 bytes, or `nil` for another number of bytes.
  ///
  /// Besides the generic one, which other modules do not get specialised: an index reads hundreds
  /// of thousands.
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

  /// Whether both are the same 32 bytes.
  public static func == (left: Self, right: Self) -> Bool { left.words == right.words }

  /// Hashes the first 8 bytes, which are as random as all of them.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension SHA256Digest: Comparable {
  /// Whether the bytes, and so the hexadecimal digits, come first in lexicographic order.
  public static func < (left: Self, right: Self) -> Bool { left.words < right.words }
}
