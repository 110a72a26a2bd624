import JudgeJSON

/// Lists of chat messages, divided into a request and its answer.
enum ChatMessages {
  /// Returns whether a value is a list of messages.
  static func areMessages(_ value: JSONValue?) -> Bool {
    guard let list = value?.arrayValue, !list.isEmpty else { return false }
    return list.allSatisfy { $0["role"]?.stringValue != nil }
  }

  /// Divides a conversation: its last message is the answer if the assistant wrote it.
  static func divided(
    _ messages: [JSONValue]
  ) -> (inputs: JSONValue, outputs: JSONValue?) {
    guard let last = messages.last, ["assistant", "ai"].contains(last["role"]?.stringValue) else {
      return (inputs(messages), nil)
    }
    return (inputs(Array(messages.dropLast())), answer(last))
  }

  /// Returns the inputs that consist of messages.
  static func inputs(_ messages: [JSONValue]) -> JSONValue { ["messages": .array(messages)] }

  /// Returns an answer: the text if the message has nothing else, otherwise the message.
  static func answer(_ message: JSONValue?) -> JSONValue? {
    guard let object = message?.objectValue else {
      return message.flatMap { $0.isNull ? nil : $0 }
    }
    let calls = object.first("tool_calls", "function_call", "refusal", "audio")
    if let text = object["content"]?.stringValue, calls == nil { return .string(text) }
    if let parts = object["content"]?.arrayValue, calls == nil {
      let texts = parts.compactMap { $0["text"]?.stringValue }
      if texts.count == parts.count, !texts.isEmpty { return .string(texts.joined()) }
    }
    return .object(JSONObject(object.filter { !$0.value.isNull }.map { ($0.key, $0.value) }))
  }

  /// Returns the answer in the body of a chat completion.
  static func completion(_ body: JSONObject) -> JSONValue? {
    answer(body.objects("choices").first?["message"])
  }
}

/// Fields of datasets, divided into inputs, outputs and expectations by their usual names.
enum DataFields {
  private static let outputs = [
    "outputs", "output", "response", "answer", "completion", "actual_output", "model_output",
    "prediction", "generation", "generated_text",
  ]
  private static let expected = [
    "expected_response", "expected_output", "reference", "reference_answer", "ideal", "target",
    "ground_truth",
  ]

  /// Divides fields.
  ///
  /// - Parameters:
  ///   - fields: the fields.
  ///   - trace: gets the inputs, outputs and expectations.
  static func divide(_ fields: JSONObject, into trace: inout ForeignTrace) {
    var rest = fields
    if let key = outputs.first(where: { rest.has($0) }) {
      trace.set("outputs", rest[key])
      rest[key] = nil
    }
    if let key = expected.first(where: { rest.has($0) }) {
      trace.put(rest[key], "expected_response", into: "expectations")
      rest[key] = nil
    }
    if rest.count == 1, let only = rest["inputs"] {
      trace.set("inputs", only)
    } else if !rest.isEmpty {
      trace.set("inputs", .object(rest))
    }
  }
}
