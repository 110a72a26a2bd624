package import JudgeJSON
package import JudgeRecords

/// Writes a trace as requests of OpenTelemetry's protocol in JSON, which any OTLP receiver takes.
///
/// Labels and verdicts are log records with the event `gen_ai.evaluation.result`, and attributes
/// `annotations.*` and `evaluations.*` of OpenInference on their span.
package enum OTLPTraceWriter {
  /// Returns the requests of a trace: its spans, and its log records if there are any.
  ///
  /// - Parameter trace: the trace with its labels, verdicts and spans.
  /// - Returns: an `ExportTraceServiceRequest`, and maybe an `ExportLogsServiceRequest`.
  package static func requests(_ trace: Trace) -> [JSONValue] {
    var stored: [String: JSONObject] = [:]
    for span in trace.spans.compactMap(\.objectValue) {
      stored[MLflowTraceWriter.id(span["span_id"], trace)] = span
    }
    let written = MLflowTraceWriter.spans(of: trace)
    let evaluations = OTLPEvaluations(
      trace, root: written.first.map { hex($0["span_id"], 8) } ?? "")
    var groups: [(resource: JSONObject, scope: JSONObject, spans: [JSONValue])] = []
    var records: [JSONValue] = []
    for (place, span) in written.enumerated() {
      let original = stored[span["span_id"]?.stringValue ?? ""] ?? [:]
      let resource = original["resource"]?.objectValue ?? ["service.name": "git-judge"]
      let scope = original["scope"]?.objectValue ?? [:]
      let item = JSONValue.object(
        self.span(span, original, trace, isRoot: place == 0, evaluations))
      if let group = groups.firstIndex(where: { $0.resource == resource && $0.scope == scope }) {
        groups[group].spans.append(item)
      } else {
        groups.append((resource, scope, [item]))
      }
      records += messages(original, span)
    }
    let spans = groups.map { group -> JSONValue in
      [
        "resource": ["attributes": attributes(group.resource)],
        "scopeSpans": [["scope": .object(group.scope), "spans": .array(group.spans)]],
      ]
    }
    records += evaluations.records(traceID: hex(written.first?["trace_id"], 16))
    guard !records.isEmpty else { return [["resourceSpans": .array(spans)]] }
    let service: JSONObject = groups.first?.resource ?? [:]
    return [
      ["resourceSpans": .array(spans)],
      [
        "resourceLogs": [
          [
            "resource": ["attributes": attributes(service)],
            "scopeLogs": [["scope": ["name": "git-judge"], "logRecords": .array(records)]],
          ]
        ]
      ],
    ]
  }

  private static func span(
    _ written: JSONObject, _ original: JSONObject, _ trace: Trace, isRoot: Bool,
    _ evaluations: OTLPEvaluations
  ) -> JSONObject {
    let id = hex(written["span_id"], 8)
    var given = JSONObject(
      (written["attributes"]?.objectValue ?? [:]).compactMap { member in
        // Labels and verdicts are written anew.
        if member.key.hasPrefix("annotations.") || member.key.hasPrefix("evaluations.") {
          return nil
        }
        let text = member.value.stringValue ?? ""
        return (member.key, (try? JSONValue(parsing: Array(text.utf8))) ?? member.value)
      })
    addOpenInference(&given)
    if isRoot {
      for (key, name) in [
        ("mlflow.trace.session", "session.id"), ("mlflow.trace.user", "user.id"),
      ] where given[name] == nil {
        given[name] = trace.metadata[key]
      }
    }
    for member in evaluations.attributes(of: id) { given[member.key] = member.value }
    var span: JSONObject = [
      "traceId": .string(hex(written["trace_id"], 16)), "spanId": .string(id),
      "name": written["name"] ?? "span", "attributes": attributes(given),
      "startTimeUnixNano": written["start_time_unix_nano"] ?? "0",
      "endTimeUnixNano": written["end_time_unix_nano"] ?? "0",
      "kind": .number(Double(max(1, OTLPSpan.kind(original["kind"])))),
    ]
    if let parent = written["parent_span_id"], !parent.isNull {
      span["parentSpanId"] = .string(hex(parent, 8))
    }
    if let isRemote = original["parent_is_remote"]?.boolValue {
      span["flags"] = .number(isRemote ? 0x300 : 0x100)
    }
    if let state = original["trace_state"] { span["traceState"] = state }
    var status: JSONObject = [:]
    let code = OTLPSpan.code(written["status"]?["code"])
    if code > 0 { status["code"] = .number(Double(code)) }
    if let message = written["status"]?["message"], message != "" { status["message"] = message }
    span["status"] = .object(status)
    let events = (original["events"]?.arrayValue ?? []).filter { $0["body"] == nil }
    if !events.isEmpty { span["events"] = .array(events.map(event)) }
    let links = (original["links"]?.arrayValue ?? []).compactMap(link)
    if !links.isEmpty { span["links"] = .array(links) }
    return span
  }

  /// Adds content and kind in OpenInference's words, for receivers that do not know MLflow's.
  private static func addOpenInference(_ attributes: inout JSONObject) {
    for (own, name) in [("mlflow.spanInputs", "input"), ("mlflow.spanOutputs", "output")] {
      guard let value = attributes[own], attributes["\(name).value"] == nil else { continue }
      attributes["\(name).value"] = .string(value.stringValue ?? value.canonicalText)
      attributes["\(name).mime_type"] =
        value.stringValue == nil ? "application/json" : "text/plain"
    }
    if attributes["openinference.span.kind"] == nil, let type = attributes["mlflow.spanType"] {
      attributes["openinference.span.kind"] = type
    }
  }

  private static func event(_ event: JSONValue) -> JSONValue {
    [
      "name": event["name"] ?? "", "timeUnixNano": event["time_unix_nano"] ?? "0",
      "attributes": attributes(event["attributes"]?.objectValue ?? [:]),
    ]
  }

  private static func link(_ link: JSONValue) -> JSONValue? {
    guard let trace = link["trace_id"]?.stringValue.flatMap({ SpanIDs.hex($0, bytes: 16) }),
      let span = link["span_id"]?.stringValue.flatMap({ SpanIDs.hex($0, bytes: 8) })
    else { return nil }
    return [
      "traceId": .string(trace), "spanId": .string(span),
      "attributes": attributes(link["attributes"]?.objectValue ?? [:]),
    ]
  }

  /// The events of a span that have come as log records.
  private static func messages(_ original: JSONObject, _ written: JSONObject) -> [JSONValue] {
    (original["events"]?.arrayValue ?? []).compactMap { event in
      guard let body = event["body"] else { return nil }
      return [
        "traceId": .string(hex(written["trace_id"], 16)),
        "spanId": .string(hex(written["span_id"], 8)), "eventName": event["name"] ?? "",
        "timeUnixNano": event["time_unix_nano"] ?? "0", "body": OTLPValue.wrapped(body),
        "attributes": attributes(event["attributes"]?.objectValue ?? [:]),
      ]
    }
  }

  /// Attributes as a list of keys and values.
  static func attributes(_ object: JSONObject) -> JSONValue {
    .array(
      object.map { ["key": .string($0.key), "value": OTLPValue.wrapped($0.value)] })
  }

  private static func hex(_ id: JSONValue?, _ bytes: Int) -> String {
    SpanIDs.hex(id?.stringValue ?? "", bytes: bytes) ?? ""
  }
}
