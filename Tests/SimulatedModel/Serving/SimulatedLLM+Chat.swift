import JudgeJSON
public import JudgeModels

extension SimulatedLLM {
  /// Answers a request of this process as if it had come over HTTP.
  ///
  /// - Parameter request: the request.
  /// - Returns: the reply, without usage.
  public func answer(_ request: ChatRequest) -> ChatResponse {
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
    return ChatResponse(text: reply(to: body, sample: UInt64(request.sample)))
  }
}
