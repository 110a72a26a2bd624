package import JudgeJSON
import JudgeRecords

/// Spans of OpenTelemetry and OpenInference: OTLP in JSON, spans of Phoenix's API, and rows of its
/// data frames; and Phoenix's annotations on spans.
///
/// The spans and log records of a trace may be in any order and in several files.
package struct OpenInferenceSpans: ForeignFormat {
  package static let name = "OpenTelemetry spans"

  private var order: [String] = []
  private var origins: [String: ForeignNotes.Origin] = [:]
  private var spans: [String: [JSONObject]] = [:]
  /// The trace of each span.
  private var traces: [String: String] = [:]
  /// The assessments of each trace that are in its spans and log records.
  private var assessments: [String: [JSONObject]] = [:]
  private var annotations: [(origin: ForeignNotes.Origin?, fields: JSONObject)] = []

  package init() {}

  package static func recognizes(_ document: JSONObject) -> Bool {
    if document.has("context.trace_id"), document.has("context.span_id") { return true }
    if isRequest(document) || isAnnotation(document) { return true }
    return document["context"]?["trace_id"] != nil && document["context"]?["span_id"] != nil
      && !document.has("info")
  }

  /// Whether a document is an OTLP request in JSON.
  private static func isRequest(_ document: JSONObject) -> Bool {
    ["resourceSpans", "resource_spans", "resourceLogs", "resource_logs"].contains {
      document.has($0)
    }
  }

  private static func isAnnotation(_ object: JSONObject) -> Bool {
    object.has("annotator_kind") && (object.has("span_id") || object.has("context.span_id"))
  }

  package mutating func read(
    _ document: JSONObject, _ notes: inout ForeignNotes
  ) throws(ImportError) -> [ForeignTrace] {
    if Self.isRequest(document) {
      try request(document, notes)
    } else if Self.isAnnotation(document) {
      annotations.append((notes.origin, document))
    } else {
      try add(Self.phoenix(document), notes)
    }
    return []
  }

  /// Reads the spans and log records of an OTLP request.
  private mutating func request(
    _ document: JSONObject, _ notes: ForeignNotes
  ) throws(ImportError) {
    var found: [JSONObject] = []
    var evaluations: [(trace: String, assessments: [JSONObject])] = []
    var fault: String?
    do throws(OTLPError) {
      try OTLPDocument(takesAnyID: true).spans(document) { read, shared in
        switch read {
        case .failure(let error): fault = error.reason
        case .success(let span):
          let stored = span.stored(shared)
          found.append(stored)
          evaluations.append(
            (span.traceID, SpanAssessments.all(of: stored, shared.resource).assessments))
        }
      }
      let logs = try OTLPLogs(document)
      for part in logs.parts {
        found += part.spans.compactMap(\.objectValue)
        evaluations.append((String(part.traceID.dropFirst(3)), part.assessments))
      }
      if logs.rejected.count > 0 { fault = logs.rejected.message }
    } catch { throw ImportError(error.message) }
    if let fault { throw ImportError(fault) }
    for var span in found {
      // As JSON texts, so that texts are not read as JSON.
      let attributes = span["attributes"]?.objectValue ?? [:]
      span["attributes"] = .object(
        JSONObject(attributes.map { ($0.key, .string($0.value.canonicalText)) }))
      try add(span, notes)
    }
    for (trace, list) in evaluations where !list.isEmpty {
      if spans[trace] == nil { begin(trace, notes) }
      assessments[trace, default: []] += list
    }
  }

  /// Begins a trace.
  private mutating func begin(_ trace: String, _ notes: ForeignNotes) {
    order.append(trace)
    origins[trace] = notes.origin
    spans[trace] = []
  }

  private mutating func add(_ span: JSONObject, _ notes: ForeignNotes) throws(ImportError) {
    guard let given = span.text("trace_id"), let id = span.text("span_id") else {
      throw ImportError(field: "trace_id", "a span has no trace id or no span id")
    }
    let trace = SpanIDs.hex(given, bytes: 16) ?? given
    if spans[trace] == nil { begin(trace, notes) }
    spans[trace, default: []].append(span)
    traces[SpanIDs.hex(id, bytes: 8) ?? id] = trace
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

  package mutating func finish(_ notes: inout ForeignNotes) -> [ForeignTrace] {
    var found: [String: ForeignTrace] = [:]
    var roots: [String: String] = [:]
    for id in order {
      var trace = ForeignTrace()
      trace.origin = origins[id]
      let list = spans[id] ?? []
      let traceID = id.utf8.count == 32 ? "tr-" + id : id
      trace.set("trace_id", text: traceID)
      trace.isExcerpt = true
      let root = list.first { !$0.has("parent_span_id") && $0.has("name") }
      roots[id] = root?.text("span_id").map { SpanIDs.hex($0, bytes: 8) ?? $0 }
      if !list.isEmpty {
        trace.set("spans", .array(list.map { .object($0) }))
        Self.complete(&trace, traceID)
      }
      for var assessment in assessments[id] ?? [] {
        if let span = assessment["span_id"]?.stringValue, span == roots[id] {
          assessment["span_id"] = nil
        }
        trace.add(plain: assessment)
      }
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

  /// Sets what the spans say about their trace.
  private static func complete(_ trace: inout ForeignTrace, _ traceID: String) {
    var tally = RepairTally()
    guard let spans = try? MLflowSpans.read(LineFields(trace.plain), "spans", tally: &tally) else {
      // The import reads the spans again, and tells what is wrong with them.
      return
    }
    let spanned = SpannedTrace(spans, traceID: traceID)
    let record = spanned.record(
      experiment: ContentID(hashing: []), now: Timestamp(clamping: 0))
    trace.set("inputs", record.inputs)
    trace.set("outputs", record.outputs)
    trace.set("request_time", text: record.requestTime?.text)
    trace.set("execution_duration_ms", record.executionDuration.map { .number($0) })
    if spanned.mayBeComplete { trace.set("state", text: record.state) }
    for tag in record.tags { trace.put(tag.value, tag.key, into: "tags") }
    for member in record.metadata { trace.put(member.value, member.key, into: "metadata") }
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
