package import JudgeJSON
import JudgeRecords

/// Spans of OpenTelemetry and OpenInference: OTLP in JSON, spans of Phoenix's API, and rows of its
/// data frames; and Phoenix's annotations on spans.
///
/// The spans of a trace may be in any order and in several files.
package struct OpenInferenceSpans: ForeignFormat {
  package static let name = "OpenTelemetry spans"

  private var order: [String] = []
  private var origins: [String: ForeignNotes.Origin] = [:]
  private var spans: [String: [JSONObject]] = [:]
  /// The trace of each span.
  private var traces: [String: String] = [:]
  private var annotations: [(origin: ForeignNotes.Origin?, fields: JSONObject)] = []

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    if document.has("context.trace_id"), document.has("context.span_id") { return true }
    if resourceSpans(document) != nil || isAnnotation(document) { return true }
    return document["context"]?["trace_id"] != nil && document["context"]?["span_id"] != nil
      && !document.has("info")
  }

  private static func resourceSpans(_ document: JSONObject) -> [JSONObject]? {
    guard document.has("resourceSpans") || document.has("resource_spans") else { return nil }
    return document.objects("resourceSpans", "resource_spans")
  }

  private static func isAnnotation(_ object: JSONObject) -> Bool {
    object.has("annotator_kind") && (object.has("span_id") || object.has("context.span_id"))
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    if let resources = Self.resourceSpans(document) {
      for resource in resources {
        let scopes = resource.objects(
          "scopeSpans", "scope_spans", "instrumentationLibrarySpans")
        for span in scopes.flatMap({ $0.objects("spans") }) { try add(Self.otlp(span), notes) }
      }
    } else if Self.isAnnotation(document) {
      annotations.append((notes.origin, document))
    } else {
      try add(Self.phoenix(document), notes)
    }
    return []
  }

  private mutating func add(_ span: JSONObject, _ notes: ForeignNotes) throws(ImportError) {
    guard let given = span.text("trace_id"), let id = span.text("span_id") else {
      throw ImportError(field: "trace_id", "a span has no trace id or no span id")
    }
    let trace = SpanIDs.hex(given, bytes: 16) ?? given
    if spans[trace] == nil {
      order.append(trace)
      origins[trace] = notes.origin
    }
    spans[trace, default: []].append(span)
    traces[SpanIDs.hex(id, bytes: 8) ?? id] = trace
  }

  /// OTLP's names in JSON, as those of imported spans.
  private static func otlp(_ span: JSONObject) -> JSONObject {
    var result: JSONObject = [:]
    for (key, names) in [
      ("trace_id", ["traceId", "trace_id"]), ("span_id", ["spanId", "span_id"]),
      ("parent_span_id", ["parentSpanId", "parent_span_id"]), ("name", ["name"]),
      ("start_time_unix_nano", ["startTimeUnixNano", "start_time_unix_nano"]),
      ("end_time_unix_nano", ["endTimeUnixNano", "end_time_unix_nano"]),
      ("status", ["status"]),
    ] {
      for name in names {
        if let value = span[name], !value.isNull { result[key] = value }
      }
    }
    if let time = result["start_time_unix_nano"], let double = time.doubleValue {
      result["start_time_unix_nano"] = .string(JSONValue.number(double).canonicalText)
    }
    let attributes = span.objects("attributes").compactMap { attribute in
      attribute.text("key").map { ($0, OTLPValue.plain(attribute["value"] ?? .null)) }
    }
    result["attributes"] = .object(encoded(JSONObject(attributes)))
    return result
  }

  /// A span of Phoenix's API, or a row of its data frame with columns such as `attributes.input.value`.
  private static func phoenix(_ row: JSONObject) -> JSONObject {
    let context = row["context"]?.objectValue ?? [:]
    var span = ForeignSpan(
      row.text("name"), trace: context.text("trace_id") ?? row.text("context.trace_id") ?? "",
      id: context.text("span_id") ?? row.text("context.span_id") ?? "",
      parent: row.text("parent_id", "parent_span_id"))
    span.setTimes(row["start_time"], row["end_time"])
    if row["status_code"] == "ERROR" { span.fail(row.text("status_message")) }
    var attributes: JSONObject = [:]
    flatten(row["attributes"] ?? .null, "", into: &attributes)
    let prefix = "attributes."
    for member in row where member.key.hasPrefix(prefix) {
      flatten(member.value, String(member.key.dropFirst(prefix.count)), into: &attributes)
    }
    if let kind = row.text("span_kind"), kind != "UNKNOWN" {
      attributes["openinference.span.kind"] = .string(kind)
    }
    for member in attributes { span.set(member.key, member.value) }
    return span.json.objectValue ?? [:]
  }

  /// Writes nested objects as attributes with dots in their names; lists stay as they are.
  private static func flatten(
    _ value: JSONValue, _ name: String, into attributes: inout JSONObject
  ) {
    if let object = value.objectValue {
      for member in object {
        flatten(
          member.value, name.isEmpty ? member.key : "\(name).\(member.key)", into: &attributes)
      }
    } else if !value.isNull, !name.isEmpty {
      attributes[name] = value
    }
  }

  /// Values as JSON texts, so that texts are not read as JSON.
  private static func encoded(_ attributes: JSONObject) -> JSONObject {
    JSONObject(attributes.map { ($0.key, .string($0.value.canonicalText)) })
  }

  package mutating func finish(_ notes: inout ForeignNotes) -> [ForeignTrace] {
    var found: [String: ForeignTrace] = [:]
    var roots: [String: String] = [:]
    for id in order {
      var trace = ForeignTrace()
      trace.origin = origins[id]
      let list = spans[id] ?? []
      trace.set("trace_id", text: id.utf8.count == 32 ? "tr-" + id : id)
      trace.set("spans", .array(list.map { .object($0) }))
      trace.isExcerpt = true
      let root = list.first { !$0.has("parent_span_id") }
      roots[id] = root?.text("span_id").map { SpanIDs.hex($0, bytes: 8) ?? $0 }
      trace.put(text: root?["name"], "mlflow.traceName", into: "tags")
      if let start = root?.text("start_time_unix_nano"), start.utf8.count > 6 {
        trace.set(
          "request_time",
          text: Int64(start.dropLast(6)).flatMap { Timestamp(milliseconds: $0)?.text })
      }
      let session = list.lazy.compactMap { span in
        ["session.id", "gen_ai.conversation.id", "traceloop.association.properties.session_id"]
          .lazy.compactMap { span["attributes"]?[$0]?.stringValue }.first
      }.first
      trace.setSession(session.flatMap { EmbeddedJSON.read($0)?.value.stringValue ?? $0 })
      found[id] = trace
    }
    for (origin, fields) in annotations {
      let given = fields.text("span_id", "context.span_id") ?? ""
      let span = SpanIDs.hex(given, bytes: 8) ?? given
      guard let id = traces[span] else {
        notes.say(
          "\(Self.name): annotations on spans that are not in the files are not read; import the "
            + "spans together with them")
        continue
      }
      var trace = found[id] ?? ForeignTrace()
      if trace.origin == nil { trace.origin = origin }
      trace.add(Self.assessment(fields, span: span == roots[id] ? nil : span))
      found[id] = trace
    }
    return order.compactMap { found[$0] }
  }

  private static func assessment(_ fields: JSONObject, span: String?) -> ForeignAssessment {
    let result = fields["result"]?.objectValue ?? [:]
    let label = result.first("label") ?? fields.first("result.label", "label")
    let score = result.first("score") ?? fields.first("result.score", "score")
    let kind = fields.text("annotator_kind")?.uppercased()
    let given = fields.text("user_id", "identifier", "user")
    let source: (ForeignAssessment.Source, String) =
      switch kind {
      case "HUMAN": (.human, given ?? "phoenix")
      case "LLM": (.judge, fields["metadata"]?["model"]?.stringValue ?? given ?? "phoenix")
      default: (.code, given ?? "phoenix")
      }
    var assessment = ForeignAssessment(
      fields.text("name", "annotation_name") ?? "annotation", source.0, source.1, label ?? score)
    assessment.rationale = result.text("explanation") ?? fields.text("result.explanation")
    assessment.time = ForeignTime.text(fields.first("updated_at", "created_at"))
    assessment.spanID = span
    if label != nil, let score { assessment.metadata["score"] = .string(score.canonicalText) }
    return assessment
  }
}
