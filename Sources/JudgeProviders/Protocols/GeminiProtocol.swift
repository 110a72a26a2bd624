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
        rest.map { message in
          [
            "role": message.role == .assistant ? "model" : "user",
            "parts": [["text": .string(message.content)]],
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
    if isStructured, let schema = request.responseSchema {
      settings["responseMimeType"] = "application/json"
      settings["responseJsonSchema"] = .object(schema)
    }
    if !settings.isEmpty { body["generationConfig"] = .object(settings) }
    body.unite(request.parameters["extra_body"]?.objectValue ?? [:])
    return body
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
