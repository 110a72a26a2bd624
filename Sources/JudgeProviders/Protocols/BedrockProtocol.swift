import JudgeJSON
import JudgeModels
import JudgePrivacy
import JudgeWork

/// The Converse API of Amazon Bedrock.
///
/// As with Anthropic, one mandatory tool enforces the schema, for models that can be made to use
/// one. Source: AWS, "Converse" and "Tool use".
struct BedrockProtocol: WireProtocol {
  private static let tool = "give_verdict"

  let parameters = WireParameters(
    missing: [
      "seed", "presence_penalty", "frequency_penalty", "logit_bias", "verbosity", "service_tier",
    ])

  func path(model: String) -> String { "/model/\(URLText.pathComponent(model))/converse" }

  func headers(key: Secret?) -> [(String, Secret)] {
    key.map { [("Authorization", $0.with(prefix: "Bearer "))] } ?? []
  }

  func body(for request: ChatRequest, model: String, isStructured: Bool) -> JSONObject {
    let system = request.messages.filter { $0.role == .system }
    let rest = request.messages.filter { $0.role != .system }
    var body: JSONObject = [
      "messages": .array(
        ChatTurn.all(of: rest).map {
          ["role": .string($0.role), "content": .array($0.messages.flatMap(Self.content))]
        })
    ]
    if !system.isEmpty {
      body["system"] = .array(system.map { ["text": .string($0.content)] })
    }
    var settings = JSONObject()
    settings.set("temperature", request.temperature)
    settings.set("topP", request.topP)
    let limit = request.maxTokens ?? request.parameters["max_completion_tokens"]?.intValue
    settings.set("maxTokens", limit)
    if let stop = request.parameters["stop"] {
      settings["stopSequences"] = stop.arrayValue == nil ? [stop] : stop
    }
    if !settings.isEmpty { body["inferenceConfig"] = .object(settings) }
    // What only the model knows.
    var further = JSONObject()
    for key in ["top_k", "thinking", "reasoning_effort"] {
      if let value = request.parameters[key] { further[key] = value }
    }
    if !further.isEmpty { body["additionalModelRequestFields"] = .object(further) }
    let thinks = further["thinking"]?.objectValue.map { $0["type"] != "disabled" } ?? false
    var tools = request.tools.map { Self.spec($0.name, $0.description, $0.parameters) }
    var choice: JSONValue?
    if isStructured, !thinks, let schema = request.responseSchema {
      let mayRead = !tools.isEmpty && !request.isLastStep
      tools.append(Self.spec(Self.tool, "Gives the verdict.", schema))
      choice = mayRead ? ["any": [:]] : ["tool": ["name": .string(Self.tool)]]
    }
    if !tools.isEmpty {
      var config: JSONObject = ["tools": .array(tools)]
      config["toolChoice"] = choice
      body["toolConfig"] = .object(config)
    }
    body.unite(request.parameters["extra_body"]?.objectValue ?? [:])
    return body
  }

  private static func spec(
    _ name: String, _ description: String, _ schema: JSONObject
  ) -> JSONValue {
    [
      "toolSpec": [
        "name": .string(name), "description": .string(description),
        "inputSchema": ["json": .object(schema)],
      ]
    ]
  }

  private static func content(_ message: ChatMessage) -> [JSONValue] {
    if let call = message.answeredCall {
      return [
        [
          "toolResult": [
            "toolUseId": .string(call.id), "content": [["text": .string(message.content)]],
          ]
        ]
      ]
    }
    let text: [JSONValue] =
      message.content.isEmpty && !message.toolCalls.isEmpty
      ? [] : [["text": .string(message.content)]]
    return text
      + message.toolCalls.map { call in
        [
          "toolUse": [
            "toolUseId": .string(call.id), "name": .string(call.name),
            "input": .object(call.object),
          ]
        ]
      }
  }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    let reason = body["stopReason"]
    let message = body["output"]?.objectValue?["message"]?.objectValue
    guard let parts = message?["content"]?.arrayValue?.compactMap(\.objectValue) else {
      throw noAnswer(reason?.stringValue.map { "stopReason \($0)" } ?? "it has no output.message")
    }
    let uses = parts.compactMap { $0["toolUse"]?.objectValue }
    let input = uses.first { ($0["name"]?.stringValue ?? Self.tool) == Self.tool }?["input"]
    let text = parts.compactMap { $0["text"]?.stringValue }.joined()
    var response = ChatResponse(text: input?.canonicalText ?? text)
    response.cutReason = reason?.cutReason
    response.toolCalls = (input == nil ? uses : []).compactMap { use in
      use["name"]?.stringValue.map {
        ChatToolCall(
          id: use["toolUseId"]?.stringValue ?? "", name: $0,
          arguments: (use["input"] ?? .object([:])).canonicalText)
      }
    }
    response.remark = reason?.endRemark("stopReason")
    let usage = body["usage"]?.objectValue
    response.inputTokens = usage?["inputTokens"]?.tokenCount
    response.outputTokens = usage?["outputTokens"]?.tokenCount
    return response
  }
}
