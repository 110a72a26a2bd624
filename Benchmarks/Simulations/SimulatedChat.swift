import JudgeAlignment
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import SimulatedModel

/// The simulated model as a chat model of this process.
struct SimulatedChat: ChatModel {
  let uri: ModelURI
  let model: SimulatedLLM

  /// A context in which it answers for `simulated:/…`.
  static func context(seed: UInt64) -> AlignmentContext {
    let model = SimulatedLLM(seed: seed)
    let provider: @Sendable (ModelURI) throws(ModelError) -> (any ChatModel)? = { uri in
      uri.provider == "simulated" ? SimulatedChat(uri: uri, model: model) : nil
    }
    return AlignmentContext(seed: seed, registry: ModelRegistry(providers: [provider]))
  }

  func complete(_ request: ChatRequest) async throws(ModelError) -> ChatResponse {
    var body: JSONObject = [
      "messages": .array(
        request.messages.map {
          ["role": .string($0.role.rawValue), "content": .string($0.content)]
        })
    ]
    if let temperature = request.temperature { body["temperature"] = .number(temperature) }
    if let schema = request.responseSchema {
      body["response_format"] = [
        "type": "json_schema",
        "json_schema": ["name": "answer", "strict": true, "schema": .object(schema)],
      ]
    }
    return ChatResponse(text: model.reply(to: body, sample: UInt64(request.sample)))
  }
}
