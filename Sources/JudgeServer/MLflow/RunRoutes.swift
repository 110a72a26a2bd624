import GitJudge
import HTTPTypes

/// MLflow's runs.
struct RunRoutes {
  let routes: ServerRoutes

  /// Adds MLflow's runs with their parameters, metrics, tags and inputs.
  func add() {
    routes.mlflow(.post, "runs/create") { try await $0.createRun(try $0.members()) }
    routes.mlflow(.get, "runs/get") { call in
      ["run": try await call.run(try call.runID([:])).json]
    }
    routes.mlflow(.post, "runs/search") { try await $0.searchRuns(try $0.members()) }
    routes.mlflow(.post, "runs/update") { try await $0.updateRun(try $0.members()) }
    for (path, lifecycle) in [("delete", Change.deleted), ("restore", Change.active)] {
      routes.mlflow(.post, "runs/\(path)") { call in
        let run = try await call.run(try call.runID(try call.members()))
        try await call.change(
          run, [("lifecycle", lifecycle)], path == "delete" ? "Delete the run" : "Restore the run")
        return [:]
      }
    }
    addRunData()
    routes.mlflow(.post, "runs/log-inputs") { call in
      let members = try call.members()
      let run = try await call.run(try call.runID(members))
      let sets = members["datasets"]?.arrayValue ?? []
      try await call.change(
        run,
        sets.map {
          (RunAnswer.input + ContentID(hashing: $0.canonicalBytes()).prefix(32), $0)
        }, "Log the inputs of the run")
      return [:]
    }
    routes.mlflow(.post, "runs/outputs") { _ in [:] }
    routes.mlflow(.get, "metrics/get-history") { call in
      let run = try await call.run(try call.runID([:]))
      let name = try call.text("metric_key", [:])
      let points = run.points(name).map { RunAnswer.json($0, of: name) }
      let page = try PageToken.page(
        points, limit: max(1, try call.number("max_results") ?? 25_000),
        token: call.query("page_token"))
      var object: JSONObject = ["metrics": .array(page.items)]
      if let next = page.next { object["next_page_token"] = .string(next) }
      return .object(object)
    }
  }

  private func addRunData() {
    routes.mlflow(.post, "runs/log-metric") { call in
      let members = try call.members()
      try await call.log(
        try await call.run(try call.runID(members)), metrics: [.object(members)], params: [],
        tags: [])
      return [:]
    }
    for path in ["runs/log-parameter", "runs/log-param"] {
      routes.mlflow(.post, path) { call in
        let members = try call.members()
        try await call.log(
          try await call.run(try call.runID(members)), metrics: [],
          params: [(try call.text("key", members), call.optionalText("value", members) ?? "")],
          tags: [])
        return [:]
      }
    }
    routes.mlflow(.post, "runs/set-tag") { call in
      let members = try call.members()
      try await call.log(
        try await call.run(try call.runID(members)), metrics: [], params: [],
        tags: [(try call.text("key", members), call.optionalText("value", members) ?? "")])
      return [:]
    }
    routes.mlflow(.post, "runs/delete-tag") { call in
      let members = try call.members()
      let run = try await call.run(try call.runID(members))
      let key = try call.text("key", members)
      guard run.tags[key] != nil else {
        throw ServerError.notFound("No tag with name: \(key) in run with id \(run.runID)")
      }
      try await call.change(run, [("tag/\(key)", .null)], "Tag the run")
      return [:]
    }
    routes.mlflow(.post, "runs/log-batch") { call in
      let members = try call.members()
      try await call.log(
        try await call.run(try call.runID(members)),
        metrics: members["metrics"]?.arrayValue ?? [], params: MLflowTags.read(members["params"]),
        tags: MLflowTags.read(members["tags"]))
      return [:]
    }
  }
}

extension ServerCall {
  /// The run's id of a request, which has two names.
  func runID(_ members: JSONObject) throws -> String {
    if let id = optionalText("run_id", members), !id.isEmpty { return id }
    return try text("run_uuid", members)
  }

