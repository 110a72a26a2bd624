import JudgeJSON
import JudgeRecords
import JudgeTracing

/// A trace that is built from its spans.
struct SpooledTrace {
  let spans: [JSONObject]
  let traceID: String
  private let root: JSONObject?

  /// Reads the spans of one trace, or returns `nil` if there are none.
  init?(_ spans: [JSONObject]) {
    guard let id = spans.first?["trace_id"]?.stringValue else { return nil }
    self.spans = spans
    traceID = id
    root = spans.first { $0["parent_span_id"] == nil }
  }

  var id: String { "tr-" + traceID }

  /// Returns the trace and its spans as records, in batches under 1 MiB.
  func records(in experiment: ContentID) throws -> [Record] {
    var trace = TraceRecord(experiment: experiment)
    trace.traceID = id
    let first = root ?? spans.min { nanoseconds($0, "start") < nanoseconds($1, "start") }
    let start = first.map { nanoseconds($0, "start") } ?? 0
    trace.requestTime = Timestamp(clamping: Int64(start / 1_000_000))
    if let root {
      // If the clock was set back while the program ran, the trace would end before it began.
      let end = max(start, nanoseconds(root, "end"))
      trace.executionDuration = Double(end - start) / 1_000_000
      let attributes = root["attributes"]?.objectValue
      trace.inputs = attributes?[SpanAttributeName.inputs]
      trace.outputs = attributes?[SpanAttributeName.outputs]
      let isError = root["status"]?.objectValue?["code"] == "STATUS_CODE_ERROR"
      trace.state = isError ? "ERROR" : "OK"
      if let name = root["name"] { trace.tags["mlflow.traceName"] = name }
    } else {
      trace.state = "IN_PROGRESS"
    }
    var records = [try trace.record()]
    let batches = RecordBatches.split(spans.map { JSONValue.object($0) }) {
      $0.canonicalBytes().count
    }
    for batch in batches { records.append(try SpanBatch(traceID: id, spans: batch).record()) }
    return records
  }

  private func nanoseconds(_ span: JSONObject, _ end: String) -> UInt64 {
    span["\(end)_time_unix_nano"]?.stringValue.flatMap { UInt64($0) } ?? 0
  }
}
