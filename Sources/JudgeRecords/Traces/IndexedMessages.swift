import JudgeJSON

/// Messages and documents in attributes with numbers in their names.
///
/// OpenTelemetry's attributes have no nested values, so OpenInference and OpenLLMetry write
/// `llm.input_messages.0.message.content` and `gen_ai.prompt.0.tool_calls.1.name`.
enum IndexedMessages {
  /// Returns the members below a name, by number and with the rest of their names.
  ///
  /// - Parameters:
  ///   - name: the name before the number.
  ///   - attributes: the attributes.
  /// - Returns: the members in order of their numbers; empty if there are none.
  static func members(_ name: String, _ attributes: JSONObject) -> [JSONObject] {
    var found: [Int: [(String, JSONValue)]] = [:]
    let prefix = name + "."
    for member in attributes where member.key.hasPrefix(prefix) {
      let rest = member.key.dropFirst(prefix.count)
      guard let dot = rest.firstIndex(of: "."), let number = Int(rest[..<dot]), number >= 0 else {
        continue
      }
      found[number, default: []].append((String(rest[rest.index(after: dot)...]), member.value))
    }
    return found.sorted { $0.key < $1.key }.map { JSONObject($0.value) }
  }

  /// Returns the messages below a name, or `nil` if there are none.
  ///
  /// They may also be a list of objects with such names.
  static func messages(_ name: String, _ attributes: JSONObject) -> [JSONValue]? {
    if let list = SpanContent.decoded(attributes[name])?.arrayValue, !list.isEmpty {
      return list.map { message($0.objectValue ?? [:]) }
    }
    let found = members(name, attributes)
    return found.isEmpty ? nil : found.map(message)
  }

  private static func message(_ fields: JSONObject) -> JSONValue {
    var result: JSONObject = [:]
    for key in ["role", "content", "tool_calls", "name", "tool_call_id"] {
      let nested = fields["message"]?[key]
      if let value = fields[key] ?? fields["message.\(key)"] ?? nested, !value.isNull {
        result[key] = value
      }
    }
    for prefix in ["", "message."] {
      let calls = members(prefix + "tool_calls", fields).map(call)
      if !calls.isEmpty { result["tool_calls"] = .array(calls) }
      let parts = members(prefix + "contents", fields).map(part)
      if !parts.isEmpty, result["content"] == nil { result["content"] = content(of: parts) }
    }
    return result.isEmpty ? .object(fields) : .object(result)
  }

  /// A call as the APIs of chat models have it.
  private static func call(_ fields: JSONObject) -> JSONValue {
    func value(_ key: String) -> JSONValue? {
      fields["tool_call.function.\(key)"] ?? fields["function.\(key)"] ?? fields[key]
    }
    var function: JSONObject = [:]
    function["name"] = value("name")
    function["arguments"] = value("arguments")
    guard !function.isEmpty else { return .object(fields) }
    var result: JSONObject = ["type": "function", "function": .object(function)]
    result["id"] = fields["tool_call.id"] ?? fields["id"]
    return .object(result)
  }

  private static func part(_ fields: JSONObject) -> JSONValue {
    let prefix = "message_content."
    return .object(
      JSONObject(
        fields.map { member in
          (
            member.key.hasPrefix(prefix) ? String(member.key.dropFirst(prefix.count)) : member.key,
            member.value
          )
        }))
  }

  private static func content(of parts: [JSONValue]) -> JSONValue {
    let texts = parts.compactMap { $0["text"]?.stringValue }
    return texts.count == parts.count ? .string(texts.joined(separator: "\n")) : .array(parts)
  }
}
