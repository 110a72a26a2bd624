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
        rest.map {
          [
            "role": .string($0.role.rawValue), "content": [["text": .string($0.content)]],
          ]
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
    if isStructured, !thinks, let schema = request.responseSchema {
      body["toolConfig"] = [
        "tools": [
          [
            "toolSpec": [
              "name": .string(Self.tool), "description": "Gives the verdict.",
              "inputSchema": ["json": .object(schema)],
            ]
          ]
        ],
        "toolChoice": ["tool": ["name": .string(Self.tool)]],
      ]
    }
    body.unite(request.parameters["extra_body"]?.objectValue ?? [:])
    return body
  }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    let reason = body["stopReason"]
    let message = body["output"]?.objectValue?["message"]?.objectValue
    guard let parts = message?["content"]?.arrayValue?.compactMap(\.objectValue) else {
      throw noAnswer(reason?.stringValue.map { "stopReason \($0)" } ?? "it has no output.message")
    }
    let input = parts.lazy.compactMap { $0["toolUse"]?.objectValue?["input"] }.first
    let text = parts.compactMap { $0["text"]?.stringValue }.joined()
    var response = ChatResponse(text: input?.canonicalText ?? text)
    response.cutReason = reason?.cutReason
    response.remark = reason?.endRemark("stopReason")
    let usage = body["usage"]?.objectValue
    response.inputTokens = usage?["inputTokens"]?.tokenCount
    response.outputTokens = usage?["outputTokens"]?.tokenCount
    return response
  }
}
