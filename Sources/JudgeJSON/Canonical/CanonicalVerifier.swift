/// Checks bytes against the canonical form (RFC 8785) without building a value.
///
/// The fast steps here accept only what is certainly canonical. All other input goes to the strict
/// reader, which either finds the mistake or gives the value to compare with.
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

  /// The fault at `position`: white space is valid but not canonical, all else is not JSON.
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
