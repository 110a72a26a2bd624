import GitJudge

/// An assessment of a trace in MLflow's form: a label, an expectation, or a verdict.
struct AssessmentAnswer {
  /// The record behind it.
  enum Content {
    case label(Label)
    case verdict(Feedback)
  }

  let id: String
  let content: Content
  var json: JSONObject

  /// The key under which an update of a verdict keeps the time of the first version.
  static let createdKey = "git_judge.create_time"

  /// The assessments of a trace that are not deleted, each in its last version.
  ///
  /// An assessment that another one overrides is not valid, as on MLflow's server. If the other one
  /// is deleted, it is valid again.
  static func all(of trace: Trace) -> [AssessmentAnswer] {
    var order: [String] = []
    var latest: [String: AssessmentAnswer] = [:]
    for label in trace.labels where label.standing != .deleted {
      if latest[label.id] == nil { order.append(label.id) }
      latest[label.id] = AssessmentAnswer(
        id: label.id, content: .label(label), json: json(label, trace))
    }
    for verdict in trace.verdicts {
      guard let id = verdict.assessmentID else { continue }
      if latest[id] == nil { order.append(id) }
      latest[id] = AssessmentAnswer(
        id: id, content: .verdict(verdict), json: json(verdict, id, trace))
    }
    let overridden = Set(latest.values.compactMap { $0.json["overrides"]?.stringValue })
    return order.compactMap { latest[$0] }.map { answer in
      var answer = answer
      if overridden.contains(answer.id) { answer.json["valid"] = false }
      return answer
    }
  }

  private static func json(_ label: Label, _ trace: Trace) -> JSONObject {
    let given = label.assessment
    var object = common(
      label.id, given.name, given.source, given.rationale, given.metadata, given.spanID, trace,
      given.createTime, given.lastUpdateTime)
    if given.valid == false { object["valid"] = false }
    if let overrides = given.overrides { object["overrides"] = .string(overrides) }
    switch given.content {
    case .feedback(let value): object["feedback"] = ["value": value]
    case .error(let error): object["feedback"] = Self.error(error, given.metadata)
    case .expectation(let value):
      let isNested = value.arrayValue != nil || value.objectValue != nil
      object["expectation"] =
        isNested
        ? [
          "serialized_value": [
            "serialization_format": "JSON_FORMAT", "value": .string(PythonJSON.text(value)),
          ]
        ] : ["value": value]
    }
    return object
  }

  private static func json(_ verdict: Feedback, _ id: String, _ trace: Trace) -> JSONObject {
    var metadata = verdict.metadata
    let overrides = metadata[overridesKey]
    let created = metadata[createdKey]?.stringValue.flatMap { Timestamp($0) }
    metadata[createdKey] = nil
    metadata[overridesKey] = nil
    if let run = verdict.run, metadata["mlflow.assessment.sourceRunId"] == nil {
      metadata["mlflow.assessment.sourceRunId"] = .string(run.runID)
    }
    if let cost = verdict.cost, metadata["mlflow.assessment.judgeCost"] == nil {
      metadata["mlflow.assessment.judgeCost"] = .string(JSONValue.number(cost).canonicalText)
    }
    var object = common(
      id, verdict.name, verdict.source, verdict.rationale, metadata, verdict.spanID, trace,
      created ?? verdict.createTime, verdict.createTime)
    switch verdict.result {
    case .success(let value): object["feedback"] = ["value": value]
    case .failure(let error): object["feedback"] = Self.error(error, verdict.metadata)
    }
    object["overrides"] = overrides
    return object
  }

  /// The key under which a verdict names the one that it overrides.
  static let overridesKey = "git_judge.overrides"

  /// The key under which an error keeps the value that the client sent with it.
  static let valueKey = "git_judge.value"

  private static func error(_ error: AssessmentError, _ metadata: JSONObject) -> JSONValue {
    var object: JSONObject = ["error_code": .string(error.code)]
    if let message = error.message { object["error_message"] = .string(message) }
    if let trace = error.stackTrace { object["stack_trace"] = .string(trace) }
    var feedback: JSONObject = ["error": .object(object)]
    if let text = metadata[valueKey]?.stringValue {
      feedback["value"] = try? JSONValue(parsing: text)
    }
    return .object(feedback)
  }

  private static func common(
    _ id: String, _ name: String, _ source: AssessmentSource, _ rationale: String?,
    _ metadata: JSONObject, _ span: String?, _ trace: Trace, _ created: Timestamp?,
    _ updated: Timestamp?
  ) -> JSONObject {
    let created = created ?? updated ?? trace.requestTime ?? Timestamp(clamping: 0)
    var object: JSONObject = [
      "assessment_id": .string(id), "assessment_name": .string(name),
      "trace_id": .string(trace.id),
      "source": [
        "source_type": .string(source.type.rawValue), "source_id": .string(source.id),
      ],
      "create_time": .string(created.text),
      "last_update_time": .string((updated ?? created).text), "valid": true,
    ]
    if let rationale { object["rationale"] = .string(rationale) }
    var metadata = metadata
    metadata[valueKey] = nil
    if !metadata.isEmpty { object["metadata"] = .object(TraceAnswer.texts(metadata)) }
    if let span { object["span_id"] = .string(span) }
    return object
  }
}
