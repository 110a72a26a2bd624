import JudgeJSON
import JudgeRecords

/// A line of git-judge's own form: `{client_request_id, inputs, outputs, tags, assessments, …}`.
struct PlainLine {
  let fields: LineFields

  init(_ object: JSONObject) { fields = LineFields(object) }

  func fill(_ item: inout ImportedItem, tally: inout RepairTally) throws(ImportError) {
    var trace = item.trace
    trace.traceID = try fields.text("trace_id")
    trace.clientRequestID = try fields.text("client_request_id", "request_id")
    trace.requestTime = try fields.time("request_time", "timestamp_ms", tally: &tally)
    trace.executionDuration = try fields.amount("execution_duration_ms", "execution_time_ms")
    trace.state = try TraceState.read(fields)
    trace.inputs = fields.value("inputs")
    trace.outputs = fields.value("outputs")
    trace.tags = try fields.textMap("tags", tally: &tally)
    trace.metadata = try fields.textMap("metadata", "trace_metadata", tally: &tally)
    trace.retrievedContext = try retrievedContext()
    if let run = try fields.text("run", "run_id") {
      item.run = Run(experiment: trace.experiment, nonce: run)
    }
    item.spans = try MLflowSpans.read(fields, "spans", tally: &tally)
    if !item.spans.isEmpty { Self.complete(&trace, &item) }
    item.trace = trace
    item.holdsTrace = trace.inputs != nil || trace.outputs != nil
    try addExpectations(&item)
    try AssessmentFields.addAll(of: fields, to: &item, tally: &tally)
  }

  /// Completes a trace with facts that its line omits but its spans contain.
  private static func complete(_ trace: inout TraceRecord, _ item: inout ImportedItem) {
    if trace.traceID == nil, trace.clientRequestID == nil {
      trace.traceID = MLflowSpans.traceID(of: item.spans)
    }
    guard trace.inputs == nil, trace.outputs == nil else { return }
    var content = MLflowSpans.content(of: MLflowSpans.root(of: item.spans))
    if content == (nil, nil) { content = MLflowSpans.innerContent(of: item.spans) }
    (trace.inputs, trace.outputs) = content
    item.isExcerpt = true
  }

  private func retrievedContext() throws(ImportError) -> [JSONValue] {
    let chunks = try fields.list("retrieved_context") ?? []
    for (index, chunk) in chunks.enumerated() {
      guard chunk.objectValue != nil || chunk.stringValue != nil else {
        throw fields.fail("retrieved_context[\(index)]", "must be {doc_uri, content}")
      }
    }
    return chunks
  }

  /// Adds a row's expectations, with MLflow's default source, HUMAN `default`.
  private func addExpectations(_ item: inout ImportedItem) throws(ImportError) {
    guard let expectations = try fields.child("expectations") else { return }
    try item.checkCount(expectations.object.count, "expectations")
    for member in expectations.object {
      guard !member.key.isEmpty else {
        throw expectations.fail("", "an expectation needs a name")
      }
      // A column that the row does not fill, as tables write it.
      guard !member.value.isNull else {
        item.withoutValue += 1
        continue
      }
      item.assessments.append(
        Assessment(
          traceID: "", name: member.key, source: .human("default"),
          content: .expectation(member.value)))
    }
  }
}
