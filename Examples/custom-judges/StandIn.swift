import GitJudge

/// Stands in for a model: it looks for words in what it is asked and understands nothing.
struct StandIn: ChatModel {
  let uri: ModelURI

  init() throws { uri = try ModelURI("openai:/stand-in") }

  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    let prompt = request.messages.map(\.content).joined(separator: "\n")
    let wantsScore = prompt.contains("one of 1, 2, 3, 4, 5")
    let isBad = prompt.contains("+81 ") || prompt.contains("About cookies")
    let result: JSONValue = wantsScore ? (isBad ? 1 : 5) : (isBad ? "no" : "yes")
    let reply: JSONValue = [
      "rationale": isBad ? "It holds what it should not." : "Nothing speaks against it.",
      "result": result,
    ]
    return ChatResponse(text: reply.canonicalText)
  }

  /// A registry in which every model is this one.
  var registry: ModelRegistry {
    @Sendable func provide(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? { self }
    return ModelRegistry(providers: [provide])
  }
}
