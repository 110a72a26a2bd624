import GitJudge

/// A request of OpenAI's chat protocol whose model is a judge.
struct ChatRequestBody {
  /// The tool by which MLflow's client says which trace it is about.
  static let traceTool = "get_trace_info"

  /// The judge.
  let judge: String
  /// The registration that MLflow's client got with the judge.
  let pin: String?
  /// The text of the last message of the user.
  let message: String
  /// Whether the client offers the tool that names the trace.
  let offersTrace: Bool
  /// The result of that tool, if the client has called it.
  let traceResult: String?

  /// Reads a request.
  ///
  /// - Throws: `CaseMessage.Fault` that names the member.
  init(_ members: JSONObject) throws(CaseMessage.Fault) {
    guard let model = members["model"]?.stringValue, !model.isEmpty else {
      throw CaseMessage.Fault(message: "model: name a judge, such as NAME@v2")
    }
    judge = model.hasPrefix("gateway:/") ? String(model.dropFirst("gateway:/".count)) : model
    if members["stream"]?.boolValue == true {
      throw CaseMessage.Fault(message: "stream: a verdict is not streamed; leave it out")
    }
    pin = members["metadata"]?["git_judge"]?.stringValue
    let messages = members["messages"]?.arrayValue ?? []
    let users = messages.filter { $0["role"] == "user" }
    message = users.last.map { Self.text($0["content"]) } ?? ""
    offersTrace = (members["tools"]?.arrayValue ?? []).contains {
      $0["function"]?["name"]?.stringValue == Self.traceTool
    }
    let calls = messages.flatMap { $0["tool_calls"]?.arrayValue ?? [] }
      .filter { $0["function"]?["name"]?.stringValue == Self.traceTool }
      .compactMap { $0["id"]?.stringValue }
    traceResult =
      messages.last { message in
        guard message["role"] == "tool" else { return false }
        return message["name"]?.stringValue == Self.traceTool
          || message["tool_call_id"]?.stringValue.map(calls.contains) ?? false
      }.map { Self.text($0["content"]) }
  }

  /// The id of the trace in the result of the tool.
  var traceID: String? {
    guard let traceResult, let (value, _) = try? JSONValue.parseRepairing(Array(traceResult.utf8))
    else { return nil }
    return (value["trace_id"] ?? value["request_id"])?.stringValue
  }

  /// The text of a message, which may be in parts.
  private static func text(_ content: JSONValue?) -> String {
    if let text = content?.stringValue { return text }
    return (content?.arrayValue ?? []).compactMap { $0["text"]?.stringValue }.joined()
  }
}
