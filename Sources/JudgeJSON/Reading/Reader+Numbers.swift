extension Reader {
  /// Reads the number that begins at `position` with a digit or a minus sign.
  mutating func number(_ bytes: Span<UInt8>) throws(Fault) -> JSONValue {
    let start = position
    let negative = bytes[position] == UInt8(ascii: "-")
    if negative { position += 1 }
    if negative, position < bytes.count, bytes[position] == UInt8(ascii: "I") {
      return try notFinite("Infinity", from: start, bytes)
    }
    var literal = NumberLiteral()
    let first = position
    try digits(bytes, numberAt: start, into: &literal)
    if position > first + 1, bytes[first] == UInt8(ascii: "0") {
      throw Fault(kind: .badNumber, offset: start)
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      let fraction = position
      try digits(bytes, numberAt: start, into: &literal)
      literal.endFraction(digits: position - fraction)
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      try exponent(bytes, numberAt: start, into: &literal)
    }
    if let magnitude = literal.exactMagnitude {
      return .number(negative ? -magnitude : magnitude)
    }
    return try converted(bytes, from: start, integer: literal.isInteger)
  }

  /// Moves over at least one digit.
  private mutating func digits(
    _ bytes: Span<UInt8>, numberAt start: Int, into literal: inout NumberLiteral
  ) throws(Fault) {
    let first = position
    var at = position
    while at < bytes.count {
      let digit = bytes[at] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      literal.append(digit)
      at += 1
    }
    position = at
    if at == first { throw missingDigit(bytes, numberAt: start) }
  }

  /// Moves over an exponent, whose letter is at `position`.
  private mutating func exponent(
    _ bytes: Span<UInt8>, numberAt start: Int, into literal: inout NumberLiteral
  ) throws(Fault) {
    position += 1
    var negative = false
    if position < bytes.count,
      bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
    {
      negative = bytes[position] == UInt8(ascii: "-")
      position += 1
    }
    var exponent = NumberLiteral()
    try digits(bytes, numberAt: start, into: &exponent)
    literal.addExponent(exponent, negative: negative)
  }

  private func missingDigit(_ bytes: Span<UInt8>, numberAt start: Int) -> Fault {
    position < bytes.count
      ? Fault(kind: .badNumber, offset: start)
      : Fault(kind: .unexpectedEnd(expected: "a digit"), offset: position)
  }

  /// The value of the number from `start` to `position`, whose grammar is checked.
  private mutating func converted(
    _ bytes: Span<UInt8>, from start: Int, integer: Bool
  ) throws(Fault) -> JSONValue {
    // The grammar leaves nothing but ASCII here.
    let token = bytes.extracting(start..<position)
    let digits = String(copying: unsafe UTF8Span(unchecked: token, isKnownASCII: true))
    // Rounds correctly; too large is infinity, too small is zero.
    let double = Double(digits) ?? .infinity
    if integer {
      let printed = double.isFinite ? CanonicalJSON.formatNumber(double) : "Infinity"
      if printed != digits {
        guard repairing else {
          throw Fault(kind: .inexactInteger(digits, becomes: printed), offset: start)
        }
        repairs.integersToStrings += 1
        return .string(digits)
      }
    }
    if double.isFinite { return .number(double) }
    guard repairing else { throw Fault(kind: .numberTooLarge, offset: start) }
    repairs.numbersToNull += 1
    return .null
  }
}
