extension CanonicalVerifier {
  /// Checks the number that begins at `position`.
  ///
  /// A decimal of at most 15 significant digits is the shortest that reads back as its double,
  /// because no two such decimals share a double (IEEE 754's 15 digits for binary64). So it is
  /// canonical as soon as it is laid out without exponent and without idle zeros. Everything else
  /// is read and written again.
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

  /// Reads the number and compares it with how the writer spells it.
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
