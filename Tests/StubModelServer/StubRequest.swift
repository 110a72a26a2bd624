public import JudgeJSON

/// A request as the stub server got it.
public struct StubRequest: Sendable {
  /// The path with its query.
  public let path: String
  /// The headers, names in lower case.
  public let headers: [String: String]
  /// The body.
  public let body: JSONObject
  /// The number of the request, from 1.
  public let number: Int
  /// How many requests the server is busy with, this one included.
  public let inFlight: Int

  /// Whether OpenAI's protocol asks for structured output.
  public var wantsSchema: Bool { body["response_format"] != nil }

  /// The texts of all messages, whatever the protocol, joined by line breaks.
  public var prompt: String {
    var texts: [String] = []
    func take(_ value: JSONValue?) {
      if let text = value?.stringValue { texts.append(text) }
      for part in value?.arrayValue ?? [] { take(part.objectValue?["text"]) }
    }
    take(body["system"])
    take(body["systemInstruction"]?.objectValue?["parts"])
    for message in body["messages"]?.arrayValue ?? [] { take(message.objectValue?["content"]) }
    for message in body["contents"]?.arrayValue ?? [] { take(message.objectValue?["parts"]) }
    return texts.joined(separator: "\n")
  }
}
