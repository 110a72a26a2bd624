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

  func path(model: String) -> String {
    isServingEndpoint
      ? "/serving-endpoints/\(URLText.pathComponent(model))/invocations" : "/chat/completions"
  }

  func headers(key: Secret?) -> [(String, Secret)] {
    guard let key else { return [] }
    return [("Authorization", key.with(prefix: "Bearer "))]
  }

  func body(for request: ChatRequest, model: String, isStructured: Bool) -> JSONObject {
    var body: JSONObject = [
      "messages": .array(
        request.messages.map {
          ["role": .string($0.role.rawValue), "content": .string($0.content)]
        })
    ]
    if !isServingEndpoint { body["model"] = .string(model) }
    body.set("temperature", request.temperature)
    body.set("top_p", request.topP)
    body.set("max_tokens", request.maxTokens)
    // A server whose noise depends on the request would otherwise draw the same answer again and
    // again. If it does not support this member, it refuses it together with the schema.
    if isStructured, request.sample > 0, let seedMember {
      body[seedMember] = .number(Double(request.sample))
    }
    if isStructured, let schema = request.responseSchema {
      body["response_format"] = [
        "type": "json_schema",
        "json_schema": ["name": "verdict", "strict": true, "schema": .object(schema)],
      ]
    }
    return body
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
    // The reply of a reasoning model may be cut off before its first word.
    let hasText = cut == nil || message["content"]?.isNull == false
    var response = ChatResponse(
      text: hasText ? try Self.text(of: message["content"], noAnswer) : "")
    response.cutReason = cut
    response.modelSnapshot = body["model"]?.stringValue
    let usage = body["usage"]?.objectValue
    response.inputTokens = usage?["prompt_tokens"]?.tokenCount
    response.outputTokens = usage?["completion_tokens"]?.tokenCount
    return response
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
