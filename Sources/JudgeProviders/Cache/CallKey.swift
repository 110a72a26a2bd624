import JudgeJSON
import JudgeModels

/// The key of a cached answer: the request in a provider-independent form, model and base URL.
struct CallKey: Sendable {
  /// The request as JSON.
  let json: JSONObject

  init(_ request: ChatRequest, uri: ModelURI, baseURL: String) {
    var json: JSONObject = [
      "base_url": .string(baseURL), "uri": .string(uri.description),
      "sample": .number(Double(request.sample)), "v": 1,
      "messages": .array(
        request.messages.map(Self.json)),
    ]
    if !request.tools.isEmpty {
      json["tools"] = .array(
        request.tools.map { tool in
          [
            "name": .string(tool.name), "description": .string(tool.description),
            "parameters": .object(tool.parameters),
          ]
        })
      if request.isLastStep { json["last_step"] = true }
    }
    if let schema = request.responseSchema { json["schema"] = .object(schema) }
    json.set("temperature", request.temperature)
    json.set("top_p", request.topP)
    json.set("max_tokens", request.maxTokens)
    if !request.parameters.isEmpty { json["inference_params"] = .object(request.parameters) }
    self.json = json
  }

  private static func json(_ message: ChatMessage) -> JSONValue {
    var object: JSONObject = [
      "role": .string(message.role.rawValue), "content": .string(message.content),
    ]
    if !message.toolCalls.isEmpty { object["tool_calls"] = .array(message.toolCalls.map(\.json)) }
    if let call = message.answeredCall { object["tool_call_id"] = .string(call.id) }
    return .object(object)
  }

  /// Creates the key of the embedding of one text.
  init(embedding text: String, uri: ModelURI, baseURL: String) {
    json = [
      "base_url": .string(baseURL), "uri": .string(uri.description), "v": 1,
      "embedding": .string(text),
    ]
  }

  /// The hash of the key's canonical form (RFC 8785).
  var hash: String { SHA256Digest.hash(JSONValue.object(json).canonicalBytes()).hex }
}
