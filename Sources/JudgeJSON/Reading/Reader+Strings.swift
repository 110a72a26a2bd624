extension Reader {
  /// Reads the string whose opening quotation mark is at `position`.
  mutating func string(_ bytes: Span<UInt8>) throws(Fault) -> String {
    position += 1
    let start = position
    let ascii = try skipUnescaped(bytes)
    let end = position
    if bytes[end] == UInt8(ascii: "\"") {
      position = end + 1
      return text(bytes, start, end, ascii: ascii)
    }
    return try escapedString(bytes, start: start, ascii: ascii)
  }

  /// Continues reading at the first backslash of a string.
  private mutating func escapedString(
    _ bytes: Span<UInt8>, start: Int, ascii: Bool
  ) throws(Fault) -> String {
    var ascii = ascii
    unescaped.removeAll(keepingCapacity: true)
    append(bytes, start, position)
    while bytes[position] != UInt8(ascii: "\"") {
      let scalar = try escape(bytes)
      if scalar.isASCII {
        unescaped.append(UInt8(truncatingIfNeeded: scalar.value))
      } else {
        ascii = false
        unescaped.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
      let start = position
      if try !skipUnescaped(bytes) { ascii = false }
      append(bytes, start, position)
    }
    position += 1
    return text(unescaped.span, 0, unescaped.count, ascii: ascii)
  }

  private mutating func append(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
    unsafe bytes.extracting(start..<end).withUnsafeBufferPointer {
      unsafe unescaped.append(contentsOf: $0)
    }
  }

  /// Moves to the next quotation mark or backslash and checks the UTF-8 up to it.
  ///
  /// - Returns: whether all bytes were ASCII.
  private mutating func skipUnescaped(_ bytes: Span<UInt8>) throws(Fault) -> Bool {
    var ascii = true
    var at = position
    while true {
      at = bytes.endOfPlain(from: at)
      guard at < bytes.count else {
        throw Fault(kind: .unexpectedEnd(expected: "a closing quotation mark"), offset: at)
      }
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        position = at
        return ascii
      }
      if byte < 0x20 { throw Fault(kind: .controlCharacter, offset: at) }
      guard let length = bytes.scalarLength(at: at) else {
        throw Fault(kind: .invalidUTF8, offset: at)
      }
      ascii = false
      at += length
    }
  }

  /// Copies a range of bytes, which `skipUnescaped` found to be UTF-8, into a string.
  private func text(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, ascii: Bool) -> String {
    let range = bytes.extracting(start..<end)
    return String(copying: unsafe UTF8Span(unchecked: range, isKnownASCII: ascii))
  }

  /// Reads the escape whose backslash is at `position`.
  mutating func escape(_ bytes: Span<UInt8>) throws(Fault) -> Unicode.Scalar {
    let start = position
    guard position + 1 < bytes.count else {
      throw Fault(kind: .unexpectedEnd(expected: "an escape"), offset: bytes.count)
    }
    position += 2
    switch bytes[position - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(bytes, start: start)
    default: throw Fault(kind: .badEscape, offset: start)
    }
  }

  /// Reads the digits of an escape, and the second half of a surrogate pair.
  private mutating func unicodeEscape(
    _ bytes: Span<UInt8>, start: Int
  ) throws(Fault) -> Unicode.Scalar {
    let unit = try codeUnit(bytes, escapeAt: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xDC00, position + 1 < bytes.count,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    {
      let secondAt = position
      position += 2
      let second = try codeUnit(bytes, escapeAt: secondAt)
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
      position = secondAt
    }
    guard repairing else { throw Fault(kind: .loneSurrogate, offset: start) }
    repairs.surrogatesReplaced += 1
    return "\u{FFFD}"
  }

  /// Reads four hexadecimal digits.
  private mutating func codeUnit(
    _ bytes: Span<UInt8>, escapeAt start: Int
  ) throws(Fault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count else {
        throw Fault(kind: .unexpectedEnd(expected: "a hexadecimal digit"), offset: bytes.count)
      }
      switch bytes[position] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(bytes[position] - 48)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(bytes[position] - 55)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(bytes[position] - 87)
      default: throw Fault(kind: .badEscape, offset: start)
      }
      position += 1
    }
    return unit
  }
}
