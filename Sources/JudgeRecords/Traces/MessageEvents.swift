import JudgeJSON

/// The messages of a model call that are events of its span.
///
/// OpenTelemetry's conventions had one event per message (`gen_ai.user.message`, `gen_ai.choice`);
/// programs send them as events of the span or as log records. Newer ones have all messages in one
/// event (`gen_ai.client.inference.operation.details`).
enum MessageEvents {
  /// The names of events with one message, and the role that the name gives.
  private static let roles = [
    "gen_ai.system.message": "system", "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant", "gen_ai.tool.message": "tool",
  ]

  /// Returns the inputs, or `nil` if no event has them.
  static func inputs(_ span: JSONObject) -> JSONValue? {
    let events = events(of: span)
    for event in events {
      if let inputs = SpanContent.inputs(event.fields) { return inputs }
    }
    let messages = events.compactMap { event in
      roles[event.name].map { message(event.fields, role: $0) }
    }
    return messages.isEmpty ? nil : ["messages": .array(messages)]
  }

  /// Returns the outputs, or `nil` if no event has them.
  static func outputs(_ span: JSONObject) -> JSONValue? {
    let events = events(of: span)
    for event in events.reversed() {
      if let outputs = SpanContent.outputs(event.fields) { return outputs }
    }
    guard let choice = events.last(where: { $0.name == "gen_ai.choice" })?.fields else {
      return nil
    }
    switch SpanContent.decoded(choice["message"]) {
    case .object(let object)?: return SpanContent.answer(message(object, role: "assistant"))
    case let text? where !text.isNull: return text
    default: return SpanContent.answer(message(choice, role: "assistant"))
    }
  }

  /// The events in order of time, with the members of their attributes and of their body.
  ///
  /// Pydantic AI has the events as JSON text in an attribute.
  private static func events(of span: JSONObject) -> [(name: String, fields: JSONObject)] {
    var list = span["events"]?.arrayValue ?? []
    if list.isEmpty { list = SpanContent.decoded(span["attributes"]?["events"])?.arrayValue ?? [] }
    let sorted = list.enumerated().sorted { left, right in
      let (a, b) = (time(left.element), time(right.element))
      return a == b ? left.offset < right.offset : a.utf8.lexicographicallyPrecedes(b.utf8)
    }
    return sorted.compactMap { _, event -> (String, JSONObject)? in
      guard let object = event.objectValue,
        let name = object["name"]?.stringValue ?? object["event.name"]?.stringValue,
        name.hasPrefix("gen_ai.")
      else { return nil }
      if object["event.name"] != nil { return (name, object) }
      var fields = object["attributes"]?.objectValue ?? [:]
      if let content = SpanContent.decoded(fields["gen_ai.event.content"])?.objectValue {
        fields = fields.merging(content)
      }
      if let body = SpanContent.decoded(object["body"]) {
        fields = fields.merging(body.objectValue ?? ["content": body])
      }
      return (name, fields)
    }
  }

  /// The time padded so that texts sort as numbers do.
  private static func time(_ event: JSONValue) -> String {
    let text = event["time_unix_nano"]?.stringValue ?? ""
    return String(repeating: "0", count: max(0, 24 - text.utf8.count)) + text
  }

  private static func message(_ fields: JSONObject, role: String) -> JSONValue {
    var result: JSONObject = ["role": fields["role"] ?? .string(role)]
    for key in ["content", "tool_calls", "name"] {
      if let value = SpanContent.decoded(fields[key]), !value.isNull { result[key] = value }
    }
    if let id = fields["id"] ?? fields["tool_call_id"], role == "tool" {
      result["tool_call_id"] = id
    }
    return .object(result)
  }
}
