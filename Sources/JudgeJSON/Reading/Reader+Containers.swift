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
    // Of two million objects with one member each, room for eight would be a gigabyte.
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
}
