package import JudgeJSON

/// Exports of Langfuse: traces, observations and scores, as its API and its pages write them.
///
/// The parts of a trace may be in one document, or in several documents and files.
package struct LangfuseExport: ForeignFormat {
  package static let name = "Langfuse export"

  private struct Parts {
    var origin: ForeignNotes.Origin?
    var trace: JSONObject?
    var observations: [JSONObject] = []
    var scores: [JSONObject] = []
  }

  private var order: [String] = []
  private var parts: [String: Parts] = [:]

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    isTrace(document) || isObservation(document) || isScore(document)
  }

  private static func isTrace(_ object: JSONObject) -> Bool {
    guard object.has("id"), object.has("timestamp"), !object.has("traceId") else { return false }
    return [
      "htmlPath", "projectId", "bookmarked", "observations", "public", "sessionId", "scores",
      "environment",
    ].contains { object[$0] != nil }
  }

  private static func isObservation(_ object: JSONObject) -> Bool {
    object.has("traceId") && object.has("startTime") && object.has("type")
  }

  private static func isScore(_ object: JSONObject) -> Bool {
    guard object.has("name"), object["value"] != nil || object.has("stringValue") else {
      return false
    }
    if object.has("traceId") { return object.has("dataType") || object.has("source") }
    return object["subject"]?["traceId"] != nil || object["subject"]?["kind"] == "trace"
      || object["subject"]?["type"] == "trace"
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    if Self.isObservation(document), let id = document.text("traceId") {
      part(id, notes) { $0.observations.append(document) }
    } else if Self.isScore(document) {
      let subject = document["subject"]?.objectValue ?? [:]
      guard let id = document.text("traceId") ?? subject.text("traceId", "id") else {
        throw ImportError(field: "traceId", "is missing: only scores of traces are read")
      }
      part(id, notes) { $0.scores.append(document) }
    } else if let id = document.text("id") {
      part(id, notes) { parts in
        parts.trace = document
        parts.observations += document.objects("observations")
        parts.scores += Self.scores(in: document)
      }
      notes.unread(in: document, of: Self.name, except: Self.known)
    }
    return []
  }

  private static let known: Set<String> = [
    "id", "timestamp", "name", "input", "output", "sessionId", "release", "version", "userId",
    "metadata", "tags", "public", "environment", "htmlPath", "latency", "totalCost",
    "observations", "scores", "projectId", "bookmarked", "createdAt", "updatedAt", "externalId",
    "level", "observationCount", "usage", "usageDetails", "costDetails", "inputCost", "outputCost",
    "promptTokens", "completionTokens", "totalTokens", "inputTokens", "outputTokens",
    "defaultCount", "debugCount", "warningCount", "errorCount",
  ]

  /// The scores of a trace: a list, or `{name: values}` in exports of its pages.
  private static func scores(in trace: JSONObject) -> [JSONObject] {
    if let list = trace["scores"]?.arrayValue { return list.compactMap(\.objectValue) }
    return (trace["scores"]?.objectValue ?? [:]).flatMap { member -> [JSONObject] in
      (member.value.arrayValue ?? [member.value]).map {
        ["name": .string(member.key), "value": $0]
      }
    }
  }

  private mutating func part(
    _ id: String, _ notes: ForeignNotes, _ change: (inout Parts) -> Void
  ) {
    if parts[id] == nil {
      order.append(id)
      parts[id] = Parts(origin: notes.origin)
    }
    change(&parts[id, default: Parts()])
  }

  package mutating func finish(_ notes: inout ForeignNotes) -> [ForeignTrace] {
    order.compactMap { id in
      guard let parts = parts[id] else { return nil }
      var trace = Self.trace(id, parts)
      trace.origin = parts.origin
      return trace.isEmpty ? nil : trace
    }
  }

  private static func trace(_ id: String, _ parts: Parts) -> ForeignTrace {
    var trace = ForeignTrace()
    trace.set("client_request_id", text: id)
    let roots = parts.observations.filter { !$0.has("parentObservationId") }
    let root = roots.min { ($0.text("startTime") ?? "") < ($1.text("startTime") ?? "") }
    let object = parts.trace ?? [:]
    // A trace without content of its own has that of its root observation.
    trace.set("inputs", decoded(object.first("input")) ?? decoded(root?.first("input")))
    trace.set("outputs", decoded(object.first("output")) ?? decoded(root?.first("output")))
    trace.set(
      "request_time", text: ForeignTime.text(object.first("timestamp") ?? root?.first("startTime")))
    if let seconds = object["latency"]?.doubleValue {
      trace.set("execution_duration_ms", .number((seconds * 1000).rounded()))
    }
    trace.put(text: object.first("name"), "mlflow.traceName", into: "tags")
    for tag in object["tags"]?.arrayValue ?? [] {
      if let tag = tag.stringValue { trace.put("true", tag, into: "tags") }
    }
    for key in ["release", "version", "environment"] {
      trace.put(text: object.first(key), "langfuse.\(key)", into: "tags")
    }
    for member in decoded(object["metadata"])?.objectValue ?? [:] {
      trace.put(text: member.value, member.key, into: "metadata")
    }
    trace.put(text: object.first("userId"), "mlflow.trace.user", into: "metadata")
    trace.setSession(object.text("sessionId") ?? root?.text("sessionId"))
    if !parts.observations.isEmpty {
      trace.set("spans", .array(parts.observations.map { span($0, trace: id) }))
    }
    for score in parts.scores { add(score, to: &trace) }
    return trace
  }

  private static func span(_ observation: JSONObject, trace: String) -> JSONValue {
    var span = ForeignSpan(
      observation.text("name"), trace: trace, id: observation.text("id") ?? "",
      parent: observation.text("parentObservationId"))
    span.setTimes(observation["startTime"], observation["endTime"])
    if observation["level"] == "ERROR" { span.fail(observation.text("statusMessage")) }
    let type = observation.text("type")
    span.setContent(
      type == "GENERATION" ? "LLM" : type, decoded(observation["input"]),
      decoded(observation["output"]))
    return span.json
  }

  private static func add(_ score: JSONObject, to trace: inout ForeignTrace) {
    guard let name = score.text("name") else { return }
    let origin = score.text("source") ?? "API"
    let source: (ForeignAssessment.Source, String) =
      switch origin {
      case "ANNOTATION": (.human, score.text("authorUserId", "author") ?? "langfuse")
      case "EVAL": (.judge, "langfuse")
      default: (.code, "langfuse")
      }
    var value = score.first("stringValue", "value")
    if score["dataType"] == "BOOLEAN" {
      value = score["value"]?.doubleValue.map { .bool($0 != 0) } ?? value
    } else if score["dataType"] == "NUMERIC" {
      value = score["value"]
    }
    var assessment = ForeignAssessment(name, source.0, source.1, value)
    assessment.rationale = score.text("comment")
    assessment.time = ForeignTime.text(score.first("updatedAt", "timestamp", "createdAt"))
    assessment.spanID = score.text("observationId")
    trace.add(assessment)
  }

  /// Decodes values that an export has as JSON text; texts of people are not decoded.
  private static func decoded(_ value: JSONValue?) -> JSONValue? {
    guard let text = value?.stringValue, let first = text.utf8.first,
      first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      let read = EmbeddedJSON.read(text)
    else { return value }
    return read.value
  }
}
