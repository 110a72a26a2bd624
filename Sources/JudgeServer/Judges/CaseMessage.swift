import GitJudge

/// Reads the case in the message that a client sends to a judge.
///
/// MLflow's client writes one field per line, `name: <JSON>`, with the JSON over as many lines as it
/// needs. The text of an output is a quoted string there, so it cannot become a field of its own:
/// each value is read to its end as JSON, and only then the next name. Other clients may also send
/// one JSON object with these fields.
enum CaseMessage {
  /// The fields of a case, in MLflow's order.
  static let names = ["inputs", "outputs", "expectations", "conversation"]
  /// The field of a JSON object that names a trace of the store instead.
  static let traceName = "trace_id"

  /// The fault of a message.
  struct Fault: Error, Equatable {
    let message: String
  }

  /// Reads a message.
  ///
  /// - Parameter text: the text of the message.
  /// - Returns: the fields by name.
  /// - Throws: `Fault` that names the field.
  static func fields(of text: String) throws(Fault) -> JSONObject {
    let bytes = Array(text.utf8)
    var start = bytes.startIndex
    skipBlanks(bytes, &start)
    guard start < bytes.count else { throw Fault(message: "the message is empty; \(form)") }
    if bytes[start] == UInt8(ascii: "{") { return try object(bytes[start...]) }
    var fields = JSONObject()
    while start < bytes.count {
      guard let name = name(bytes, at: start) else {
        let last =
          fields.isEmpty ? "" : " after the value of \(fields.map(\.key).sorted().last ?? "")"
        throw Fault(message: "there is no field\(last); \(form)")
      }
      start += name.utf8.count + 2
      let end = endOfValue(bytes, from: start)
      guard fields[name] == nil else { throw Fault(message: "\(name) is there twice") }
      do {
        fields[name] = try JSONValue.parseRepairing(Array(bytes[start..<end])).0
      } catch {
        throw Fault(message: "\(name): the value is not JSON; \(form)")
      }
      start = end
      skipBlanks(bytes, &start)
      let isSeparated = bytes[end..<start].contains(UInt8(ascii: "\n"))
      guard start == bytes.count || isSeparated else {
        throw Fault(message: "\(name): there is more after the JSON value; \(form)")
      }
    }
    return fields
  }

  private static let form =
    "write one line per field, as in inputs: {\"question\": \"…\"} and outputs: \"…\", or one JSON "
    + "object with inputs, outputs and expectations"

  private static func object(_ bytes: ArraySlice<UInt8>) throws(Fault) -> JSONObject {
    let value: JSONValue
    do {
      value = try JSONValue.parseRepairing(Array(bytes)).0
    } catch {
      throw Fault(message: "the message is not valid JSON: \(error)")
    }
    let object = value.objectValue ?? [:]
    let known = names + [traceName]
    if let other = object.first(where: { !known.contains($0.key) }) {
      throw Fault(
        message: "a case has no field \"\(other.key)\"; it has \(known.joined(separator: ", "))")
    }
    guard !object.isEmpty else { throw Fault(message: "the case is empty; \(form)") }
    return object
  }

  private static func name(_ bytes: [UInt8], at start: Int) -> String? {
    names.first { bytes[start...].starts(with: "\($0): ".utf8) }
  }

  private static func skipBlanks(_ bytes: [UInt8], _ place: inout Int) {
    while place < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[place]) { place += 1 }
  }

  /// The position after the value that begins at a position; the end of the text if it never ends.
  private static func endOfValue(_ bytes: [UInt8], from start: Int) -> Int {
    guard start < bytes.count else { return bytes.count }
    switch bytes[start] {
    case UInt8(ascii: "\""): return endOfText(bytes, from: start)
    case UInt8(ascii: "{"), UInt8(ascii: "["): break
    default: return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }
    var depth = 0
    var place = start
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        place = endOfText(bytes, from: place)
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return place + 1 }
      default: break
      }
      place += 1
    }
    return bytes.count
  }

  private static func endOfText(_ bytes: [UInt8], from start: Int) -> Int {
    var place = start + 1
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\\") {
        place += 2
      } else if bytes[place] == UInt8(ascii: "\"") {
        return place + 1
      } else {
        place += 1
      }
    }
    return bytes.count
  }
}
