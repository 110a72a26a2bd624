import GitJudge
import HTTPTypes
import JudgeInterchange

/// MLflow's assessments.
struct AssessmentRoutes {
  let routes: ServerRoutes

  /// Adds MLflow's assessments: feedback and expectations of a trace.
  func add() {
    routes.mlflow(.post, "traces/:trace/assessments") { call in
      let members = try call.members()
      guard let object = members["assessment"]?.objectValue else {
        throw ServerError.invalid("Missing value for required parameter 'assessment'.")
      }
      let trace = try await call.waitForTrace(try call.parameter("trace"), whole: false)
      return ["assessment": try await call.add(object, to: trace)]
    }
    routes.mlflow(.get, "traces/:trace/assessments/:assessment") { call in
      let trace = try await call.waitForTrace(try call.parameter("trace"), whole: false)
      let found = try call.assessment(try call.parameter("assessment"), of: trace)
      return ["assessment": .object(found.json)]
    }
    routes.mlflow(.patch, "traces/:trace/assessments/:assessment") { call in
      let members = try call.members()
      let trace = try await call.waitForTrace(try call.parameter("trace"), whole: false)
      let found = try call.assessment(try call.parameter("assessment"), of: trace)
      return ["assessment": try await call.update(found, of: trace, members)]
    }
    routes.mlflow(.delete, "traces/:trace/assessments/:assessment") { call in
      let id = try call.parameter("assessment")
      let trace = try await call.waitForTrace(try call.parameter("trace"), whole: false)
      // Deleting what is not there is no error, as on MLflow's server.
      guard let found = try? call.assessment(id, of: trace) else { return [:] }
      try await call.delete(found, of: trace)
      return [:]
    }
  }
}

extension ServerCall {
  func assessment(_ id: String, of trace: Trace) throws -> AssessmentAnswer {
    guard let found = AssessmentAnswer.all(of: trace).first(where: { $0.id == id }) else {
      throw ServerError.notFound("Assessment with ID '\(id)' not found for trace '\(trace.id)'")
    }
    return found
  }

  /// Makes the record of an assessment that a client sends.
  ///
  /// - Returns: the record, and the id under which the assessment is found.
  func assessmentRecord(
    _ object: JSONObject, on trace: String, in experiment: ContentID
  ) async throws -> (record: Record, id: String) {
    var object = object
    var source = object["source"]?.objectValue ?? [:]
    if source["source_id"]?.stringValue?.isEmpty ?? true { source["source_id"] = "default" }
    object["source"] = .object(source)
    if let value = object["feedback"]?["value"], !value.isNull,
      object["feedback"]?["error"]?.objectValue != nil
    {
      // A record has a value or an error.
      var metadata = object["metadata"]?.objectValue ?? [:]
      metadata[AssessmentAnswer.valueKey] = .string(value.canonicalText)
      object["metadata"] = .object(metadata)
    }
    if let id = object["assessment_id"]?.stringValue {
      try await checkAssessment(id, isOn: trace)
    }
    let read: MLflowAssessment?
    do {
      read = try MLflowAssessment.read(object, on: trace, in: experiment)
    } catch {
      throw ServerError.invalid("assessment.\(error)")
    }
    switch read {
    case nil:
      throw ServerError.invalid("The assessment has neither a value nor an error")
    case .assessment(var assessment):
      if assessment.createTime == nil { assessment.createTime = Clock.now }
      if assessment.lastUpdateTime == assessment.createTime { assessment.lastUpdateTime = nil }
      let record = try assessment.record()
      return (record, assessment.id(in: record.id))
    case .verdict(let name, let source, var verdict):
      if verdict.createTime == nil { verdict.createTime = Clock.now }
      if let overrides = object["overrides"]?.stringValue, !overrides.isEmpty {
        verdict.metadata[AssessmentAnswer.overridesKey] = .string(overrides)
      }
      let batch = VerdictBatch(name: name, source: source, verdicts: [verdict])
      return (try batch.record(), batch.id(of: verdict))
    }
  }

