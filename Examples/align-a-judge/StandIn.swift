import GitJudge

/// Stands in for a model: it takes long answers for good ones, follows a guideline about order
/// numbers where it is given one, and distils the reason that it reads most often.
struct StandIn: ChatModel {
  let uri: ModelURI

  init() throws { uri = try ModelURI("anthropic:/stand-in") }

  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    let prompt = request.messages.map(\.content).joined(separator: "\n")
    let isReflection = prompt.contains("write the guidelines")
    return ChatResponse(text: (isReflection ? distil(prompt) : judge(prompt)).canonicalText)
  }

  private func distil(_ prompt: String) -> JSONValue {
    var counts: [String: Int] = [:]
    for line in prompt.split(separator: "\n") where line.hasPrefix("Their reason: ") {
      counts[String(line.dropFirst("Their reason: ".count)), default: 0] += 1
    }
    guard let reason = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
      return ["guidelines": []]
    }
    return [
      "guidelines": [
        ["guideline_text": .string(reason.key), "source_trace_ids": [], "replaces": []]
      ]
    ]
  }

  private func judge(_ prompt: String) -> JSONValue {
    let item = prompt.split(separator: "The case to judge.").last ?? ""
    let knows =
      prompt.contains("- It must name the order.") || prompt.contains("- The order is named.")
    let isGood = knows ? item.contains("order 1") : item.count > 360
    return [
      "rationale": knows ? "By the guideline." : "By its length.",
      "result": isGood ? "good" : "poor",
    ]
  }

  /// A registry in which every model is this one.
  var registry: ModelRegistry {
    @Sendable func provide(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? { self }
    return ModelRegistry(providers: [provide])
  }
}
