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
        ChatTurn.all(of: rest).map { ["role": .string($0.role), "content": Self.content($0)] }),
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
    var tools = request.tools.map { tool -> JSONValue in
      [
        "name": .string(tool.name), "description": .string(tool.description),
        "input_schema": .object(tool.parameters),
      ]
    }
    if isStructured, !thinks, let schema = request.responseSchema {
      let mayRead = !tools.isEmpty && !request.isLastStep
      tools.append([
        "name": .string(Self.tool), "description": "Gives the verdict.",
        "input_schema": .object(schema),
      ])
      body["tool_choice"] =
        mayRead ? ["type": "any"] : ["type": "tool", "name": .string(Self.tool)]
    }
    if !tools.isEmpty { body["tools"] = .array(tools) }
    body.unite(request.parameters["extra_body"]?.objectValue ?? [:])
    return body
  }

  private static func content(_ turn: ChatTurn) -> JSONValue {
    if turn.messages.count == 1, let only = turn.messages.first, only.isPlain {
      return .string(only.content)
    }
    return .array(
      turn.messages.flatMap { message -> [JSONValue] in
        if let call = message.answeredCall {
          return [
            [
              "type": "tool_result", "tool_use_id": .string(call.id),
              "content": .string(message.content),
            ]
          ]
        }
        let text: [JSONValue] =
          message.content.isEmpty ? [] : [["type": "text", "text": .string(message.content)]]
        return text
          + message.toolCalls.map { call in
            [
              "type": "tool_use", "id": .string(call.id), "name": .string(call.name),
              "input": .object(call.object),
            ]
          }
      })
  }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    if body["stop_reason"]?.stringValue == "refusal" {
      throw JudgeFailure(.failed, "the model refused to answer")
    }
    guard let parts = body["content"]?.arrayValue?.compactMap(\.objectValue) else {
      throw noAnswer("it has no content")
    }
    let uses = parts.filter { $0["type"]?.stringValue == "tool_use" }
    let input = uses.first { ($0["name"]?.stringValue ?? Self.tool) == Self.tool }?["input"]
    let text = parts.filter { $0["type"]?.stringValue == "text" }
      .compactMap { $0["text"]?.stringValue }.joined()
    var response = ChatResponse(text: input?.canonicalText ?? text)
    response.cutReason = body["stop_reason"]?.cutReason
    // Calls beside the verdict are not needed any more.
    response.toolCalls = (input == nil ? uses : []).compactMap { use in
      use["name"]?.stringValue.map {
        ChatToolCall(
          id: use["id"]?.stringValue ?? "", name: $0,
          arguments: (use["input"] ?? .object([:])).canonicalText)
      }
    }
    response.remark = body["stop_reason"]?.endRemark("stop_reason")
    response.modelSnapshot = body["model"]?.stringValue
    let usage = body["usage"]?.objectValue
    response.inputTokens = usage?["input_tokens"]?.tokenCount
    response.outputTokens = usage?["output_tokens"]?.tokenCount
    return response
  }
}
