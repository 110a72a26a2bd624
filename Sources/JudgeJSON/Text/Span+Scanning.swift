/// Steps through the bytes of strings, shared by the readers, the writer and the verifier.
extension Span<UInt8> {
  /// Returns the first position from `start` whose byte is not plain, or the end of the span.
  ///
  /// The quotation mark, the backslash, and bytes below 0x20 or above 0x7F are not plain.
  func endOfPlain(from start: Int) -> Int {
    var index = start
    while index &+ 8 <= count {
      let hits = Self.specialBytes(in: littleEndianWord(at: index))
      if hits != 0 { return index &+ hits.trailingZeroBitCount / 8 }
      index &+= 8
    }
    if index < count, count >= 8 {
      // The last eight bytes without those before `index`. The zeros shifted in after the end are
      // not plain either, so that the end is found like any other byte.
      let before = UInt64(truncatingIfNeeded: 8 &- (count &- index)) &* 8
      let hits = Self.specialBytes(in: littleEndianWord(at: count &- 8) &>> before)
      return index &+ hits.trailingZeroBitCount / 8
    }
    while index < count {
      let byte = self[index]
      if byte < 0x20 || byte > 0x7F || byte == 0x22 || byte == 0x5C { return index }
      index &+= 1
    }
    return index
  }

  /// The top bit of each byte that is not plain, up to the first such byte; above it anything.
  ///
  /// Subtracting sets the top bit of a byte that was smaller, and borrows only reach the bytes
  /// after it. Bytes above 0x7F spoil the differences but are hits themselves.
  private static func specialBytes(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = (word ^ 0x2222_2222_2222_2222) &- ones
    let backslash = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- ones
    let control = word &- 0x2020_2020_2020_2020
    return (quote | backslash | control | word) & 0x8080_8080_8080_8080
  }

  /// Returns the number of bytes of the scalar at `index`, whose lead byte is above 0x7F.
  ///
  /// - Returns: `nil` unless they are well-formed UTF-8 (Unicode, table 3-7).
  func scalarLength(at index: Int) -> Int? {
    let lead = self[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0:
      length = 3
      second = 0xA0...0xBF
    case 0xED:
      length = 3
      second = 0x80...0x9F
    case 0xE1...0xEF: length = 3
    case 0xF0:
      length = 4
      second = 0x90...0xBF
    case 0xF4:
      length = 4
      second = 0x80...0x8F
    case 0xF1...0xF3: length = 4
    default: return nil
    }
    guard index + length <= count, second.contains(self[index + 1]) else { return nil }
    for next in index + 2..<index + length where self[next] & 0xC0 != 0x80 { return nil }
    return length
  }

  /// Returns the eight bytes from `index`, with the first one in the lowest bits.
  private func littleEndianWord(at index: Int) -> UInt64 {
    // Any bits are a UInt64, and the load checks its bounds.
    let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
    return UInt64(littleEndian: word)
  }
}