  private func checkAssessment(_ id: String, isOn trace: String) async throws {
    guard let found = try? await repository.caughtUp().assessment(idOrPrefix: id) else { return }
    let other: String
    let foundID: String?
    switch found {
    case .label(let label, let traceID): (other, foundID) = (traceID, label.id)
    case .verdict(let verdict, let traceID): (other, foundID) = (traceID, verdict.assessmentID)
    }
    if foundID == id, other != trace {
      throw ServerError.invalid("Assessment with ID '\(id)' belongs to another trace.")
    }
  }

  fileprivate func add(_ object: JSONObject, to trace: Trace) async throws -> JSONValue {
    guard let experiment = trace.experiment else { throw Self.missing(trace.id) }
    if let overrides = object["overrides"]?.stringValue, !overrides.isEmpty {
      _ = try assessment(overrides, of: trace)
    }
    let (record, id) = try await assessmentRecord(object, on: trace.id, in: experiment)
    _ = try await repository.append([record], message: "Label the trace \(trace.id)")
    return .object(try await stored(id, on: trace.id).json)
  }

  private func stored(_ id: String, on trace: String) async throws -> AssessmentAnswer {
    let index = try await repository.caughtUp()
    guard let trace = try await index.traces(ids: [trace]).first else { throw Self.missing(trace) }
    return try assessment(id, of: trace)
  }

  /// Writes an assessment again under its id, with the fields of the update mask changed.
  fileprivate func update(
    _ found: AssessmentAnswer, of trace: Trace, _ members: JSONObject
  ) async throws -> JSONValue {
    guard let experiment = trace.experiment else { throw Self.missing(trace.id) }
    let given = members["assessment"]?.objectValue ?? [:]
    let names = [
      "assessmentName": "assessment_name", "spanId": "span_id", "createTime": "create_time",
    ]
    let mask = (members["update_mask"]?.stringValue ?? "").split(separator: ",")
      .map { names[String($0)] ?? String($0) }
    var object = found.json
    for field in mask.isEmpty ? given.keys : mask {
      let name = field.split(separator: ".").first.map(String.init) ?? field
      guard ["assessment_name", "feedback", "expectation", "rationale", "metadata"].contains(name)
      else { continue }
      if name == "metadata", let old = object["metadata"]?.objectValue,
        let new = given["metadata"]?.objectValue
      {
        object["metadata"] = .object(old.merging(new))
      } else {
        object[name] = given[name]
      }
    }
    object["valid"] = nil
    object["assessment_id"] = .string(found.id)
    let now = Clock.after([object["last_update_time"]?.stringValue.flatMap { Timestamp($0) }])
    object["last_update_time"] = .string(now.text)
    if case .verdict = found.content {
      // A verdict has one time, by which the newest version counts.
      var metadata = object["metadata"]?.objectValue ?? [:]
      metadata[AssessmentAnswer.createdKey] = object["create_time"]
      object["metadata"] = .object(metadata)
      object["create_time"] = .string(now.text)
    }
    let (record, id) = try await assessmentRecord(object, on: trace.id, in: experiment)
    _ = try await repository.append([record], message: "Update a label of the trace \(trace.id)")
    return .object(try await stored(id, on: trace.id).json)
  }

  fileprivate func delete(_ found: AssessmentAnswer, of trace: Trace) async throws {
    let target = ChangeTarget(kind: .assessment, id: found.id)
    let index = try await repository.caughtUp()
    let known = ChangeFold(try await index.changes(on: target).map { ($0.id, $0.value) })
      .resolutions(of: target)["lifecycle"]
    var change = Change(target: target, key: "lifecycle", value: Change.deleted)
    switch found.content {
    case .label(let label): change.source = label.assessment.source
    case .verdict(let verdict): change.source = verdict.source
    }
    _ = try await repository.append(
      [try change.superseding(known).record()], message: "Delete a label of the trace \(trace.id)")
  }
}
