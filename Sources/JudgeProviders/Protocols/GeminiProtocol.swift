import JudgeJSON
import JudgeModels
import JudgePrivacy
import JudgeWork

/// Google's Gemini API.
///
/// Source: Google, "Generating content" and "Structured output" (`responseJsonSchema`).
struct GeminiProtocol: WireProtocol {
  let parameters = WireParameters(
    renamed: [
      "max_completion_tokens": "maxOutputTokens", "stop": "stopSequences", "top_k": "topK",
      "presence_penalty": "presencePenalty", "frequency_penalty": "frequencyPenalty",
    ], missing: ["logit_bias", "verbosity", "service_tier", "thinking"])

  func path(model: String) -> String { "/models/\(URLText.pathComponent(model)):generateContent" }

  func headers(key: Secret?) -> [(String, Secret)] {
    // Not in the URL, where it would get into logs.
    key.map { [("x-goog-api-key", $0)] } ?? []
  }

  func body(for request: ChatRequest, model: String, isStructured: Bool) -> JSONObject {
    let system = request.messages.filter { $0.role == .system }.map(\.content)
    let rest = request.messages.filter { $0.role != .system }
    var body: JSONObject = [
      "contents": .array(
        ChatTurn.all(of: rest).map { turn in
          [
            "role": turn.role == "assistant" ? "model" : "user",
            "parts": .array(turn.messages.flatMap(Self.parts)),
          ]
        })
    ]
    if !system.isEmpty {
      body["systemInstruction"] = [
        "parts": [["text": .string(system.joined(separator: "\n\n"))]]
      ]
    }
    var settings = JSONObject()
    settings.set("temperature", request.temperature)
    settings.set("topP", request.topP)
    settings.set("maxOutputTokens", request.maxTokens)
    var members = parameters.members(of: request.parameters)
    if let stop = members["stopSequences"], stop.arrayValue == nil {
      members["stopSequences"] = [stop]
    }
    if let effort = members["reasoning_effort"]?.stringValue {
      members["reasoning_effort"] = nil
      members["thinkingConfig"] = Self.thinking(effort, model)
    }
    settings.unite(members)
    if let seed = request.parameters["seed"]?.doubleValue {
      settings["seed"] = .number(seed + Double(request.sample))
    } else if isStructured, request.sample > 0 {
      settings["seed"] = .number(Double(request.sample))
    }
    if !request.tools.isEmpty {
      body["tools"] = [
        [
          "functionDeclarations": .array(
            request.tools.map { tool in
              [
                "name": .string(tool.name), "description": .string(tool.description),
                "parametersJsonSchema": .object(tool.parameters),
              ]
            })
        ]
      ]
      if request.isLastStep {
        body["toolConfig"] = ["functionCallingConfig": ["mode": "NONE"]]
      }
    }
    // The API takes a schema or tools; the prompt describes the form too.
    if isStructured, request.tools.isEmpty, let schema = request.responseSchema {
      settings["responseMimeType"] = "application/json"
      settings["responseJsonSchema"] = .object(schema)
    }
    if !settings.isEmpty { body["generationConfig"] = .object(settings) }
    body.unite(request.parameters["extra_body"]?.objectValue ?? [:])
    return body
  }

  private static func parts(_ message: ChatMessage) -> [JSONValue] {
    if let call = message.answeredCall {
      return [
        [
          "functionResponse": [
            "name": .string(call.name), "response": ["result": .string(message.content)],
          ]
        ]
      ]
    }
    let text: [JSONValue] =
      message.content.isEmpty && !message.toolCalls.isEmpty
      ? [] : [["text": .string(message.content)]]
    return text
      + message.toolCalls.map { call in
        var part: JSONObject = [
          "functionCall": ["name": .string(call.name), "args": .object(call.object)]
        ]
        if let signature = call.signature { part["thoughtSignature"] = .string(signature) }
        return .object(part)
      }
  }

  /// Returns Gemini's setting for an effort, with the numbers of Google's OpenAI compatibility for
  /// models that count thinking in tokens.
  private static func thinking(_ effort: String, _ model: String) -> JSONValue {
    let budgets = ["none": 0.0, "minimal": 1024, "low": 1024, "medium": 8192, "high": 24576]
    guard model.hasPrefix("gemini-2"), let budget = budgets[effort] else {
      return ["thinkingLevel": .string(effort)]
    }
    return ["thinkingBudget": .number(budget)]
  }

  func response(from body: JSONObject) throws(JudgeFailure) -> ChatResponse {
    guard let candidate = body["candidates"]?.arrayValue?.first?.objectValue else {
      let reason = body["promptFeedback"]?.objectValue?["blockReason"]?.stringValue
      throw reason.map { JudgeFailure(.failed, "the provider blocked the request: \($0)") }
        ?? noAnswer("it has no candidates")
    }
    let cut = candidate["finishReason"]?.cutReason
    let content = candidate["content"]?.objectValue?["parts"]?.arrayValue
    // The reply of a reasoning model may be cut off before its first word.
    let remark = candidate["finishReason"]?.endRemark("finishReason")
    guard let parts = content ?? (remark == nil ? nil : []) else {
      throw noAnswer(candidate["finishReason"]?.stringValue ?? "the candidate has no content")
    }
    let texts = parts.compactMap(\.objectValue)
      .filter { $0["thought"]?.boolValue != true }.compactMap { $0["text"]?.stringValue }
    var response = ChatResponse(text: texts.joined())
    response.cutReason = cut
    response.toolCalls = parts.compactMap { part in
      guard let call = part["functionCall"]?.objectValue, let name = call["name"]?.stringValue
      else { return nil }
      return ChatToolCall(
        id: call["id"]?.stringValue ?? "", name: name,
        arguments: (call["args"] ?? .object([:])).canonicalText,
        signature: part["thoughtSignature"]?.stringValue)
    }
    response.remark = remark
    response.modelSnapshot = body["modelVersion"]?.stringValue
    let usage = body["usageMetadata"]?.objectValue
    response.inputTokens = usage?["promptTokenCount"]?.tokenCount
    // thinking is billed as output
    let shown = usage?["candidatesTokenCount"]?.tokenCount
    let thought = usage?["thoughtsTokenCount"]?.tokenCount
    if shown != nil || thought != nil { response.outputTokens = (shown ?? 0) + (thought ?? 0) }
    return response
  }
}
