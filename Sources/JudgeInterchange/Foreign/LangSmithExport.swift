package import JudgeJSON

/// Exports of LangSmith: runs and feedback as the client's models write them.
///
/// The runs of a trace and the feedback on them may be in any order and in several files.
package struct LangSmithExport: ForeignFormat {
  package static let name = "LangSmith export"

  private var order: [String] = []
  private var origins: [String: ForeignNotes.Origin] = [:]
  private var runs: [String: [JSONObject]] = [:]
  private var feedback: [String: [JSONObject]] = [:]
  /// The trace of each run.
  private var traces: [String: String] = [:]

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    isRun(document) || isFeedback(document)
  }

  private static func isRun(_ object: JSONObject) -> Bool {
    object.has("run_type") && object.has("id")
      && ["dotted_order", "trace_id", "session_id", "start_time"].contains { object.has($0) }
  }

  private static func isFeedback(_ object: JSONObject) -> Bool {
    object.has("run_id") && object.has("key")
      && ["score", "value", "feedback_source"].contains { object[$0] != nil }
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    if Self.isRun(document), let id = document.text("id") {
      let trace = document.text("trace_id") ?? document.text("parent_run_id") ?? id
      note(trace, notes)
      runs[trace, default: []].append(document)
      traces[id] = trace
      for child in document.objects("child_runs") { _ = try read(child, &notes) }
      for member in document["feedback"]?.arrayValue ?? [] {
        if let object = member.objectValue { feedback[id, default: []].append(object) }
      }
      notes.unread(in: document, of: Self.name, except: Self.known)
    } else if let run = document.text("run_id") {
      feedback[run, default: []].append(document)
      let trace = document.text("trace_id") ?? run
      if traces[run] == nil { traces[run] = trace }
      note(trace, notes)
    }
    return []
  }

  private mutating func note(_ trace: String, _ notes: ForeignNotes) {
    if runs[trace] == nil {
      order.append(trace)
      origins[trace] = notes.origin
      runs[trace] = []
    }
  }

  private static let known: Set<String> = [
    "id", "name", "run_type", "start_time", "end_time", "extra", "error", "serialized", "events",
    "inputs", "outputs", "reference_example_id", "parent_run_id", "tags", "session_id",
    "child_run_ids", "child_runs", "feedback_stats", "app_path", "manifest_id", "status",
    "prompt_tokens", "completion_tokens", "total_tokens", "prompt_token_details",
    "completion_token_details", "first_token_time", "total_cost", "prompt_cost", "completion_cost",
    "prompt_cost_details", "completion_cost_details", "parent_run_ids", "trace_id", "dotted_order",
    "in_dataset", "attachments", "inputs_preview", "outputs_preview", "feedback",
    "reference_dataset_id", "share_token", "last_queued_at", "thread_id", "execution_order",
  ]

  package mutating func finish(_ notes: inout ForeignNotes) -> [ForeignTrace] {
    order.compactMap { id in
      let parts = runs[id] ?? []
      let root = parts.first { !$0.has("parent_run_id") } ?? parts.first
      var trace = ForeignTrace()
      trace.origin = origins[id]
      trace.set("client_request_id", text: id)
      if let root { Self.add(root, parts, to: &trace) }
      let said = feedback.filter { traces[$0.key] == id }
      for (run, list) in said.sorted(by: { $0.key < $1.key }) {
        let isOfRoot = root == nil || run == root?.text("id")
        for object in list { Self.add(object, span: isOfRoot ? nil : run, to: &trace) }
      }
      return trace.isEmpty ? nil : trace
    }
  }

  private static func add(
    _ root: JSONObject, _ parts: [JSONObject], to trace: inout ForeignTrace
  ) {
    trace.set("inputs", root["inputs"])
    trace.set("outputs", root["outputs"])
    trace.set("request_time", text: ForeignTime.text(root["start_time"]))
    trace.set(
      "execution_duration_ms", ForeignTime.duration(root["start_time"], root["end_time"]))
    if let error = root.text("error") {
      trace.set("state", text: "ERROR")
      trace.put(text: .string(error), "langsmith.error", into: "metadata")
    }
    trace.put(text: root["name"], "mlflow.traceName", into: "tags")
    for tag in root["tags"]?.arrayValue ?? [] {
      if let tag = tag.stringValue { trace.put("true", tag, into: "tags") }
    }
    let metadata = root["extra"]?["metadata"]?.objectValue ?? [:]
    for member in metadata { trace.put(text: member.value, member.key, into: "metadata") }
    trace.setSession(metadata.text("session_id", "thread_id", "conversation_id"))
    let id = root.text("trace_id", "id") ?? ""
    if parts.count > 1 {
      trace.set("spans", .array(parts.map { span($0, trace: id) }))
    }
  }

  private static func span(_ run: JSONObject, trace: String) -> JSONValue {
    var span = ForeignSpan(
      run.text("name"), trace: trace, id: run.text("id") ?? "", parent: run.text("parent_run_id"))
    span.setTimes(run["start_time"], run["end_time"])
    if let error = run.text("error") { span.fail(error) }
    span.setContent(run.text("run_type")?.uppercased(), run["inputs"], run["outputs"])
    return span.json
  }

  private static func add(
    _ feedback: JSONObject, span: String?, to trace: inout ForeignTrace
  ) {
    guard let key = feedback.text("key") else { return }
    let origin = feedback["feedback_source"]?.objectValue ?? [:]
    let type = origin.text("type") ?? "api"
    let person = origin.text("user_name", "user_id")
    let model =
      origin["metadata"]?["model"]?.stringValue ?? origin["metadata"]?["rule_id"]?.stringValue
    let source: (ForeignAssessment.Source, String) =
      switch type {
      case "app": (.human, person ?? "langsmith")
      case "model", "auto_eval": (.judge, model ?? "langsmith:\(type)")
      default: (.code, "langsmith:\(type)")
      }
    var assessment = ForeignAssessment(key, source.0, source.1, feedback.first("value", "score"))
    assessment.rationale = feedback.text("comment")
    assessment.time = ForeignTime.text(feedback.first("modified_at", "created_at"))
    if let span { assessment.metadata["langsmith.run_id"] = .string(span) }
    if feedback.has("value"), let score = feedback.first("score") {
      assessment.metadata["score"] = .string(score.canonicalText)
    }
    // A judgment of a step is not one of the whole trace.
    assessment.spanID = span
    trace.add(assessment)
    if source.0 == .human, span == nil, let correction = feedback["correction"]?.objectValue {
      for member in correction {
        trace.add(
          ForeignAssessment(
            member.key, source.0, source.1, member.value, isExpectation: true))
      }
    }
  }
}
