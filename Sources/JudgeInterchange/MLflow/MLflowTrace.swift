import JudgeJSON
import JudgeRecords

/// A trace in MLflow's form, of schema v2 or v3.
///
/// Its files hold `{"info": {…}, "data": {"spans": […]}}`. Tables have this as text in a column
/// `trace`. The REST interface answers `{"trace_info": {…}, "spans": […]}`, and searches without
/// spans return only the info.
struct MLflowTrace {
  let info: LineFields
  let data: LineFields

  /// Recognizes an MLflow trace; `nil` for other lines.
  init?(_ object: JSONObject, tally: inout RepairTally) throws(ImportError) {
    let fields = LineFields(object)
    if let trace = try Self.object(fields, "trace", tally: &tally),
      trace.value("info") != nil || trace.value("trace_info") != nil
    {
      try self.init(parts: trace, tally: &tally)
    } else {
      try self.init(parts: fields, tally: &tally)
    }
  }

  private init?(parts: LineFields, tally: inout RepairTally) throws(ImportError) {
    let key = parts.value("info")?.objectValue != nil ? "info" : "trace_info"
    if let info = parts.value(key)?.objectValue {
      self.info = LineFields(info, path: .member(parts.path, key))
    } else if parts.value("trace_location") != nil || parts.value("request_metadata") != nil {
      info = parts
    } else {
      return nil
    }
    // Some exports hold the data as JSON text.
    data = try Self.object(parts, "data", tally: &tally) ?? parts
  }

  func fill(_ item: inout ImportedItem, tally: inout RepairTally) throws(ImportError) {
    var trace = item.trace
    trace.traceID = try info.text("trace_id", "request_id")
    trace.clientRequestID = try info.text("client_request_id")
    trace.requestTime = try info.time("request_time", "timestamp_ms", tally: &tally)
    trace.executionDuration = try duration()
    trace.state = try TraceState.read(info)
    trace.metadata = try info.textMap("trace_metadata", "request_metadata", tally: &tally)
    trace.tags = try info.textMap("tags", tally: &tally)
    if let run = trace.metadata["mlflow.sourceRun"]?.stringValue, !run.isEmpty {
      item.run = Run(experiment: trace.experiment, nonce: run)
    }
    item.spans = try MLflowSpans.read(data, "spans", tally: &tally)
    trace.traceID = trace.traceID ?? MLflowSpans.traceID(of: item.spans)
    readContent(into: &trace, &item, tally: &tally)
    item.trace = trace
    item.holdsTrace = trace.inputs != nil || trace.outputs != nil || !item.spans.isEmpty
    try AssessmentFields.addAll(of: info, to: &item, tally: &tally)
  }

  /// Reads inputs and outputs: those of the root span, else those of the data, else those of spans
  /// below the root, else the previews.
  private func readContent(
    into trace: inout TraceRecord, _ item: inout ImportedItem, tally: inout RepairTally
  ) {
    let root = MLflowSpans.content(of: MLflowSpans.root(of: item.spans))
    trace.inputs =
      root.inputs ?? EmbeddedJSON.unwrapped(data.value("request"), tally: &tally)
    trace.outputs =
      root.outputs ?? EmbeddedJSON.unwrapped(data.value("response"), tally: &tally)
    guard trace.inputs == nil, trace.outputs == nil else { return }
    (trace.inputs, trace.outputs) = MLflowSpans.innerContent(of: item.spans)
    guard trace.inputs == nil, trace.outputs == nil else { return }
    item.isExcerpt = item.spans.isEmpty
    trace.inputs = preview("request_preview", "mlflow.traceInputs", trace, tally: &tally)
    trace.outputs = preview("response_preview", "mlflow.traceOutputs", trace, tally: &tally)
  }

  /// Returns the inputs or outputs that MLflow keeps outside the spans, if they are not truncated.
  private func preview(
    _ key: String, _ metadata: String, _ trace: TraceRecord, tally: inout RepairTally
  ) -> JSONValue? {
    for value in [info.value(key), trace.metadata[metadata]] where !Self.isCutOff(value) {
      if let value = EmbeddedJSON.unwrapped(value, tally: &tally) { return value }
    }
    return nil
  }

  /// Returns whether MLflow has truncated a value.
  ///
  /// It truncates previews at 1,000 characters (10,000 on Databricks) and metadata at 250.
  private static func isCutOff(_ value: JSONValue?) -> Bool {
    guard let text = value?.stringValue, text.hasSuffix("...") else { return false }
    return [250, 1000, 10_000].contains(text.unicodeScalars.count)
  }

  /// Reads milliseconds from a number, or from a duration of protocol buffers such as `0.120s`.
  private func duration() throws(ImportError) -> Double? {
    guard let text = info.value("execution_duration")?.stringValue, text.hasSuffix("s") else {
      return try info.amount("execution_duration_ms", "execution_time_ms", "execution_duration")
    }
    guard let seconds = LineFields.decimal(String(text.dropLast())), seconds >= 0 else {
      throw info.fail("execution_duration", "must be seconds such as 0.120s")
    }
    return (seconds * 1_000_000).rounded() / 1000
  }

  /// Returns an object, given directly or as JSON text, or `nil` if it is neither.
  private static func object(
    _ fields: LineFields, _ key: String, tally: inout RepairTally
  ) throws(ImportError) -> LineFields? {
    guard let value = fields.value(key) else { return nil }
    let path = FieldPath.member(fields.path, key)
    if let object = value.objectValue { return LineFields(object, path: path) }
    let bytes = value.stringValue.map { Array($0.utf8) } ?? []
    guard let (inner, repairs) = try? JSONValue.parseRepairing(bytes),
      let object = inner.objectValue
    else {
      if key == "trace" { return nil }
      throw fields.fail(key, "must be an object, or the JSON text of one")
    }
    tally.add(repairs, in: bytes)
    return LineFields(object, path: path)
  }
}
