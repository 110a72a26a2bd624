package import JudgeJSON
package import JudgeRecords

/// Writes a trace in the form of MLflow's `Trace.to_json`, which `Trace.from_json` reads.
///
/// MLflow keeps inputs and outputs in the root span, so a trace without one gets it. Ids of spans
/// that are not OpenTelemetry's are replaced by hashes. Labels that are in force are written, and
/// the last verdict of each judge.
package enum MLflowTraceWriter {
  /// Returns a trace as MLflow's JSON.
  ///
  /// - Parameters:
  ///   - trace: the trace with its labels, verdicts and spans.
  ///   - experiment: the number of its experiment.
  /// - Returns: the trace, `{info, data}`.
  package static func json(_ trace: Trace, experiment: String) -> JSONValue {
    let spans = spans(of: trace)
    let start = spans.first?["start_time_unix_nano"]?.stringValue
    let time = trace.requestTime ?? milliseconds(start) ?? Timestamp(clamping: 0)
    var info: JSONObject = [
      "trace_id": .string(trace.id),
      "trace_location": [
        "type": "MLFLOW_EXPERIMENT", "mlflow_experiment": ["experiment_id": .string(experiment)],
      ],
      "request_preview": .string(preview(trace.inputs)),
      "response_preview": .string(preview(trace.outputs)),
      "request_time": .string(time.text), "state": .string(trace.state),
      "trace_metadata": .object(texts(trace.metadata)), "tags": .object(texts(trace.tags)),
    ]
    if let key = trace.clientRequestID { info["client_request_id"] = .string(key) }
    if let duration = trace.executionDuration {
      info["execution_duration_ms"] = .number(duration.rounded())
    }
    let labels = trace.labels.filter { $0.standing == .counts }.map { assessment($0, time) }
    let verdicts = lastVerdicts(of: trace).map { assessment($0, trace.id, time) }
    info["assessments"] = .array(labels + verdicts)
    return ["info": .object(info), "data": ["spans": .array(spans.map { .object($0) })]]
  }

  /// Returns the last verdict of each judge on each question.
  package static func lastVerdicts(of trace: Trace) -> [Feedback] {
    var places: [String: Int] = [:]
    var result: [Feedback] = []
    for verdict in trace.verdicts {
      let key = [
        verdict.name, verdict.source.type.rawValue, verdict.source.id, verdict.judge?.hex ?? "",
        verdict.spanID ?? "", verdict.metadata["chunk_index"]?.stringValue ?? "",
      ].joined(separator: "\0")
      if let place = places[key] {
        result[place] = verdict
      } else {
        places[key] = result.count
        result.append(verdict)
      }
    }
    return result
  }

  // MARK: Assessments

  private static func assessment(_ label: Label, _ fallback: Timestamp) -> JSONValue {
    let given = label.assessment
    var object = common(
      given.name, given.source, given.rationale, given.metadata, given.spanID, given.traceID,
      given.createTime, given.lastUpdateTime, fallback)
    if let id = given.assessmentID { object["assessment_id"] = .string(id) }
    switch given.content {
    case .feedback(let value): object["feedback"] = ["value": value]
    case .error(let error): object["feedback"] = ["value": .null, "error": self.error(error)]
    case .expectation(let value):
      // MLflow writes lists and objects as JSON text.
      let isNested = value.arrayValue != nil || value.objectValue != nil
      object["expectation"] =
        isNested
        ? [
          "serialized_value": [
            "serialization_format": "JSON_FORMAT", "value": .string(value.canonicalText),
          ]
        ] : ["value": value]
    }
    return .object(object)
  }

  private static func assessment(
    _ verdict: Feedback, _ trace: String, _ fallback: Timestamp
  ) -> JSONValue {
    var metadata = verdict.metadata
    if let judge = verdict.judge { metadata["git_judge.judge"] = .string(judge.hex) }
    if let run = verdict.run { metadata["mlflow.assessment.sourceRunId"] = .string(run.runID) }
    if let cost = verdict.cost {
      metadata["mlflow.assessment.judgeCost"] = .string(JSONValue.number(cost).canonicalText)
    }
    var object = common(
      verdict.name, verdict.source, verdict.rationale, metadata, verdict.spanID, trace,
      verdict.createTime, nil, fallback)
    switch verdict.result {
    case .success(let value): object["feedback"] = ["value": value]
    case .failure(let error): object["feedback"] = ["value": .null, "error": self.error(error)]
    }
    return .object(object)
  }

  private static func common(
    _ name: String, _ source: AssessmentSource, _ rationale: String?, _ metadata: JSONObject,
    _ span: String?, _ trace: String, _ created: Timestamp?, _ updated: Timestamp?,
    _ fallback: Timestamp
  ) -> JSONObject {
    let created = created ?? updated ?? fallback
    var object: JSONObject = [
      "assessment_name": .string(name), "trace_id": .string(trace),
      "source": [
        "source_type": .string(source.type.rawValue), "source_id": .string(source.id),
      ],
      "create_time": .string(created.text),
      "last_update_time": .string((updated ?? created).text), "valid": true,
    ]
    if let rationale { object["rationale"] = .string(rationale) }
    if !metadata.isEmpty { object["metadata"] = .object(texts(metadata)) }
    if let span { object["span_id"] = .string(SpanIDs.hex(span, bytes: 8) ?? span) }
    return object
  }

  private static func error(_ error: AssessmentError) -> JSONValue {
    [
      "error_code": .string(error.code),
      "error_message": error.message.map { .string($0) } ?? .null,
    ]
  }

  // MARK: Spans

  /// Returns the spans, the root first.
  static func spans(of trace: Trace) -> [JSONObject] {
    let traceID = id(trace.id, bytes: 16)
    var spans = trace.spans.compactMap(\.objectValue).map { span(of: $0, trace, traceID) }
    let root = spans.firstIndex { $0["parent_span_id"]?.isNull ?? true }
    var first: JSONObject
    if let root {
      first = spans.remove(at: root)
    } else {
      first = bareRoot(of: trace, traceID)
      // The others hang below the new root.
      for place in spans.indices where spans[place]["parent_span_id"]?.isNull ?? true {
        spans[place]["parent_span_id"] = first["span_id"]
      }
    }
    var attributes = first["attributes"]?.objectValue ?? [:]
    for (name, value) in [
      ("mlflow.spanInputs", trace.inputs), ("mlflow.spanOutputs", trace.outputs),
    ] where !value.isNull {
      attributes[name] = .string(value.canonicalText)
    }
    first["attributes"] = .object(attributes)
    let hasRetriever = spans.contains {
      $0["attributes"]?["mlflow.spanType"] == "\"RETRIEVER\""
    }
    if !trace.retrievedContext.isEmpty, !hasRetriever {
      spans.append(documents(of: trace, traceID, parent: first))
    }
    return [first] + spans
  }

  private static func span(
    of stored: JSONObject, _ trace: Trace, _ traceID: String
  ) -> JSONObject {
    let given = stored["attributes"]?.objectValue ?? [:]
    var attributes = JSONObject(given.map { ($0.key, .string($0.value.canonicalText)) })
    for (name, value) in [
      ("mlflow.spanType", SpanContent.type(given).map { JSONValue.string($0) }),
      ("mlflow.spanInputs", SpanContent.inputs(of: stored)),
      ("mlflow.spanOutputs", SpanContent.outputs(of: stored)),
      ("mlflow.chat.tokenUsage", SpanFacts.tokens(given).map { .object($0.json) }),
      ("mlflow.llm.model", SpanFacts.model(given).map { .string($0) }),
      ("mlflow.llm.provider", SpanFacts.provider(given).map { .string($0) }),
    ] {
      if let value { attributes[name] = .string(value.canonicalText) }
    }
    attributes["mlflow.traceRequestId"] = .string(JSONValue.string(trace.id).canonicalText)
    let start = stored["start_time_unix_nano"]?.stringValue ?? nanoseconds(trace.requestTime)
    var result: JSONObject = [
      "trace_id": .string(traceID), "span_id": .string(id(stored["span_id"], trace)),
      "parent_span_id": .null, "name": stored["name"] ?? "span",
      "start_time_unix_nano": .string(start),
      "end_time_unix_nano": .string(stored["end_time_unix_nano"]?.stringValue ?? start),
      "attributes": .object(attributes), "events": [], "links": [],
    ]
    if let kind = stored["kind"] { result["kind"] = kind }
    if let links = stored["links"]?.arrayValue {
      result["links"] = .array(
        links.compactMap(\.objectValue).map { link in
          var link = link
          link["trace_id"] = .string(id(link["trace_id"]?.stringValue ?? "", bytes: 16))
          link["span_id"] = .string(id(link["span_id"]?.stringValue ?? "", bytes: 8))
          return .object(link)
        })
    }
    if let parent = stored["parent_span_id"]?.stringValue, !parent.isEmpty {
      result["parent_span_id"] = .string(id(.string(parent), trace))
    }
    if let events = stored["events"]?.arrayValue {
      result["events"] = .array(events.filter { $0["name"] != nil && $0["time_unix_nano"] != nil })
    }
    let code = stored["status"]?["code"]?.stringValue ?? "STATUS_CODE_UNSET"
    result["status"] = [
      "code": .string(
        ["STATUS_CODE_OK", "STATUS_CODE_ERROR"].contains(code) ? code : "STATUS_CODE_UNSET"),
      "message": .string(stored["status"]?["message"]?.stringValue ?? ""),
    ]
    return result
  }

  private static func bareRoot(of trace: Trace, _ traceID: String) -> JSONObject {
    var root: JSONObject = [
      "name": trace.tags["mlflow.traceName"] ?? "trace", "span_id": .string("root"),
      "attributes": ["mlflow.spanType": "CHAIN"],
    ]
    let start = nanoseconds(trace.requestTime)
    root["start_time_unix_nano"] = .string(start)
    if let time = trace.requestTime, let duration = trace.executionDuration {
      root["end_time_unix_nano"] = .string(
        nanoseconds(time.advanced(by: Int64(min(duration.rounded(), 1e15)))))
    }
    root["status"] = [
      "code": .string(trace.state == "ERROR" ? "STATUS_CODE_ERROR" : "STATUS_CODE_OK")
    ]
    return span(of: root, trace, traceID)
  }

  private static func documents(
    of trace: Trace, _ traceID: String, parent: JSONObject
  ) -> JSONObject {
    let list = trace.retrievedContext.map { chunk -> JSONValue in
      let text = chunk["content"]?.stringValue ?? chunk.stringValue ?? chunk.canonicalText
      guard let uri = chunk["doc_uri"], !uri.isNull else { return ["page_content": .string(text)] }
      return ["page_content": .string(text), "metadata": ["doc_uri": uri]]
    }
    var result = span(
      of: [
        "name": "retrieved_context", "span_id": .string("retrieved_context"),
        "start_time_unix_nano": parent["start_time_unix_nano"] ?? "0",
        "end_time_unix_nano": parent["end_time_unix_nano"] ?? "0",
        "attributes": ["mlflow.spanType": "RETRIEVER", "mlflow.spanOutputs": .array(list)],
      ], trace, traceID)
    result["parent_span_id"] = parent["span_id"]
    return result
  }

  // MARK: Values

  /// An id as base64: its own bytes if it is hexadecimal, otherwise those of a hash.
  private static func id(_ text: String, bytes count: Int) -> String {
    let hex =
      SpanIDs.hex(text, bytes: count)
      ?? String(SHA256Digest.hash(Array(text.utf8)).hex.prefix(count * 2))
    var bytes: [UInt8] = []
    var rest = Substring(hex)
    while rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return Base64.text(bytes)
  }

  /// The id of a span; an id that is not hexadecimal is hashed together with its trace.
  static func id(_ value: JSONValue?, _ trace: Trace) -> String {
    let text = value?.stringValue ?? ""
    return id(SpanIDs.hex(text, bytes: 8) ?? "\(trace.id) \(text)", bytes: 8)
  }

  private static func texts(_ object: JSONObject) -> JSONObject {
    JSONObject(object.map { ($0.key, .string($0.value.stringValue ?? $0.value.canonicalText)) })
  }

  /// MLflow cuts previews at 1,000 characters.
  private static func preview(_ value: JSONValue) -> String {
    let text = value.isNull ? "" : value.stringValue ?? value.canonicalText
    return text.unicodeScalars.count > 1000
      ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(997))) + "..." : text
  }

  private static func nanoseconds(_ time: Timestamp?) -> String {
    guard let time, time.milliseconds > 0 else { return "0" }
    return "\(time.milliseconds)000000"
  }

  private static func milliseconds(_ nanoseconds: String?) -> Timestamp? {
    guard let nanoseconds, nanoseconds.utf8.count > 6 else { return nil }
    return Int64(nanoseconds.dropLast(6)).flatMap { Timestamp(milliseconds: $0) }
  }
}
