public import JudgeJSON
public import JudgeRecords

extension Trace {
  /// The trace as one entry of a list, as JSON with stable keys.
  public var summary: JSONValue {
    var object: JSONObject = [
      "trace_id": .string(id),
      "client_request_id": clientRequestID.map { .string($0) } ?? .null,
      "tags": .object(tags),
      "state": .string(state),
      "request_time": requestTime.map { .string($0.text) } ?? .null,
      "execution_duration_ms": .figure(executionDuration),
    ]
    object["row_key"] = rowKey.map { .string($0) }
    object["inputs"] = inputs
    object["outputs"] = outputs
    object["assessments"] = .number(Double(labels.count + verdicts.count))
    return .object(object)
  }

  /// The trace with all its labels and verdicts as JSON with stable keys.
  public var json: JSONValue {
    var object = summary.objectValue ?? JSONObject()
    object["record"] = record.map { .string($0.hex) } ?? .null
    object["trace_metadata"] = .object(metadata)
    object["retrieved_context"] = .array(retrievedContext)
    object["spans"] = .array(spans)
    object["assessments"] = .array(labels.map(\.json) + verdicts.map(\.json))
    return .object(object)
  }
}

extension Label {
  /// The label with its state as JSON with stable keys.
  public var json: JSONValue {
    var object = assessment.fields
    object["assessment_id"] = .string(id)
    object["standing"] = .string(standing.rawValue)
    object["valid"] = .bool(standing == .counts || standing == .repeated)
    if isStale { object["stale"] = true }
    if !disputes.isEmpty { object["disputes"] = .array(disputes.map { .string($0) }) }
    return .object(object)
  }
}

extension Feedback {
  /// The verdict as JSON in the form of an MLflow assessment.
  public var json: JSONValue {
    var object: JSONObject = [
      "assessment_name": .string(name),
      "source": [
        "source_type": .string(source.type.rawValue), "source_id": .string(source.id),
      ],
    ]
    switch result {
    case .success(let value): object["feedback"] = ["value": value]
    case .failure(let error):
      object["feedback"] = [
        "error": [
          "error_code": .string(error.code),
          "error_message": error.message.map { .string($0) } ?? .null,
        ]
      ]
    }
    if let assessmentID { object["assessment_id"] = .string(assessmentID) }
    if let rationale { object["rationale"] = .string(rationale) }
    if !metadata.isEmpty { object["metadata"] = .object(metadata) }
    if let judge { object["judge"] = .string(judge.hex) }
    if let run { object["run_id"] = .string(run.runID) }
    return .object(object)
  }
}
