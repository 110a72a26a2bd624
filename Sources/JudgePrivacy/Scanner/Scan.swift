/// Classifies bytes for the scan.
enum Scan {
  static func starts(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ text: StaticString
  ) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[place + offset] != text.utf8Start[offset] { return false }
    return true
  }

  /// Returns whether a position is a word boundary.
  ///
  /// `_` and `-` end a word, and in JSON a line break is a backslash and a letter.
  static func isBoundary(_ bytes: UnsafeBufferPointer<UInt8>, before place: Int) -> Bool {
    place == 0 || !isAlphanumeric(bytes[place - 1]) || isEscape(bytes, before: place)
  }

  /// Returns whether the byte before the position ends a JSON escape such as `\
  /// `, not a word.
  @inline(__always)
  static func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, before place: Int) -> Bool {
    guard place > 1, bytes[place - 2] == UInt8(ascii: "\\") else { return false }
    let before = bytes[place - 1]
    return before == UInt8(ascii: "n") || before == UInt8(ascii: "r") || before == UInt8(ascii: "t")
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
  static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == UInt8(ascii: "_") }
  static func isWide(_ byte: UInt8) -> Bool { isWord(byte) || byte == UInt8(ascii: "-") }
  static func isLocalPart(_ byte: UInt8) -> Bool {
    isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%")
  }
  static func isHost(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }
}
