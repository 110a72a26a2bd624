import JudgeJSON
import JudgeModels
import JudgePrivacy
import JudgeWork

/// Google's Gemini API.
///
/// Source: Google, "Generating content" and "Structured output" (`responseJsonSchema`).
struct GeminiProtocol: WireProtocol {
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
    if isStructured, request.sample > 0 { settings["seed"] = .number(Double(request.sample)) }
    if isStructured, let schema = request.responseSchema {
      settings["responseMimeType"] = "application/json"
      settings["responseJsonSchema"] = .object(schema)
    }
    if !settings.isEmpty { body["generationConfig"] = .object(settings) }
    return body
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
    guard let parts = content ?? (cut == nil ? nil : []) else {
      throw noAnswer(candidate["finishReason"]?.stringValue ?? "the candidate has no content")
    }
    let texts = parts.compactMap(\.objectValue)
      .filter { $0["thought"]?.boolValue != true }.compactMap { $0["text"]?.stringValue }
    var response = ChatResponse(text: texts.joined())
    response.cutReason = cut
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
