package import JudgeJSON

/// The type, inputs and outputs of a span, from the attributes of any of the known conventions.
///
/// These are MLflow (`mlflow.spanInputs`), OpenInference (`input.value`, `llm.input_messages.…`),
/// OpenTelemetry's semantic conventions for generative AI (`gen_ai.input.messages`), OpenLLMetry
/// (`traceloop.entity.input`, `gen_ai.prompt.0.content`), Vercel's AI SDK (`ai.prompt`) and Langfuse
/// (`langfuse.observation.input`). Spans are stored as they came; this is decided when they are
/// read.
package enum SpanContent {
  /// Returns the inputs, or `nil` if no attribute has them.
  package static func inputs(_ attributes: JSONObject) -> JSONValue? {
    if let own = attributes["mlflow.spanInputs"], !own.isNull { return own }
    if let list = messages(attributes["gen_ai.input.messages"]) {
      let system = parts(decoded(attributes["gen_ai.system_instructions"]))
      let first: [JSONValue] = system.map { [["role": "system", "content": $0]] } ?? []
      return ["messages": .array(first + list)]
    }
    if let value = value("input", attributes) { return value }
    if let list = indexed("llm.input_messages", attributes) { return ["messages": .array(list)] }
    if let list = indexed("gen_ai.prompt", attributes) { return ["messages": .array(list)] }
    return first(
      attributes, "traceloop.entity.input", "gen_ai.tool.call.arguments", "ai.prompt.messages",
      "ai.prompt", "ai.toolCall.args", "langfuse.observation.input", "langfuse.trace.input",
      "gen_ai.prompt", "gen_ai.retrieval.query.text")
  }

  /// Returns the outputs, or `nil` if no attribute has them.
  package static func outputs(_ attributes: JSONObject) -> JSONValue? {
    if let own = attributes["mlflow.spanOutputs"], !own.isNull { return own }
    if let list = messages(attributes["gen_ai.output.messages"]) { return list.last.map(answer) }
    if let documents = documents(attributes) { return documents }
    if let value = value("output", attributes) { return value }
    for name in ["llm.output_messages", "gen_ai.completion"] {
      if let last = indexed(name, attributes)?.last { return answer(last) }
    }
    return first(
      attributes, "traceloop.entity.output", "gen_ai.tool.call.result", "ai.response.text",
      "ai.response.object", "ai.toolCall.result", "langfuse.observation.output",
      "langfuse.trace.output", "gen_ai.completion", "gen_ai.retrieval.documents")
  }

  /// Returns the type in MLflow's words, such as `LLM`, `TOOL` or `RETRIEVER`; `nil` if it is
  /// unknown.
  package static func type(_ attributes: JSONObject) -> String? {
    func text(_ name: String) -> String? {
      decoded(attributes[name])?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    }
    if let own = text("mlflow.spanType") { return own }
    if let kind = text("openinference.span.kind") ?? text("langfuse.observation.type") {
      return kind.uppercased() == "GENERATION" ? "LLM" : kind.uppercased()
    }
    if let kind = text("traceloop.span.kind") {
      return kind == "workflow" ? "CHAIN" : kind.uppercased()
    }
    switch text("gen_ai.operation.name") {
    case "chat"?, "text_completion"?, "generate_content"?: return "LLM"
    case "execute_tool"?: return "TOOL"
    case "invoke_agent"?, "create_agent"?: return "AGENT"
    case "embeddings"?: return "EMBEDDING"
    case "retrieval"?: return "RETRIEVER"
    default: return nil
    }
  }

  private static func first(_ attributes: JSONObject, _ names: String...) -> JSONValue? {
    for name in names {
      if let value = decoded(attributes[name]), value != "" { return value }
    }
    return nil
  }

  /// OpenInference's `input.value`: JSON text if its type says so, otherwise a text.
  private static func value(_ name: String, _ attributes: JSONObject) -> JSONValue? {
    guard let value = attributes["\(name).value"], !value.isNull, value != "" else { return nil }
    let type = attributes["\(name).mime_type"]?.stringValue ?? ""
    return type.hasSuffix("text/plain") ? value : decoded(value)
  }

  /// Decodes a list or an object that is JSON text; any other value stays as it is.
  private static func decoded(_ value: JSONValue?) -> JSONValue? {
    guard let value, !value.isNull else { return nil }
    guard let text = value.stringValue, let first = text.utf8.first,
      [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(first),
      let (inner, _) = try? JSONValue.parseRepairing(text),
      inner.isNested(atMost: JSONValue.maximumDepth - 16)
    else { return value }
    return inner
  }

  /// Messages `{role, parts}` of OpenTelemetry as `{role, content}`.
  private static func messages(_ value: JSONValue?) -> [JSONValue]? {
    guard let list = decoded(value)?.arrayValue, !list.isEmpty else { return nil }
    return list.map { message in
      guard let object = message.objectValue, let parts = object["parts"]?.arrayValue else {
        return message
      }
      var result: JSONObject = ["role": object["role"] ?? "user"]
      result["content"] = Self.parts(.array(parts.filter { !isCall($0) }))
      let calls = parts.filter(isCall)
      if !calls.isEmpty { result["tool_calls"] = .array(calls) }
      return .object(result)
    }
  }

  private static func isCall(_ part: JSONValue) -> Bool { part["type"] == "tool_call" }

  /// Parts of a message: their text if all are texts, otherwise the parts; `nil` without any.
  private static func parts(_ value: JSONValue?) -> JSONValue? {
    guard let list = value?.arrayValue else { return value }
    guard !list.isEmpty else { return nil }
    let texts = list.compactMap { part -> String? in
      if let text = part.stringValue { return text }
      return part["content"]?.stringValue ?? part["text"]?.stringValue
        ?? part["response"]?.stringValue
    }
    return texts.count == list.count ? .string(texts.joined(separator: "\n")) : value
  }

  /// The text of an answer, or the message if it has more than a text.
  private static func answer(_ message: JSONValue) -> JSONValue {
    guard let content = message["content"], content.stringValue != nil,
      message["tool_calls"]?.isNull ?? true
    else { return message }
    return content
  }

  /// Messages in attributes with numbers in their names, such as `gen_ai.prompt.0.content`, or in
  /// a list of objects with such names.
  private static func indexed(_ name: String, _ attributes: JSONObject) -> [JSONValue]? {
    if let list = decoded(attributes[name])?.arrayValue, !list.isEmpty {
      return list.map { message($0.objectValue ?? [:], "") }
    }
    var messages: [Int: JSONObject] = [:]
    let prefix = name + "."
    for member in attributes where member.key.hasPrefix(prefix) {
      let rest = member.key.dropFirst(prefix.count)
      guard let dot = rest.firstIndex(of: "."), let number = Int(rest[..<dot]) else { continue }
      messages[number, default: [:]][String(rest[rest.index(after: dot)...])] = member.value
    }
    guard !messages.isEmpty else { return nil }
    return messages.sorted { $0.key < $1.key }.map { message($0.value, "") }
  }

  private static func message(_ fields: JSONObject, _ prefix: String) -> JSONValue {
    var result: JSONObject = [:]
    for key in ["role", "content", "tool_calls", "name"] {
      let nested = fields["message"]?[key]
      if let value = fields[key] ?? fields["message.\(key)"] ?? nested, !value.isNull {
        result[key] = value
      }
    }
    return result.isEmpty ? .object(fields) : .object(result)
  }

  /// OpenInference's `retrieval.documents.0.document.content`, as documents that judges read.
  private static func documents(_ attributes: JSONObject) -> JSONValue? {
    let name = "retrieval.documents"
    var documents: [Int: JSONObject] = [:]
    if let list = decoded(attributes[name])?.arrayValue {
      for (number, item) in list.enumerated() {
        documents[number] = item["document"]?.objectValue ?? item.objectValue ?? [:]
      }
    }
    for member in attributes where member.key.hasPrefix(name + ".") {
      let rest = member.key.dropFirst(name.count + 1)
      guard let dot = rest.firstIndex(of: "."), let number = Int(rest[..<dot]) else { continue }
      documents[number, default: [:]][String(rest[rest.index(after: dot)...])] = member.value
    }
    guard !documents.isEmpty else { return nil }
    return .array(
      documents.sorted { $0.key < $1.key }.map { _, fields in
        var result: JSONObject = [:]
        for (key, target) in [("content", "content"), ("id", "doc_uri"), ("metadata", "metadata")] {
          if let value = fields[key] ?? fields["document.\(key)"], !value.isNull {
            result[target] = target == "metadata" ? decoded(value) : value
          }
        }
        return .object(result)
      })
  }
}
