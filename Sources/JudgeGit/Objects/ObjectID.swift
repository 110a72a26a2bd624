/// The SHA-1 name of a git object: 20 bytes, ordered as git orders them.
///
/// Kept as three big-endian integers, so that comparing and hashing need no loop.
package struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Bytes 0 to 7, big-endian.
  let high: UInt64
  /// Bytes 8 to 15, big-endian.
  let middle: UInt64
  /// Bytes 16 to 19, big-endian.
  let low: UInt32

  /// The id of no object: git's sign for "this reference does not exist yet".
  package static let zero = ObjectID(high: 0, middle: 0, low: 0)

  /// The empty tree, which git knows without storing it.
  package static let emptyTree = ObjectID(
    high: 0x4b82_5dc6_42cb_6eb9, middle: 0xa060_e54b_f8d6_9288, low: 0xfbee_4904)

  init(high: UInt64, middle: UInt64, low: UInt32) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// Reads 20 bytes; the buffer must hold at least that many.
  init(raw: UnsafeRawBufferPointer) {
    high = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    middle = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    low = UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
  }

  /// Reads 40 hexadecimal digits of either case; nil for anything else.
  package init?(hex: some StringProtocol) { self.init(hexBytes: hex.utf8) }

  /// Reads 40 hexadecimal digits of either case, as bytes; nil for anything else.
  package init?(hexBytes: some Sequence<UInt8>) {
    // By way of a buffer: other modules call this without a copy made for their type, and stepping
    // through an unknown sequence took a third of the time of a receive hook.
    let found = hexBytes.withContiguousStorageIfAvailable { Self(hexDigits: $0) }
    guard let id = found ?? Array(hexBytes).withUnsafeBufferPointer({ Self(hexDigits: $0) }) else {
      return nil
    }
    self = id
  }

  private init?(hexDigits digits: UnsafeBufferPointer<UInt8>) {
    guard digits.count == 40 else { return nil }
    func word(_ range: Range<Int>) -> UInt64? {
      var word: UInt64 = 0
      for place in range {
        guard let digit = hexDigitValue(digits[place]) else { return nil }
        word = word << 4 | UInt64(digit)
      }
      return word
    }
    guard let high = word(0..<16), let middle = word(16..<32), let low = word(32..<40) else {
      return nil
    }
    self.init(high: high, middle: middle, low: UInt32(low))
  }

  /// Reads 20 bytes, or returns `nil` for any other number of bytes.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 20 else { return nil }
    let raw = Array(bytes)
    self = raw.withUnsafeBytes { ObjectID(raw: $0) }
  }

  /// The 20 bytes.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(20)
    append(to: &result)
    return result
  }

  /// 40 lower-case hexadecimal digits.
  package var hex: String {
    String(unsafeUninitializedCapacity: 40) { buffer in
      var position = 0
      withRawBytes { raw in
        for byte in raw {
          buffer[position] = hexDigit(byte >> 4)
          buffer[position + 1] = hexDigit(byte & 15)
          position += 2
        }
      }
      return position
    }
  }

  package var description: String { hex }

  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    if left.high != right.high { return left.high < right.high }
    if left.middle != right.middle { return left.middle < right.middle }
    return left.low < right.low
  }

  /// Feeds the first eight bytes only: they are as uniform as a hash gets.
  package func hash(into hasher: inout Hasher) { hasher.combine(high) }

  func append(to bytes: inout [UInt8]) {
    withRawBytes { bytes.append(contentsOf: $0) }
  }

  func withRawBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let words = (high.bigEndian, middle.bigEndian, low.bigEndian)
    return withUnsafeBytes(of: words) { body(UnsafeRawBufferPointer(rebasing: $0[0..<20])) }
  }
}

/// The lower-case digit of a number from 0 to 15.
func hexDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// The number of a hexadecimal digit of either case; nil for any other byte.
func hexDigitValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
