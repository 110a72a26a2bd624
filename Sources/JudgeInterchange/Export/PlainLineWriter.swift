package import JudgeJSON
package import JudgeRecords

/// Writes a trace as a line of git-judge's own form, which an import reads.
package enum PlainLineWriter {
  /// Returns a trace with the labels that are in force, and the last verdict of each judge.
  ///
  /// - Parameter trace: the trace.
  /// - Returns: the line.
  package static func json(_ trace: Trace) -> JSONObject {
    var line: JSONObject = ["trace_id": .string(trace.id), "state": .string(trace.state)]
    if let key = trace.clientRequestID { line["client_request_id"] = .string(key) }
    if let time = trace.requestTime { line["request_time"] = .string(time.text) }
    if let duration = trace.executionDuration {
      line["execution_duration_ms"] = .number(duration)
    }
    if !trace.inputs.isNull { line["inputs"] = trace.inputs }
    if !trace.outputs.isNull { line["outputs"] = trace.outputs }
    if !trace.tags.isEmpty { line["tags"] = .object(trace.tags) }
    if !trace.metadata.isEmpty { line["metadata"] = .object(trace.metadata) }
    if !trace.retrievedContext.isEmpty {
      line["retrieved_context"] = .array(trace.retrievedContext)
    }
    if !trace.spans.isEmpty { line["spans"] = .array(trace.spans) }
    let labels = trace.labels.filter { $0.standing == .counts }.map { label($0.assessment) }
    let verdicts = MLflowTraceWriter.lastVerdicts(of: trace).map(verdict)
    if !labels.isEmpty || !verdicts.isEmpty { line["assessments"] = .array(labels + verdicts) }
    return line
  }

  private static func label(_ given: Assessment) -> JSONValue {
    var object = common(given.name, given.source, given.rationale, given.metadata, given.spanID)
    if let time = given.createTime { object["create_time"] = .string(time.text) }
    if let id = given.assessmentID { object["assessment_id"] = .string(id) }
    switch given.content {
    case .feedback(let value): object["value"] = value
    case .error(let error): object["error"] = self.error(error)
    case .expectation(let value): object["expectation"] = ["value": value]
    }
    return .object(object)
  }

  private static func verdict(_ given: Feedback) -> JSONValue {
    var object = common(given.name, given.source, given.rationale, given.metadata, given.spanID)
    if let time = given.createTime { object["create_time"] = .string(time.text) }
    switch given.result {
    case .success(let value): object["value"] = value
    case .failure(let error): object["error"] = self.error(error)
    }
    return .object(object)
  }

  private static func common(
    _ name: String, _ source: AssessmentSource, _ rationale: String?, _ metadata: JSONObject,
    _ span: String?
  ) -> JSONObject {
    var object: JSONObject = [
      "name": .string(name), "source_type": .string(source.type.rawValue),
      "source_id": .string(source.id),
    ]
    if let rationale { object["rationale"] = .string(rationale) }
    if !metadata.isEmpty { object["metadata"] = .object(metadata) }
    if let span { object["span_id"] = .string(span) }
    return object
  }

  private static func error(_ error: AssessmentError) -> JSONValue {
    [
      "error_code": .string(error.code),
      "error_message": error.message.map { .string($0) } ?? .null,
    ]
  }
}
