import JudgeJSON
import JudgeModels
import JudgePrivacy
import JudgeWork

/// Anthropic's messages API.
///
/// The schema is enforced by one mandatory tool whose input is the verdict. Source: Anthropic,
/// "Messages" and "Tool use".
struct AnthropicProtocol: WireProtocol {
  private static let tool = "give_verdict"
  /// The maximum number of tokens, which the API requires; verdicts are short, but reasoning before
  /// them may not be.
  private static let maxTokens = 4096

  let parameters = WireParameters(
    renamed: WireParameters.singleLimit.merging(["stop": "stop_sequences"]) { $1 },
    missing: ["seed", "presence_penalty", "frequency_penalty", "logit_bias", "verbosity"])

  func path(model: String) -> String { "/messages" }

  func headers(key: Secret?) -> [(String, Secret)] {
    var headers = [("anthropic-version", Secret("2023-06-01"))]
    if let key { headers.append(("x-api-key", key)) }
    return headers
  }

  func body(for request: ChatRequest, model: String, isStructured: Bool) -> JSONObject {
    let system = request.messages.filter { $0.role == .system }.map(\.content)
    let rest = request.messages.filter { $0.role != .system }
    var body: JSONObject = [
      "model": .string(model),
      "max_tokens": .number(Double(request.maxTokens ?? Self.maxTokens)),
      "messages": .array(
        rest.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] }),
    ]
    if !system.isEmpty { body["system"] = .string(system.joined(separator: "\n\n")) }
    body.set("temperature", request.temperature)
    body.set("top_p", request.topP)
    var members = parameters.members(of: request.parameters)
    if let stop = members["stop_sequences"], stop.arrayValue == nil {
      members["stop_sequences"] = [stop]
    }
    if let effort = members["reasoning_effort"] {
      members["reasoning_effort"] = nil
      members["output_config"] = ["effort": effort]
    }
    body.unite(members)
    // A model that thinks cannot be made to use a tool.
    let thinks = members["thinking"]?.objectValue.map { $0["type"] != "disabled" } ?? false
    if isStructured, !thinks, let schema = request.responseSchema {
      body["tools"] = [
        [
          "name": .string(Self.tool), "description": "Gives the verdict.",
          "input_schema": .object(schema),
        ]
      ]
      body["tool_choice"] = ["type": "tool", "name": .string(Self.tool)]
    }
    body.unite(request.parameters["extra_body"]?.objectValue ?? [:])
    return body
  }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    if body["stop_reason"]?.stringValue == "refusal" {
      throw JudgeFailure(.failed, "the model refused to answer")
    }
    guard let parts = body["content"]?.arrayValue?.compactMap(\.objectValue) else {
      throw noAnswer("it has no content")
    }
    let input = parts.first { $0["type"]?.stringValue == "tool_use" }?["input"]
    let text = parts.filter { $0["type"]?.stringValue == "text" }
      .compactMap { $0["text"]?.stringValue }.joined()
    var response = ChatResponse(text: input?.canonicalText ?? text)
    response.cutReason = body["stop_reason"]?.cutReason
    response.remark = body["stop_reason"]?.endRemark("stop_reason")
    response.modelSnapshot = body["model"]?.stringValue
    let usage = body["usage"]?.objectValue
    response.inputTokens = usage?["input_tokens"]?.tokenCount
    response.outputTokens = usage?["output_tokens"]?.tokenCount
    return response
  }
}
