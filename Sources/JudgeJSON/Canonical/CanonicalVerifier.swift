/// Checks bytes against the canonical form (RFC 8785) without building a value.
///
/// The fast steps accept only input that is certainly canonical. All other input goes to the strict
/// reader, which either finds the mistake or returns the value to compare with.
struct CanonicalVerifier {
  var position = 0
  var depth = 0

  /// Checks one value and that nothing precedes or follows it.
  mutating func document(_ bytes: Span<UInt8>) throws(Fault) {
    try value(bytes)
    if position < bytes.count { throw refusal(bytes, "the end of the text") }
  }

  /// Checks the value that begins at `position`.
  mutating func value(_ bytes: Span<UInt8>) throws(Fault) {
    guard position < bytes.count else { throw refusal(bytes, "a value") }
    switch bytes[position] {
    case UInt8(ascii: "\""): _ = try string(bytes)
    case UInt8(ascii: "{"): try object(bytes)
    case UInt8(ascii: "["): try array(bytes)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): try number(bytes)
    default: try word(bytes)
    }
  }

  private mutating func array(_ bytes: Span<UInt8>) throws(Fault) {
    try enter()
    if skip(UInt8(ascii: "]"), bytes) { return depth -= 1 }
    repeat {
      try value(bytes)
    } while skip(UInt8(ascii: ","), bytes)
    guard skip(UInt8(ascii: "]"), bytes) else { throw refusal(bytes, "',' or ']'") }
    depth -= 1
  }

  private mutating func object(_ bytes: Span<UInt8>) throws(Fault) {
    try enter()
    if skip(UInt8(ascii: "}"), bytes) { return depth -= 1 }
    var last: VerifiedString?
    repeat {
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw refusal(bytes, "a key in quotation marks")
      }
      let key = try string(bytes)
      if let last { try check(key, after: last, bytes) }
      last = key
      guard skip(UInt8(ascii: ":"), bytes) else { throw refusal(bytes, "':'") }
      try value(bytes)
    } while skip(UInt8(ascii: ","), bytes)
    guard skip(UInt8(ascii: "}"), bytes) else { throw refusal(bytes, "',' or '}'") }
    depth -= 1
  }

  private func check(
    _ key: VerifiedString, after last: VerifiedString, _ bytes: Span<UInt8>
  ) throws(Fault) {
    let order = last.compare(key, bytes)
    if order < 0 { return }
    let text = key.text(bytes)
    throw Fault(
      kind: order == 0
        ? .duplicateKey(text) : .notCanonical(expected: "keys sorted by UTF-16 code units"),
      offset: key.start - 1)
  }

  private mutating func enter() throws(Fault) {
    guard depth < JSONValue.maximumDepth else { throw Fault(kind: .tooDeep, offset: position) }
    depth += 1
    position += 1
  }

  private mutating func skip(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  /// Checks `true`, `false` or `null`.
  private mutating func word(_ bytes: Span<UInt8>) throws(Fault) {
    if [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { throw refusal(bytes, "a value") }
    var reader = Reader(repairing: false)
    reader.position = position
    if position == 0 { try reader.refuseByteOrderMark(bytes) }
    _ = try reader.value(bytes)
    position = reader.position
  }

  /// Returns the fault at `position`: white space is valid but not canonical; any other byte is not
  /// JSON.
  private func refusal(_ bytes: Span<UInt8>, _ expected: String) -> Fault {
    guard position < bytes.count else {
      return Fault(kind: .unexpectedEnd(expected: expected), offset: position)
    }
    switch bytes[position] {
    case 0x20, 0x09, 0x0A, 0x0D:
      return Fault(kind: .notCanonical(expected: "no white space"), offset: position)
    default:
      let kind: Fault.Kind = depth == 0 ? .trailingBytes : .unexpectedByte(expected: expected)
      return Fault(kind: kind, offset: position)
    }
  }
}

extension CanonicalVerifier {
  /// Checks the number that begins at `position`.
  ///
  /// A decimal of at most 15 significant digits is the shortest that reads back as its double,
  /// because no two such decimals share a double (IEEE 754's 15 digits for binary64). So it is
  /// canonical if it has neither an exponent nor superfluous zeros. Any other number is read and
  /// written again.
  mutating func number(_ bytes: Span<UInt8>) throws(Fault) {
    let start = position
    var at = start
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    let first = at
    at = endOfDigits(at, bytes)
    let whole = at - first
    var plain = whole > 0 && whole <= 15 && (bytes[first] != UInt8(ascii: "0") || whole == 1)
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      let fraction = at + 1
      at = endOfDigits(fraction, bytes)
      plain = plain && at > fraction && whole + at - fraction <= 15
      plain = plain && bytes[at - 1] != UInt8(ascii: "0")
      if bytes[first] == UInt8(ascii: "0"), plain {
        // Below 0.000001 the canonical form has an exponent.
        let head = bytes.extracting(fraction..<min(at, fraction + 6))
        plain = head.indices.contains { head[$0] != UInt8(ascii: "0") }
      }
    } else if first > start, plain, bytes[first] == UInt8(ascii: "0") {
      plain = false  // -0
    }
    if plain, at == bytes.count || bytes[at] | 0x20 != UInt8(ascii: "e") {
      position = at
    } else {
      try rewrittenNumber(bytes)
    }
  }

  private func endOfDigits(_ start: Int, _ bytes: Span<UInt8>) -> Int {
    var at = start
    while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
    return at
  }

  /// Reads the number and compares it with the writer's spelling.
  private mutating func rewrittenNumber(_ bytes: Span<UInt8>) throws(Fault) {
    var reader = Reader(repairing: false)
    reader.position = position
    let value = try reader.number(bytes)
    var canonical = OutputBuffer(capacity: 64)
    CanonicalWriter.append(value, to: &canonical)
    guard canonical.holds(bytes.extracting(position..<reader.position)) else {
      throw Fault(kind: .notCanonical(expected: canonical.text()), offset: position)
    }
    position = reader.position
  }
}

/// The position of a checked string in the text, without its quotation marks.
struct VerifiedString {
  let start: Int
  let end: Int
  let escaped: Bool

  /// Returns a negative number, zero or a positive number if this key is before, equal to or after
  /// the other.
  func compare(_ other: VerifiedString, _ bytes: Span<UInt8>) -> Int {
    if escaped || other.escaped { return KeyOrder.compare(text(bytes), other.text(bytes)) }
    return KeyOrder.compare(
      bytes.extracting(start..<end), bytes.extracting(other.start..<other.end))
  }

  /// Returns the string without its escapes.
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

  /// Checks the escape at a position and returns its end.
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
