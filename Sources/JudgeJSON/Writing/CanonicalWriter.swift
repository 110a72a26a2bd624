/// Writes the canonical form (RFC 8785).
enum CanonicalWriter {
  static func append(_ value: JSONValue, to output: inout OutputBuffer) {
    switch value {
    case .null: output.append("null")
    case .bool(let value): output.append(value ? "true" : "false")
    case .number(let value): CanonicalJSON.appendNumber(value, to: &output)
    case .string(let value): append(value, to: &output)
    case .array(let elements): append(elements, to: &output)
    case .object(let object): append(object, to: &output)
    }
  }

  private static func append(_ array: [JSONValue], to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "["))
    let elements = array.span
    for index in elements.indices {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      append(elements[index], to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  private static func append(_ object: JSONObject, to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "{"))
    let members = object.members.span
    for index in members.indices {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      append(members[index].key, to: &output)
      output.append(UInt8(ascii: ":"))
      append(members[index].value, to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }

  /// Appends a string with its quotation marks.
  static func append(_ text: String, to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "\""))
    append(escaping: text.utf8.span, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  private static func append(escaping bytes: Span<UInt8>, to output: inout OutputBuffer) {
    var start = 0
    var at = 0
    while true {
      at = bytes.endOfPlain(from: at)
      if at < bytes.count, bytes[at] > 0x7F {
        at += 1
        continue
      }
      output.append(bytes.extracting(start..<at))
      if at == bytes.count { return }
      appendEscape(bytes[at], to: &output)
      at += 1
      start = at
    }
  }

  /// Appends the one canonical escape of a byte (RFC 8785 section 3.2.2.2).
  static func appendEscape(_ byte: UInt8, to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x09: output.append(UInt8(ascii: "t"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    case 0x00..<0x20:
      output.append(byte < 0x10 ? "u000" : "u001")
      let low = byte & 15
      output.append(low < 10 ? low + 48 : low + 87)
    default: output.append(byte)
    }
  }
}
