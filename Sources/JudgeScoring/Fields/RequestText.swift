package import JudgeJSON

/// The text of a request or a response, extracted from the formats of chat APIs.
///
/// The rules are MLflow's (`mlflow/genai/utils/trace_utils.py`, 3.17), except that dictionaries are
/// written as JSON and not in Python's form.
package enum RequestText {
  /// Returns the text of a request.
  ///
  /// - Parameter inputs: a text, `{messages}`, an object with one text, or any other value.
  /// - Returns: the text, or JSON for several messages and other values.
  package static func request(_ inputs: JSONValue) -> String {
    if let text = inputs.stringValue { return text }
    guard let messages = inputs.objectValue?["messages"]?.arrayValue else {
      return inputs.canonicalText
    }
    let contents = messages.compactMap { $0.objectValue?["content"]?.stringValue }
    if messages.count == 1, let only = contents.first { return only }
    return JSONValue.array(messages).canonicalText
  }

  /// Returns the text of a response.
  ///
  /// - Parameter outputs: a text, a list, a chat completion, `{messages}`, a Responses object, or
  ///   any other value.
  /// - Returns: the assistant's text, or JSON for other values.
  package static func response(_ outputs: JSONValue) -> String {
    if let text = outputs.stringValue { return text }
    if let first = outputs.arrayValue?.first { return response(first) }
    guard let object = outputs.objectValue else { return outputs.canonicalText }
    if let choice = object["choices"]?.arrayValue?.first?.objectValue,
      let text = choice["message"]?.objectValue?["content"]?.stringValue
    {
      return text
    }
    if let last = object["messages"]?.arrayValue?.last?.objectValue?["content"]?.stringValue {
      return last
    }
    if let items = object["output"]?.arrayValue {
      let texts = items.compactMap(\.objectValue)
        .filter { $0["role"]?.stringValue == "assistant" }
        .compactMap { text(ofContent: $0["content"]) }
      if let last = texts.last { return last }
    }
    return outputs.canonicalText
  }

  private static func text(ofContent content: JSONValue?) -> String? {
    if let text = content?.stringValue { return text }
    let parts = content?.arrayValue?.compactMap { $0.objectValue?["text"]?.stringValue }
    return parts.map { $0.joined() }
  }
}