  /// Finds a run by its id.
  func run(_ text: String) async throws -> RunAnswer {
    let index = try await repository.caughtUp()
    let ids = text.utf8.count == 32 ? try await index.identities(of: .run, prefix: text) : []
    guard ids.count == 1, let id = ids.first, let run = try await index.value(of: Run.self, id)
    else {
      throw ServerError.notFound("Run with id=\(text) not found")
    }
    return try await answer(id, run)
  }

  private func answer(_ id: ContentID, _ run: Run) async throws -> RunAnswer {
    let target = ChangeTarget(kind: .run, id: id.hex)
    let changes = try await repository.caughtUp().changes(on: target)
    return RunAnswer(
      id, run, experiment: try await number(of: run.experiment),
      ChangeFold(changes.map { ($0.id, $0.value) }).resolutions(of: target))
  }

  /// Writes changes of a run.
  func change(
    _ run: RunAnswer, _ values: [(key: String, value: JSONValue)], _ verb: String
  ) async throws {
    try await repository.change(
      ChangeTarget(kind: .run, id: run.id.hex), values, message: "\(verb) \(run.runID)")
  }

  fileprivate func createRun(_ members: JSONObject) async throws -> JSONValue {
    let experiment = try await experiment(optionalText("experiment_id", members) ?? "0")
    guard !experiment.isDeleted else {
      throw ServerError.invalid("The experiment \(experiment.number) is deleted")
    }
    let tags = MLflowTags.read(members["tags"])
    let given = optionalText("run_name", members).flatMap { $0.isEmpty ? nil : $0 }
    let name = given ?? tags.first { $0.key == "mlflow.runName" }?.value ?? RunNames.make()
    var run = Run(
      experiment: experiment.id, nonce: String(UInt64.random(in: 0...(.max)), radix: 16),
      name: name, type: RunAnswer.trackedType)
    run.startTime =
      try number("start_time", members).flatMap { Timestamp(milliseconds: Int64($0)) }
      ?? Clock.now
    run.userID =
      optionalText("user_id", members).flatMap { $0.isEmpty ? nil : $0 }
      ?? tags.first { $0.key == "mlflow.user" }?.value
    let record = try run.record()
    let target = ChangeTarget(kind: .run, id: record.id.hex)
    let values =
      [("status", JSONValue.string("RUNNING"))] + tags.map { ("tag/\($0.key)", .string($0.value)) }
    let source = AssessmentSource.human(try await repository.author().email)
    let changes = try values.map { key, value in
      var change = Change(target: target, key: key, value: value)
      change.time = Clock.now
      change.source = source
      return try change.record()
    }
    _ = try await repository.append([record] + changes, message: "Begin the run \(name)")
    return ["run": try await self.run(record.id.runID).json]
  }

  fileprivate func updateRun(_ members: JSONObject) async throws -> JSONValue {
    let run = try await run(try runID(members))
    var values: [(key: String, value: JSONValue)] = []
    if let status = optionalText("status", members) { values.append(("status", .string(status))) }
    if let end = try number("end_time", members) {
      let time = Timestamp(milliseconds: Int64(end)) ?? Clock.now
      values.append(("end_time", .string(time.text)))
    }
    if let name = optionalText("run_name", members), !name.isEmpty {
      values.append(("name", .string(name)))
    }
    try await change(run, values, "Update the run")
    return ["run_info": try await self.run(run.runID).info]
  }

  /// Logs metrics, parameters and tags in one commit.
  fileprivate func log(
    _ run: RunAnswer, metrics: [JSONValue], params: [(key: String, value: String)],
    tags: [(key: String, value: String)]
  ) async throws {
    guard !run.isDeleted else {
      throw ServerError.invalid("The run \(run.runID) must be in the 'active' state")
    }
    var values: [(key: String, value: JSONValue)] = []
    let known = run.params
    for (key, value) in params {
      if let old = known[key] {
        let text = old.stringValue ?? old.canonicalText
        guard text == value else {
          throw ServerError.invalid(
            "Changing param values is not allowed. Param with key='\(key)' was already logged with "
              + "value='\(text)' for run ID='\(run.runID)'. Attempted logging new value '\(value)'."
          )
        }
      }
      values.append((RunAnswer.parameter + key, .string(value)))
    }
    for (key, value) in tags {
      values.append(("tag/\(key)", .string(value)))
      if key == "mlflow.runName" { values.append(("name", .string(value))) }
    }
    let points = try metrics.map { try Self.point($0) }
    if !points.isEmpty { try await append(points, to: run) }
    if !values.isEmpty { try await change(run, values, "Log to the run") }
  }

