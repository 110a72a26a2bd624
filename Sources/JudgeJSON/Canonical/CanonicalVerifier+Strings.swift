/// Where a checked string lies in the text, without its quotation marks.
struct VerifiedString {
  let start: Int
  let end: Int
  let escaped: Bool

  /// Negative, zero or positive as this key comes before, is, or comes after the other.
  func compare(_ other: VerifiedString, _ bytes: Span<UInt8>) -> Int {
    if escaped || other.escaped { return KeyOrder.compare(text(bytes), other.text(bytes)) }
    return KeyOrder.compare(
      bytes.extracting(start..<end), bytes.extracting(other.start..<other.end))
  }

  /// The string without its escapes.
  func text(_ bytes: Span<UInt8>) -> String {
    var reader = Reader(repairing: true)
    reader.position = start - 1
    return (try? reader.string(bytes)) ?? ""
  }
}

extension CanonicalVerifier {
  /// Checks the string whose opening quotation mark is at `position`.
  mutating func string(_ bytes: Span<UInt8>) throws(Fault) -> VerifiedString {
    let start = position + 1
    var escaped = false
    var at = start
    while true {
      at = bytes.endOfPlain(from: at)
      guard at < bytes.count else {
        throw Fault(kind: .unexpectedEnd(expected: "a closing quotation mark"), offset: at)
      }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        position = at + 1
        return VerifiedString(start: start, end: at, escaped: escaped)
      case UInt8(ascii: "\\"):
        at = try escape(at, bytes)
        escaped = true
      case ..<0x20: throw Fault(kind: .controlCharacter, offset: at)
      default:
        guard let length = bytes.scalarLength(at: at) else {
          throw Fault(kind: .invalidUTF8, offset: at)
        }
        at += length
      }
    }
  }

  /// Checks the escape at a position and returns where it ends.
  private func escape(_ start: Int, _ bytes: Span<UInt8>) throws(Fault) -> Int {
    if start + 1 < bytes.count {
      switch bytes[start + 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"),
        UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
        return start + 2
      default: break
      }
    }
    var reader = Reader(repairing: false)
    reader.position = start
    let scalar = try reader.escape(bytes)
    var canonical = OutputBuffer(capacity: 64)
    if let byte = UInt8(exactly: scalar.value), byte < 0x20 {
      CanonicalWriter.appendEscape(byte, to: &canonical)
    } else {
      canonical.append(String(scalar).utf8.span)
    }
    if canonical.holds(bytes.extracting(start..<reader.position)) { return reader.position }
    throw Fault(kind: .notCanonical(expected: canonical.text()), offset: start)
  }
}
