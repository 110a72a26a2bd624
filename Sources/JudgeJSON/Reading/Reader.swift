/// Recursive-descent reader of one JSON text (RFC 8259), bounded in depth.
///
/// The bytes are passed to every step, because a span cannot be stored here.
struct Reader {
  /// Whether values that JSON cannot represent are replaced instead of refused.
  let repairing: Bool
  var repairs = JSONRepairs()
  var position = 0
  var depth = 0
  /// The bytes of the string being read, once it has an escape.
  var unescaped: [UInt8] = []

  init(repairing: Bool) {
    self.repairing = repairing
  }

  /// Reads one value with surrounding white space, up to the end of the text.
  mutating func document(_ bytes: Span<UInt8>) throws(Fault) -> JSONValue {
    try refuseByteOrderMark(bytes)
    skipSpace(bytes)
    let result = try value(bytes)
    skipSpace(bytes)
    if position < bytes.count { throw Fault(kind: .trailingBytes, offset: position) }
    return result
  }

  /// Reads the value that begins at `position`.
  mutating func value(_ bytes: Span<UInt8>) throws(Fault) -> JSONValue {
    guard position < bytes.count else {
      throw Fault(kind: .unexpectedEnd(expected: "a value"), offset: position)
    }
    switch bytes[position] {
    case UInt8(ascii: "\""): return .string(try string(bytes))
    case UInt8(ascii: "{"): return .object(try object(bytes))
    case UInt8(ascii: "["): return .array(try array(bytes))
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return try number(bytes)
    case UInt8(ascii: "t"):
      try literal("true", bytes)
      return .bool(true)
    case UInt8(ascii: "f"):
      try literal("false", bytes)
      return .bool(false)
    case UInt8(ascii: "n"):
      try literal("null", bytes)
      return .null
    case UInt8(ascii: "N"): return try notFinite("NaN", bytes)
    case UInt8(ascii: "I"): return try notFinite("Infinity", bytes)
    default: throw Fault(kind: .unexpectedByte(expected: "a value"), offset: position)
    }
  }

  /// Throws if the text begins with U+FEFF.
  func refuseByteOrderMark(_ bytes: Span<UInt8>) throws(Fault) {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw Fault(kind: .byteOrderMark, offset: 0)
    }
  }

  /// Moves over space, tab, line feed and carriage return.
  mutating func skipSpace(_ bytes: Span<UInt8>) {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// Moves over a required word.
  mutating func literal(_ word: String, _ bytes: Span<UInt8>) throws(Fault) {
    for byte in word.utf8 {
      guard position < bytes.count else {
        throw Fault(kind: .unexpectedEnd(expected: word), offset: position)
      }
      guard bytes[position] == byte else {
        throw Fault(kind: .unexpectedByte(expected: word), offset: position)
      }
      position += 1
    }
  }

  /// Reads a number that JSON does not allow but Python's `json` writes.
  mutating func notFinite(
    _ word: String, from start: Int? = nil, _ bytes: Span<UInt8>
  ) throws(Fault) -> JSONValue {
    let start = start ?? position
    try literal(word, bytes)
    guard repairing else { throw Fault(kind: .notFinite, offset: start) }
    repairs.numbersToNull += 1
    return .null
  }
}

extension Reader {
  mutating func array(_ bytes: Span<UInt8>) throws(Fault) -> [JSONValue] {
    try enter()
    defer { depth -= 1 }
    var result: [JSONValue] = []
    skipSpace(bytes)
    if skip(UInt8(ascii: "]"), bytes) { return result }
    while true {
      result.append(try value(bytes))
      skipSpace(bytes)
      if skip(UInt8(ascii: ","), bytes) {
        skipSpace(bytes)
      } else if skip(UInt8(ascii: "]"), bytes) {
        return result
      } else {
        throw expected("',' or ']'", bytes)
      }
    }
  }

  mutating func object(_ bytes: Span<UInt8>) throws(Fault) -> JSONObject {
    try enter()
    defer { depth -= 1 }
    skipSpace(bytes)
    if skip(UInt8(ascii: "}"), bytes) { return JSONObject() }
    var members: [JSONObject.Member] = []
    members.reserveCapacity(8)
    var keys = KeysSoFar()
    while true {
      let keyStart = position
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw expected("a key in quotation marks", bytes)
      }
      let key = try string(bytes)
      let place = KeysSoFar.Place(start: keyStart + 1, end: position - 1)
      guard keys.append(key, at: place, after: members, bytes) else {
        throw Fault(kind: .duplicateKey(key), offset: keyStart)
      }
      skipSpace(bytes)
      guard skip(UInt8(ascii: ":"), bytes) else { throw expected("':'", bytes) }
      skipSpace(bytes)
      members.append(JSONObject.Member(key: key, value: try value(bytes)))
      skipSpace(bytes)
      if skip(UInt8(ascii: ","), bytes) {
        skipSpace(bytes)
      } else if skip(UInt8(ascii: "}"), bytes) {
        break
      } else {
        throw expected("',' or '}'", bytes)
      }
    }
    // For two million objects with one member each, room for eight members would take a gigabyte.
    if members.count < 4 { members = members.map { $0 } }
    return JSONObject(sorted: try keys.sorted(members))
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

  private func expected(_ what: String, _ bytes: Span<UInt8>) -> Fault {
    let ended = position >= bytes.count
    return Fault(
      kind: ended ? .unexpectedEnd(expected: what) : .unexpectedByte(expected: what),
      offset: position)
  }

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

  /// Returns the value of the number from `start` to `position`, whose grammar is checked.
  private mutating func converted(
    _ bytes: Span<UInt8>, from start: Int, integer: Bool
  ) throws(Fault) -> JSONValue {
    // After the grammar check, all bytes are ASCII.
    let token = bytes.extracting(start..<position)
    let digits = String(copying: unsafe UTF8Span(unchecked: token, isKnownASCII: true))
    // This rounds correctly; too large a number becomes infinity, too small a number zero.
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
