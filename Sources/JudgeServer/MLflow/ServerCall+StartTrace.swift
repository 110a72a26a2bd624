import GitJudge
import JudgeInterchange

extension ServerCall {
  /// Stores the info of a trace, with the labels that came with it.
  func startTrace(_ info: JSONObject) async throws -> JSONValue {
    let number =
      info["trace_location"]?["mlflow_experiment"]?["experiment_id"]?.stringValue
      ?? info["experiment_id"]?.stringValue ?? "0"
    let experiment = try await experimentID(number)
    let id = info["trace_id"]?.stringValue ?? info["request_id"]?.stringValue ?? ""
    guard Self.isNewTraceID(id) else {
      throw ServerError.invalid("Invalid trace ID '\(id)'")
    }
    try await checkExperiment(of: id, experiment)
    var record = try await traceRecord(info, id, experiment)
    let spans = try await knownSpans(of: id)
    let content = OTLPSpans.content(of: spans)
    record.inputs = content.inputs
    record.outputs = content.outputs
    let isWhole = OTLPSpans.hasRoot(spans)
    record.shorten()
    Self.keepPreview(info, "request_preview", of: record.inputs, &record, isWhole)
    Self.keepPreview(info, "response_preview", of: record.outputs, &record, isWhole)
    if isWhole {
      state.arrivals.complete(id)
    } else {
      state.arrivals.wait(for: record, id)
      // Spans that arrive at this moment may have missed the note, so look again.
      record.metadata[TraceAnswer.fromSpansKey] = "0"
    }
    state.arrivals.remember(id, in: experiment)
    var records = [try record.record()]
    for value in info["assessments"]?.arrayValue ?? [] {
      guard let object = value.objectValue else { continue }
      records.append(try await assessmentRecord(object, on: id, in: experiment).record)
    }
    _ = try await repository.append(records, message: "Record traces")
    if !isWhole { try await completeIfArrived(id) }
    var trace = Trace(id: id, inputs: record.inputs ?? .null, outputs: record.outputs ?? .null)
    trace.tags = record.tags
    trace.metadata = record.metadata
    trace.state = record.state ?? "STATE_UNSPECIFIED"
    trace.requestTime = record.requestTime
    trace.executionDuration = record.executionDuration
    trace.clientRequestID = record.clientRequestID
    var answer = TraceAnswer(trace: trace, experiment: number).info()
    for key in ["request_preview", "response_preview", "assessments"] {
      if let value = info[key] { answer[key] = value }
    }
    return ["trace": ["trace_info": .object(answer)]]
  }

  /// Whether a text can be the id of a new trace: `tr-` and 32 hexadecimal digits, not all 0.
  static func isNewTraceID(_ text: String) -> Bool {
    text.hasPrefix("tr-") && text.utf8.count == 35 && text.utf8.dropFirst(3).contains { $0 != 0x30 }
      && text.utf8.dropFirst(3).allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }
  }

  /// Refuses a trace that another experiment has, as MLflow 3.18 does.
  func checkExperiment(of id: String, _ experiment: ContentID) async throws {
    var known = state.arrivals.experiment(of: id)
    if known == nil {
      known = try await repository.index.traces(ids: [id]).first?.experiment
    }
    if let known, known != experiment {
      throw ServerError.invalid("Trace with ID '\(id)' already exists in another experiment.")
    }
  }

  private func traceRecord(
    _ info: JSONObject, _ id: String, _ experiment: ContentID
  ) async throws -> TraceRecord {
    let cleaned = try await repository.traces.cleaner().cleaned(info)
    var record = TraceRecord(experiment: experiment)
    record.traceID = id
    record.clientRequestID = cleaned["client_request_id"]?.stringValue.flatMap {
      $0.isEmpty ? nil : $0
    }
    record.requestTime = info["request_time"]?.stringValue.flatMap { Timestamp($0) } ?? Clock.now
    record.executionDuration =
      info["execution_duration"]?.stringValue.flatMap(TraceAnswer.milliseconds)
      ?? info["execution_duration_ms"]?.doubleValue
    let word = info["state"]?.stringValue ?? "STATE_UNSPECIFIED"
    record.state = TraceRecord.states.contains(word) ? word : "STATE_UNSPECIFIED"
    record.metadata = TraceAnswer.texts(cleaned["trace_metadata"]?.objectValue ?? [:])
    record.tags = TraceAnswer.texts(cleaned["tags"]?.objectValue ?? [:])
    for key in ["mlflow.artifactLocation", "mlflow.trace.spansLocation"] { record.tags[key] = nil }
    return record
  }

  /// Keeps a preview that is not the one that the content gives.
  private static func keepPreview(
    _ info: JSONObject, _ name: String, of value: JSONValue?, _ record: inout TraceRecord,
    _ isWhole: Bool
  ) {
    guard let preview = info[name]?.stringValue, !preview.isEmpty else { return }
    let key =
      name == "request_preview"
      ? TraceAnswer.requestPreviewKey : TraceAnswer.responsePreviewKey
    if let value, TraceAnswer.preview(value) == preview { return }
    record.metadata[key] = .string(preview)
  }

  /// The spans of a trace that the server or the store has.
  private func knownSpans(of id: String) async throws -> [JSONValue] {
    let arrived = state.arrivals.spans(of: id)
    if !arrived.isEmpty { return arrived }
    return try await repository.index.traces(ids: [id], includeSpans: true).first?.spans ?? []
  }

  /// Writes the whole trace if its spans came while its info was written.
  private func completeIfArrived(_ id: String) async throws {
    let spans = state.arrivals.spans(of: id)
    guard OTLPSpans.hasRoot(spans), var record = state.arrivals.info(of: id) else { return }
    (record.inputs, record.outputs) = OTLPSpans.content(of: spans)
    record.shorten()
    state.arrivals.complete(id)
    _ = try await repository.append([try record.record()], message: "Record traces")
  }
}
