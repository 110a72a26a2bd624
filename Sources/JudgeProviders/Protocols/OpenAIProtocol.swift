import JudgeJSON
import JudgeModels
import JudgePrivacy
import JudgeWork

/// The chat completions of OpenAI, and also of Mistral, Ollama, vLLM, llama.cpp, LM Studio, LiteLLM
/// and Databricks serving endpoints.
///
/// Source: OpenAI, "Create chat completion"; Databricks, "Query foundation models".
struct OpenAIProtocol: WireProtocol {
  /// Whether the path names the model, as that of a serving endpoint does.
  let isServingEndpoint: Bool
  /// The member that distinguishes draws of the same question, or `nil` if there is none.
  var seedMember: String? = "seed"
  var parameters = WireParameters()
  /// The header of the key, or `nil` for a bearer token.
  var keyHeader: String?
  /// Azure's version of an API with the deployment in the path, or `nil` for all others.
  var deploymentVersion: String?

  func path(model: String) -> String {
    if let deployment = deployment(model, "chat/completions") { return deployment }
    return isServingEndpoint
      ? "/serving-endpoints/\(URLText.pathComponent(model))/invocations" : "/chat/completions"
  }

  /// Returns Azure's path of an operation, or `nil` if the model is in the body.
  func deployment(_ model: String, _ operation: String) -> String? {
    deploymentVersion.map {
      "/deployments/\(URLText.pathComponent(model))/\(operation)?api-version=\($0)"
    }
  }

  func headers(key: Secret?) -> [(String, Secret)] {
    guard let key else { return [] }
    if let keyHeader { return [(keyHeader, key)] }
    return [("Authorization", key.with(prefix: "Bearer "))]
  }

  func body(for request: ChatRequest, model: String, isStructured: Bool) -> JSONObject {
    var body: JSONObject = [
      "messages": .array(
        request.messages.map(Self.message))
    ]
    if !request.tools.isEmpty {
      body["tools"] = .array(
        request.tools.map { tool in
          [
            "type": "function",
            "function": [
              "name": .string(tool.name), "description": .string(tool.description),
              "parameters": .object(tool.parameters),
            ],
          ]
        })
      if request.isLastStep { body["tool_choice"] = "none" }
    }
    if !isServingEndpoint { body["model"] = .string(model) }
    body.set("temperature", request.temperature)
    body.set("top_p", request.topP)
    body.set("max_tokens", request.maxTokens)
    body.unite(parameters.members(of: request.parameters))
    // A server whose noise depends on the request would otherwise draw the same answer again and
    // again. If it does not support this member, it refuses it together with the schema.
    if let seedMember, let seed = request.parameters["seed"]?.doubleValue {
      body[seedMember] = .number(seed + Double(request.sample))
    } else if isStructured, request.sample > 0, let seedMember {
      body[seedMember] = .number(Double(request.sample))
    }
    if isStructured, let schema = request.responseSchema {
      body["response_format"] = [
        "type": "json_schema",
        "json_schema": ["name": "verdict", "strict": true, "schema": .object(schema)],
      ]
    }
    body.unite(request.parameters["extra_body"]?.objectValue ?? [:])
    return body
  }

  private static func message(_ message: ChatMessage) -> JSONValue {
    var object: JSONObject = [
      "role": .string(message.role.rawValue), "content": .string(message.content),
    ]
    if !message.toolCalls.isEmpty {
      if message.content.isEmpty { object["content"] = .null }
      object["tool_calls"] = .array(
        message.toolCalls.map { call in
          [
            "id": .string(call.id), "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
          ]
        })
    }
    if let call = message.answeredCall { object["tool_call_id"] = .string(call.id) }
    return .object(object)
  }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    let choice = body["choices"]?.arrayValue?.first?.objectValue
    guard let message = choice?["message"]?.objectValue else {
      throw noAnswer("it has no choices[0].message")
    }
    if let refusal = message["refusal"]?.stringValue, !refusal.isEmpty {
      throw JudgeFailure(.failed, "the model refused: \(refusal)")
    }
    let cut = choice?["finish_reason"]?.cutReason
    // A reply may have no text: it was cut off before its first word, filtered, or is a tool call.
    let content = message["content"] ?? .null
    var response = ChatResponse(text: content.isNull ? "" : try Self.text(of: content, noAnswer))
    response.cutReason = cut
    response.toolCalls = (message["tool_calls"]?.arrayValue ?? []).compactMap { call in
      guard let function = call["function"]?.objectValue, let name = function["name"]?.stringValue
      else { return nil }
      let arguments = function["arguments"] ?? .null
      return ChatToolCall(
        id: call["id"]?.stringValue ?? "", name: name,
        arguments: arguments.stringValue ?? arguments.canonicalText)
    }
    response.remark = Self.remark(choice?["finish_reason"] ?? .null, message, response.text)
    response.modelSnapshot = body["model"]?.stringValue
    let usage = body["usage"]?.objectValue
    response.inputTokens = usage?["prompt_tokens"]?.tokenCount
    response.outputTokens = usage?["completion_tokens"]?.tokenCount
    return response
  }

  /// Returns what is unusual about a reply, or `nil`.
  private static func remark(
    _ reason: JSONValue, _ message: JSONObject, _ text: String
  ) -> String? {
    var remarks = [reason.endRemark("finish_reason")].compactMap { $0 }
    if text.isEmpty {
      let calls = (message["tool_calls"]?.arrayValue ?? []).compactMap {
        $0.objectValue?["function"]?.objectValue?["name"]?.stringValue
      }
      if let name = calls.first { remarks.append("it called the tool \(name.prefix(60))") }
      let isReasoning = ["reasoning_content", "reasoning"].contains {
        message[$0]?.stringValue?.isEmpty == false
      }
      if isReasoning { remarks.append("it has reasoning and no answer") }
    }
    return remarks.isEmpty ? nil : remarks.joined(separator: ", ")
  }

  /// Returns a text, or the text parts of a list without reasoning parts.
  private static func text(
    of content: JSONValue?, _ fault: (String) -> JudgeFailure
  ) throws(JudgeFailure) -> String {
    if let text = content?.stringValue { return text }
    guard let parts = content?.arrayValue else { throw fault("its content is not a text") }
    return parts.compactMap { $0.objectValue }
      .filter { $0["type"]?.stringValue == "text" }
      .compactMap { $0["text"]?.stringValue }.joined()
  }
}
