package import JudgeJSON

/// The type, inputs and outputs of a span, from the attributes of any of the known conventions.
///
/// These are MLflow (`mlflow.spanInputs`), OpenInference (`input.value`, `llm.input_messages.…`),
/// OpenTelemetry's semantic conventions for generative AI (`gen_ai.input.messages`), OpenLLMetry
/// (`traceloop.entity.input`, `gen_ai.prompt.0.content`), Vercel's AI SDK (`ai.prompt`) and Langfuse
/// (`langfuse.observation.input`). Spans are stored as they came; this is decided when they are
/// read.
package enum SpanContent {
  /// Returns the inputs of a span, from its attributes, or from the events with its messages.
  package static func inputs(of span: JSONObject) -> JSONValue? {
    inputs(span["attributes"]?.objectValue ?? [:]) ?? MessageEvents.inputs(span)
  }

  /// Returns the outputs of a span, from its attributes, or from the events with its messages.
  package static func outputs(of span: JSONObject) -> JSONValue? {
    outputs(span["attributes"]?.objectValue ?? [:]) ?? MessageEvents.outputs(span)
  }

  /// Returns the inputs, or `nil` if no attribute has them.
  package static func inputs(_ attributes: JSONObject) -> JSONValue? {
    if let own = attributes["mlflow.spanInputs"], !own.isNull { return own }
    if let list = messages(attributes["gen_ai.input.messages"]) {
      let system = parts(decoded(attributes["gen_ai.system_instructions"]))
      let first: [JSONValue] = system.map { [["role": "system", "content": $0]] } ?? []
      return ["messages": .array(first + list)]
    }
    // OpenInference's `input.value` of a model call is the whole request of an API.
    if let list = IndexedMessages.messages("llm.input_messages", attributes) {
      return ["messages": .array(list)]
    }
    if let list = IndexedMessages.messages("gen_ai.prompt", attributes) {
      return ["messages": .array(list)]
    }
    if let value = value("input", attributes) { return value }
    return first(
      attributes, "traceloop.entity.input", "gen_ai.tool.call.arguments", "ai.prompt.messages",
      "ai.prompt", "ai.toolCall.args", "langfuse.observation.input", "langfuse.trace.input",
      "gen_ai.prompt", "gen_ai.retrieval.query.text", "tool_arguments", "tool.parameters")
  }

  /// Returns the outputs, or `nil` if no attribute has them.
  package static func outputs(_ attributes: JSONObject) -> JSONValue? {
    if let own = attributes["mlflow.spanOutputs"], !own.isNull { return own }
    if let list = messages(attributes["gen_ai.output.messages"]) { return list.last.map(answer) }
    if let documents = documents(attributes) { return documents }
    for name in ["llm.output_messages", "gen_ai.completion"] {
      if let last = IndexedMessages.messages(name, attributes)?.last { return answer(last) }
    }
    if let value = value("output", attributes) { return value }
    return first(
      attributes, "traceloop.entity.output", "gen_ai.tool.call.result", "ai.response.text",
      "ai.response.object", "ai.toolCall.result", "langfuse.observation.output",
      "langfuse.trace.output", "gen_ai.completion", "gen_ai.retrieval.documents", "tool_response",
      "final_result")
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
    if let type = operations[text("gen_ai.operation.name") ?? text("llm.request.type") ?? ""] {
      return type
    }
    // Vercel's AI SDK names its spans in an attribute.
    guard let operation = text("ai.operationId") else { return nil }
    if operation == "ai.toolCall" { return "TOOL" }
    if operation.hasPrefix("ai.embed") { return "EMBEDDING" }
    return operation.contains(".do") ? "LLM" : "CHAIN"
  }

  /// Types by the names of operations: OpenTelemetry's, and OpenLLMetry's kinds of request.
  private static let operations = [
    "chat": "LLM", "text_completion": "LLM", "completion": "LLM", "generate_content": "LLM",
    "execute_tool": "TOOL", "invoke_agent": "AGENT", "create_agent": "AGENT", "plan": "AGENT",
    "invoke_workflow": "CHAIN", "embeddings": "EMBEDDING", "embedding": "EMBEDDING",
    "retrieval": "RETRIEVER", "rerank": "RERANKER", "evaluation": "EVALUATOR",
  ]

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
  static func decoded(_ value: JSONValue?) -> JSONValue? {
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
  static func answer(_ message: JSONValue) -> JSONValue {
    guard let content = message["content"], content.stringValue != nil,
      message["tool_calls"]?.isNull ?? true
    else { return message }
    return content
  }

  /// OpenInference's `retrieval.documents.0.document.content`, as documents that judges read.
  private static func documents(_ attributes: JSONObject) -> JSONValue? {
    let name = "retrieval.documents"
    var documents = IndexedMessages.members(name, attributes)
    if documents.isEmpty, let list = decoded(attributes[name])?.arrayValue {
      documents = list.map { $0["document"]?.objectValue ?? $0.objectValue ?? [:] }
    }
    guard !documents.isEmpty else { return nil }
    return .array(
      documents.map { fields in
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
