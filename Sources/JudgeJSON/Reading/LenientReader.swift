/// Reader of nearly-JSON, as language models write it.
///
/// Besides JSON it accepts raw control characters in texts, escapes that JSON does not have
/// (`\(`, which stays as it is), halves of surrogate pairs (U+FFFD), single quotation marks, keys
/// without quotation marks, commas before a closing bracket, comments (`//`, `/* */`, `#`), and
/// Python's `True`, `False` and `None`. It never changes the type of a value: a number that a double
/// cannot hold, `NaN`, and a key with two different values are mistakes.
struct LenientReader {
  private var position: Int
  private var depth = 0

  private init(at position: Int) { self.position = position }

  /// Reads the value that begins at a position; see ``JSONValue/lenientPrefix(of:from:)``.
  static func prefix(of bytes: [UInt8], from start: Int) -> (value: JSONValue?, end: Int) {
    var reader = LenientReader(at: start)
    do throws(Fault) {
      let value = try reader.value(bytes.span)
      return (value, reader.position)
    } catch {
      return (nil, max(start, reader.position))
    }
  }

  private mutating func value(_ bytes: Span<UInt8>) throws(Fault) -> JSONValue {
    guard let first = byte(bytes) else { throw fault("a value", bytes) }
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string(bytes))
    case UInt8(ascii: "{"): return .object(try object(bytes))
    case UInt8(ascii: "["): return .array(try array(bytes))
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      var strict = Reader(repairing: false)
      strict.position = position
      defer { position = max(position, strict.position) }
      return try strict.number(bytes)
    default:
      let start = position
      switch word(bytes) {
      case "true", "True": return .bool(true)
      case "false", "False": return .bool(false)
      case "null", "None": return .null
      default: throw Fault(kind: .unexpectedByte(expected: "a value"), offset: start)
      }
    }
  }

  private mutating func array(_ bytes: Span<UInt8>) throws(Fault) -> [JSONValue] {
    try enter()
    defer { depth -= 1 }
    var result: [JSONValue] = []
    while true {
      skipSpace(bytes)
      if skip(UInt8(ascii: "]"), bytes) { return result }
      result.append(try value(bytes))
      skipSpace(bytes)
      if skip(UInt8(ascii: ","), bytes) { continue }
      guard skip(UInt8(ascii: "]"), bytes) else { throw fault("',' or ']'", bytes) }
      return result
    }
  }

  private mutating func object(_ bytes: Span<UInt8>) throws(Fault) -> JSONObject {
    try enter()
    defer { depth -= 1 }
    var pairs: [(String, JSONValue)] = []
    while true {
      skipSpace(bytes)
      if skip(UInt8(ascii: "}"), bytes) { break }
      let place = position
      let name = try key(bytes)
      skipSpace(bytes)
      guard skip(UInt8(ascii: ":"), bytes) else { throw fault("':'", bytes) }
      skipSpace(bytes)
      let value = try value(bytes)
      if let known = pairs.first(where: { Bytewise.equal($0.0, name) }), known.1 != value {
        throw Fault(kind: .duplicateKey(name), offset: place)
      }
      pairs.append((name, value))
      skipSpace(bytes)
      if skip(UInt8(ascii: ","), bytes) { continue }
      guard skip(UInt8(ascii: "}"), bytes) else { throw fault("',' or '}'", bytes) }
      break
    }
    return JSONObject(pairs)
  }

  private mutating func key(_ bytes: Span<UInt8>) throws(Fault) -> String {
    guard let first = byte(bytes) else { throw fault("a key", bytes) }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return try string(bytes) }
    let name = word(bytes)
    guard !name.isEmpty else { throw fault("a key", bytes) }
    return name
  }

  /// Reads letters, digits and underscores; the first is not a digit.
  private mutating func word(_ bytes: Span<UInt8>) -> String {
    var letters: [UInt8] = []
    while let byte = byte(bytes) {
      let isLetter =
        (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || byte == 0x5f
      let isDigit = (0x30...0x39).contains(byte)
      guard isLetter || (isDigit && !letters.isEmpty) else { break }
      letters.append(byte)
      position += 1
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// Reads the string whose opening quotation mark is at `position`.
  private mutating func string(_ bytes: Span<UInt8>) throws(Fault) -> String {
    let quote = bytes[position]
    position += 1
    var text: [UInt8] = []
    while let byte = byte(bytes) {
      if byte == quote {
        position += 1
        return String(decoding: text, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") {
        escape(bytes, into: &text)
      } else {
        text.append(byte)
        position += 1
      }
    }
    throw fault("a closing quotation mark", bytes)
  }

  /// Reads an escape; one that JSON does not have stays in the text.
  private mutating func escape(_ bytes: Span<UInt8>, into text: inout [UInt8]) {
    var strict = Reader(repairing: true)
    strict.position = position
    do throws(Fault) {
      let scalar = try strict.escape(bytes)
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      position = strict.position
    } catch {
      position += 1
      if byte(bytes) == UInt8(ascii: "'") {
        position += 1
        text.append(UInt8(ascii: "'"))
      } else {
        text.append(UInt8(ascii: "\\"))
      }
    }
  }

  /// Moves over blanks, control characters and comments.
  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while let byte = byte(bytes) {
      let next = position + 1 < bytes.count ? bytes[position + 1] : 0
      switch byte {
      case 0...0x20: position += 1
      case UInt8(ascii: "#"): skipLine(bytes)
      case UInt8(ascii: "/") where next == UInt8(ascii: "/"): skipLine(bytes)
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        position += 2
        while position + 1 < bytes.count,
          bytes[position] != UInt8(ascii: "*") || bytes[position + 1] != UInt8(ascii: "/")
        { position += 1 }
        position = min(bytes.count, position + 2)
      default: return
      }
    }
  }

  private mutating func skipLine(_ bytes: Span<UInt8>) {
    while let byte = byte(bytes), byte != 0x0a, byte != 0x0d { position += 1 }
  }

  private func byte(_ bytes: Span<UInt8>) -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private mutating func skip(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard self.byte(bytes) == byte else { return false }
    position += 1
    return true
  }

  private mutating func enter() throws(Fault) {
    guard depth < JSONValue.maximumDepth else { throw Fault(kind: .tooDeep, offset: position) }
    depth += 1
    position += 1
  }

  private func fault(_ expected: String, _ bytes: Span<UInt8>) -> Fault {
    Fault(
      kind: position < bytes.count
        ? .unexpectedByte(expected: expected) : .unexpectedEnd(expected: expected),
      offset: position)
  }
}
