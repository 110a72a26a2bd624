package import JudgeJSON

/// Logs of Inspect (`inspect-ai`) in JSON: one trace for each sample and epoch, with its scores.
package struct InspectLog: ForeignFormat {
  package static let name = "Inspect log"

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    document["eval"]?["task"] != nil
      && (document.has("samples") || document.has("plan") || document.has("status"))
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    guard let samples = document["samples"]?.arrayValue, !samples.isEmpty else {
      throw ImportError(
        field: "samples",
        "this Inspect log has no samples: was only its header written, or did no sample finish?")
    }
    let eval = document["eval"]?.objectValue ?? [:]
    return samples.enumerated().compactMap { place, sample in
      sample.objectValue.map { Self.trace($0, at: place, eval, &notes) }
    }
  }

  private static let known: Set<String> = [
    "id", "epoch", "input", "target", "messages", "output", "scores", "metadata", "uuid",
    "started_at", "completed_at", "total_time", "working_time", "error", "attachments", "choices",
    "model_usage", "role_usage", "turn_count", "error_retries", "events_data", "summary",
    // What the solver did is not part of the answer.
    "events", "store", "timelines", "limit", "sandbox", "files", "setup", "invalidation",
  ]

  private static func trace(
    _ sample: JSONObject, at place: Int, _ eval: JSONObject, _ notes: inout ForeignNotes
  ) -> ForeignTrace {
    let attachments = sample["attachments"]?.objectValue ?? [:]
    func whole(_ value: JSONValue?) -> JSONValue? { value.map { attached($0, attachments) } }
    var trace = ForeignTrace(place: "samples[\(place)]")
    trace.set(
      "client_request_id",
      text: sample.text("uuid")
        ?? [eval.text("eval_id"), sample.text("id"), sample.text("epoch")].compactMap(\.self)
        .joined(separator: "/"))
    let messages = whole(sample["messages"])?.arrayValue ?? []
    let answer = whole(sample["output"]?["choices"]?.arrayValue?.first?["message"])
    let isConversation = !messages.isEmpty
    if isConversation {
      // The conversation without its last answer is what the model saw.
      let isAnswered = messages.last?["role"] == "assistant"
      let asked = isAnswered ? Array(messages.dropLast()) : messages
      trace.set("inputs", ChatMessages.inputs(asked.map(plain)))
    } else {
      trace.set("inputs", whole(sample["input"]))
    }
    trace.set("outputs", ChatMessages.answer(answer.map(plain)))
    if let target = sample.first("target"), target != "" {
      trace.put(target, "expected_response", into: "expectations")
    }
    trace.set("request_time", text: ForeignTime.text(sample["started_at"]))
    trace.set(
      "execution_duration_ms",
      sample["total_time"]?.doubleValue.map { .number(($0 * 1000).rounded()) })
    if sample.has("error") { trace.set("state", text: "ERROR") }
    trace.put(text: eval["task"], "inspect.task", into: "tags")
    trace.put(text: eval["model"], "inspect.model", into: "tags")
    // The epochs of a sample are the same question.
    trace.put(text: sample["id"], "group", into: "tags")
    for member in sample["metadata"]?.objectValue ?? [:] {
      trace.put(text: member.value, member.key, into: "metadata")
    }
    for member in sample["scores"]?.objectValue ?? [:] {
      guard let score = member.value.objectValue else { continue }
      add(member.key, whole(.object(score))?.objectValue ?? score, to: &trace)
    }
    notes.unread(in: sample, at: "samples[].", of: name, except: known)
    return trace
  }

  /// Adds a score; a score with several values gives one assessment for each.
  private static func add(_ scorer: String, _ score: JSONObject, to trace: inout ForeignTrace) {
    let edit = score.objects("history").last { $0["provenance"]?["author"]?.stringValue != nil }
    let author = edit?["provenance"]?["author"]?.stringValue
    let isGraded = scorer.contains("model_graded") || score["metadata"]?["grading"] != nil
    let values = score["value"]?.objectValue
    func add(_ name: String, _ value: JSONValue?) {
      var assessment = ForeignAssessment(
        name, author != nil ? .human : isGraded ? .judge : .code, author ?? "inspect:\(scorer)",
        value)
      assessment.rationale =
        edit?["provenance"]?["reason"]?.stringValue ?? score["explanation"]?.stringValue
      trace.add(assessment)
    }
    guard let values else { return add(scorer, score["value"]) }
    for member in values { add(member.key, member.value) }
  }

  /// A message without Inspect's own members.
  private static func plain(_ message: JSONValue) -> JSONValue {
    guard var object = message.objectValue else { return message }
    for key in ["id", "source", "model", "metadata"] { object[key] = nil }
    return .object(object)
  }

  /// Replaces references `attachment://HASH` by their texts.
  private static func attached(_ value: JSONValue, _ attachments: JSONObject) -> JSONValue {
    guard !attachments.isEmpty else { return value }
    switch value {
    case .string(let text):
      let mark = "attachment://"
      guard text.hasPrefix(mark) else { return value }
      return attachments[String(text.dropFirst(mark.count))] ?? value
    case .array(let list): return .array(list.map { attached($0, attachments) })
    case .object(let object):
      return .object(JSONObject(object.map { ($0.key, attached($0.value, attachments)) }))
    default: return value
    }
  }
}
