package import JudgeJSON

/// The words of a request or a response inside the shapes that chat APIs give them.
///
/// The rules are MLflow's (`mlflow/genai/utils/trace_utils.py`, 3.17), but for dictionaries, which
/// it writes as Python does and we as JSON.
package enum RequestText {
  /// The text of a request.
  ///
  /// - Parameter inputs: a text, `{messages}`, an object with one text, or anything else.
  /// - Returns: the text; several messages and other values as JSON.
  package static func request(_ inputs: JSONValue) -> String {
    if let text = inputs.stringValue { return text }
    guard let messages = inputs.objectValue?["messages"]?.arrayValue else {
      return inputs.canonicalText
    }
    let contents = messages.compactMap { $0.objectValue?["content"]?.stringValue }
    if messages.count == 1, let only = contents.first { return only }
    return JSONValue.array(messages).canonicalText
  }

  /// The text of a response.
  ///
  /// - Parameter outputs: a text, a list, a chat completion, `{messages}`, a Responses object, or
  ///   anything else.
  /// - Returns: the assistant's text; other values as JSON.
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