  /// Reads a metric: the value may be a number or one of the texts NaN, Infinity and -Infinity.
  private static func point(_ metric: JSONValue) throws -> (key: String, value: JSONValue) {
    guard let key = metric["key"]?.stringValue, !key.isEmpty else {
      throw ServerError.invalid("Missing value for required parameter 'key'.")
    }
    let given = metric["value"] ?? .null
    let text = given.stringValue.flatMap { Double($0) }
    guard let number = given.doubleValue ?? text else {
      throw ServerError.invalid("Got invalid value \(given.canonicalText) for metric '\(key)'")
    }
    func whole(_ name: String) -> Double? {
      metric[name]?.doubleValue ?? metric[name]?.stringValue.flatMap(Double.init)
    }
    let time = Timestamp(milliseconds: Int64(whole("timestamp") ?? 0)) ?? Clock.now
    return (
      key,
      [
        "value": JSONValue(finite: number) ?? .string("\(number)"),
        "step": .number(whole("step") ?? 0), "timestamp": .string(time.text),
      ]
    )
  }

  private func append(
    _ points: [(key: String, value: JSONValue)], to run: RunAnswer
  ) async throws {
    let source = AssessmentSource.human(try await repository.author().email)
    let target = ChangeTarget(kind: .run, id: run.id.hex)
    let records = try points.map { key, value in
      var change = Change(target: target, key: RunAnswer.metric + key, value: value)
      change.time = value["timestamp"]?.stringValue.flatMap { Timestamp($0) }
      change.source = source
      return try change.record()
    }
    _ = try await repository.append(records, message: "Log metrics of the run \(run.runID)")
  }

  fileprivate func searchRuns(_ members: JSONObject) async throws -> JSONValue {
    if let given = members["experiment_ids"], !given.isNull, given.arrayValue == nil {
      throw ServerError.invalid("Invalid value for parameter 'experiment_ids': it must be a list")
    }
    let numbers = (members["experiment_ids"]?.arrayValue ?? []).compactMap {
      $0.stringValue ?? $0.intValue.map { String($0) }
    }
    let limit = try number("max_results", members) ?? 1000
    guard (1...50_000).contains(limit) else {
      throw ServerError.invalid(
        "Invalid value \(limit) for parameter 'max_results': it must be from 1 to 50000")
    }
    let view = optionalText("run_view_type", members) ?? "ACTIVE_ONLY"
    let filter = try EntityFilter(optionalText("filter", members) ?? "")
    var found: [RunAnswer] = []
    let index = try await repository.caughtUp()
    for number in numbers {
      for info in try await index.runs(
        experiment: try await experimentID(number), includeDeleted: true)
      {
        guard view == "ALL" || info.isDeleted == (view == "DELETED_ONLY") else { continue }
        let answer = try await answer(info.id, info.run)
        if try filter.matches({ answer.value(of: $0) }) { found.append(answer) }
      }
    }
    let orders = try EntityOrder.parse(members["order_by"]?.arrayValue ?? [])
    let fallback = [EntityOrder(field: EntityField("attribute", "start_time"), isDescending: true)]
    found = EntityOrder.sorted(found, by: orders.isEmpty ? fallback : orders) { $0.value(of: $1) }
    let page = try PageToken.page(found, limit: limit, token: optionalText("page_token", members))
    var object: JSONObject = ["runs": .array(page.items.map(\.json))]
    if let next = page.next { object["next_page_token"] = .string(next) }
    return .object(object)
  }
}
