package import JudgeJSON

/// OpenAI's chat logs: lists of messages, stored chat completions, responses, and files of batches.
///
/// A batch has one file of requests and one of answers, which belong together by `custom_id`.
package struct OpenAIChatLog: ForeignFormat {
  package static let name = "OpenAI chat log"

  private var requests: [String: [JSONValue]] = [:]
  private var origins: [String: ForeignNotes.Origin] = [:]
  private var answers: [(id: String, body: JSONObject)] = []
  private var unanswered: [String] = []

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    if ["chat.completion", "response"].contains(document["object"]?.stringValue) { return true }
    if ChatMessages.areMessages(document["messages"]), !document.has("inputs") { return true }
    if document.has("custom_id"), document.has("body") || document["response"] != nil {
      return true
    }
    return ChatMessages.areMessages(document["request"]?["messages"])
      && document["response"]?["choices"] != nil
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    if let id = document.text("custom_id") {
      if let origin = notes.origin { origins[id] = origin }
      return try readBatch(id, document)
    }
    if let request = document["request"]?.objectValue,
      let response = document["response"]?.objectValue
    {
      return [Self.trace(request["messages"]?.arrayValue ?? [], response, id: response.text("id"))]
    }
    if document["object"] == "response" { return [Self.response(document)] }
    notes.unread(in: document, of: Self.name, except: Self.known)
    let messages = document["messages"]?.arrayValue ?? []
    guard document.has("choices") else {
      var trace = ForeignTrace()
      let (inputs, outputs) = ChatMessages.divided(messages)
      trace.set("inputs", inputs)
      trace.set("outputs", outputs)
      trace.set("client_request_id", text: document.text("client_request_id", "id"))
      Self.addDetails(of: document, to: &trace)
      return [trace]
    }
    return [Self.trace(messages, document, id: document.text("client_request_id", "id"))]
  }

  private static let known: Set<String> = [
    "id", "client_request_id", "object", "created", "messages", "choices", "model", "metadata",
    "usage",
    "system_fingerprint", "service_tier", "request_id", "temperature", "top_p", "seed",
    "presence_penalty", "frequency_penalty", "tools", "tool_choice", "response_format",
    "input_user", "parallel_tool_calls", "max_tokens", "max_completion_tokens", "n", "stop",
    "store",
    "stream", "user",
  ]

  private mutating func readBatch(
    _ id: String, _ document: JSONObject
  ) throws(ImportError) -> [ForeignTrace] {
    if let body = document["body"]?.objectValue {
      let input = body["input"].map { $0.arrayValue ?? [["role": "user", "content": $0]] }
      guard let messages = body["messages"]?.arrayValue ?? input else {
        throw ImportError(field: "body.messages", "is missing: only requests of a chat are read")
      }
      if requests[id] == nil { unanswered.append(id) }
      requests[id] = messages
      return []
    }
    guard let body = document["response"]?["body"]?.objectValue else {
      let reason = document["error"]?["message"]?.stringValue ?? "it has no response.body"
      throw ImportError(field: "response", "the request failed: \(reason)")
    }
    if let error = body["error"]?["message"]?.stringValue {
      throw ImportError(field: "response.body.error", "the request failed: \(error)")
    }
    answers.append((id, body))
    return []
  }

  package mutating func finish(_ notes: inout ForeignNotes) -> [ForeignTrace] {
    var traces: [ForeignTrace] = []
    var answered = Set<String>()
    for (id, body) in answers {
      answered.insert(id)
      if requests[id] == nil {
        notes.say(
          "\(Self.name): answers of a batch have no request; import the file of requests together "
            + "with them")
      }
      var trace =
        body["object"] == "response"
        ? Self.response(body) : Self.trace(requests[id] ?? [], body, id: id)
      if trace.line["inputs"] == nil, let messages = requests[id] {
        trace.set("inputs", ChatMessages.inputs(messages))
      }
      trace.set("client_request_id", text: id)
      trace.origin = origins[id]
      traces.append(trace)
    }
    for id in unanswered where !answered.contains(id) {
      var trace = ForeignTrace()
      trace.set("client_request_id", text: id)
      trace.set("inputs", ChatMessages.inputs(requests[id] ?? []))
      trace.isExcerpt = true
      trace.origin = origins[id]
      traces.append(trace)
    }
    return traces
  }

  private static func trace(
    _ messages: [JSONValue], _ completion: JSONObject, id: String?
  ) -> ForeignTrace {
    var trace = ForeignTrace()
    trace.set("client_request_id", text: id)
    if !messages.isEmpty { trace.set("inputs", ChatMessages.inputs(messages)) }
    trace.set("outputs", ChatMessages.completion(completion))
    addDetails(of: completion, to: &trace)
    return trace
  }

  /// An object of the Responses API.
  private static func response(_ body: JSONObject) -> ForeignTrace {
    var trace = ForeignTrace()
    trace.set("client_request_id", text: body.text("id"))
    if let input = body.first("input") {
      trace.set("inputs", input.arrayValue.map(ChatMessages.inputs) ?? input)
    }
    let messages = body.objects("output").filter { $0["type"] == "message" }
    let texts = messages.flatMap { $0.objects("content") }.compactMap { $0["text"]?.stringValue }
    trace.set("outputs", texts.isEmpty ? body["output"] : .string(texts.joined()))
    addDetails(of: body, to: &trace)
    return trace
  }

  private static func addDetails(of object: JSONObject, to trace: inout ForeignTrace) {
    trace.set("request_time", text: ForeignTime.text(object.first("created", "created_at")))
    trace.put(
      text: object["model"].flatMap { $0.isNull ? nil : $0 }, "openai.model", into: "metadata")
    for member in object["metadata"]?.objectValue ?? [:] {
      trace.put(text: member.value, member.key, into: "tags")
    }
  }
}
