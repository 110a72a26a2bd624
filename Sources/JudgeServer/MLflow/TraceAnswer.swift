import GitJudge
import JudgeRecords

/// Writes a trace in the form of MLflow's REST interface.
struct TraceAnswer {
  let trace: Trace
  /// The number of the trace's experiment.
  let experiment: String

  /// The `trace_info` object.
  func info() -> JSONObject {
    var metadata = trace.metadata
    let request = metadata[Self.requestPreviewKey]?.stringValue
    let response = metadata[Self.responsePreviewKey]?.stringValue
    for key in Self.ownKeys { metadata[key] = nil }
    var info: JSONObject = [
      "trace_id": .string(trace.id),
      "trace_location": [
        "type": "MLFLOW_EXPERIMENT", "mlflow_experiment": ["experiment_id": .string(experiment)],
      ],
      "request_time": .string((trace.requestTime ?? Timestamp(clamping: 0)).text),
      "state": .string(trace.state),
      "trace_metadata": .object(Self.texts(metadata)), "tags": .object(tags),
    ]
    if let key = trace.clientRequestID { info["client_request_id"] = .string(key) }
    if let duration = trace.executionDuration {
      info["execution_duration"] = .string(Self.seconds(duration))
    }
    let inputs = trace.inputs.isNull ? nil : Self.preview(trace.inputs)
    let outputs = trace.outputs.isNull ? nil : Self.preview(trace.outputs)
    if let text = request ?? inputs ?? metadata["mlflow.traceInputs"]?.stringValue {
      info["request_preview"] = .string(text)
    }
    if let text = response ?? outputs ?? metadata["mlflow.traceOutputs"]?.stringValue {
      info["response_preview"] = .string(text)
    }
    let assessments = AssessmentAnswer.all(of: trace)
    if !assessments.isEmpty { info["assessments"] = .array(assessments.map { .object($0.json) }) }
    return info
  }

  /// The trace with its spans.
  func whole() -> JSONValue {
    [
      "trace_info": .object(info()),
      "spans": .array(SpanAnswer.all(of: trace).map { .object($0) }),
    ]
  }

  private var tags: JSONObject {
    var tags = Self.texts(trace.tags)
    tags["mlflow.artifactLocation"] = .string(
      "mlflow-artifacts:/\(experiment)/traces/\(trace.id)/artifacts")
    // The client uploads the spans a second time, as a file, if this tag is missing.
    tags["mlflow.trace.spansLocation"] = "TRACKING_STORE"
    return tags
  }

  /// The metadata that holds a preview that the client chose itself.
  static let requestPreviewKey = "git_judge.request_preview"
  static let responsePreviewKey = "git_judge.response_preview"
  /// The metadata of a trace whose spans, with its inputs and outputs, have not arrived.
  static let fromSpansKey = "git_judge.from_spans"
  private static let ownKeys = [
    requestPreviewKey, responsePreviewKey, fromSpansKey, "git_judge.derived",
    TraceRecord.longContentKey,
  ]

  /// The number of spans that the client says the trace has, or `nil` if it says nothing.
  static func announcedSpans(_ metadata: JSONObject) -> Int? {
    guard let text = metadata["mlflow.trace.sizeStats"]?.stringValue,
      let stats = try? JSONValue(parsing: text)
    else { return nil }
    return stats["num_spans"]?.intValue
  }

  /// MLflow cuts previews at 1,000 characters.
  static func preview(_ value: JSONValue) -> String {
    let text = value.stringValue ?? value.canonicalText
    let scalars = text.unicodeScalars
    return scalars.count > 1000
      ? String(String.UnicodeScalarView(scalars.prefix(997))) + "..." : text
  }

  static func texts(_ object: JSONObject) -> JSONObject {
    JSONObject(object.map { ($0.key, .string($0.value.stringValue ?? $0.value.canonicalText)) })
  }

  /// Milliseconds as a duration of protocol buffers, such as `0.112s`.
  static func seconds(_ milliseconds: Double) -> String {
    let nanoseconds = Int64(max(0, min(milliseconds, 1e12)) * 1_000_000)
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    guard rest > 0 else { return "\(whole)s" }
    var digits = String(repeating: "0", count: 9 - String(rest).count) + String(rest)
    while digits.hasSuffix("000") { digits.removeLast(3) }
    return "\(whole).\(digits)s"
  }

  /// Milliseconds of a duration of protocol buffers, or `nil` if the text is none.
  static func milliseconds(_ text: String) -> Double? {
    guard text.hasSuffix("s"), let seconds = Double(text.dropLast()), seconds >= 0,
      seconds.isFinite
    else { return nil }
    return (seconds * 1_000_000).rounded() / 1000
  }
}
