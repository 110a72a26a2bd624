import GitJudge
import HTTPTypes

/// MLflow's traces.
struct TraceRoutes {
  let routes: ServerRoutes

  /// Adds MLflow's traces: info, spans, search, tags, deletion and links to runs.
  func add() {
    routes.mlflow(.post, "traces") { call in
      let members = try call.members()
      guard let info = (members["trace"]?["trace_info"] ?? members["trace_info"])?.objectValue
      else {
        throw ServerError.invalid("Missing value for required parameter 'trace.trace_info'.")
      }
      return try await call.startTrace(info)
    }
    routes.mlflow(.get, "traces/get") { call in
      let trace = try await call.waitForTrace(try call.text("trace_id", [:]), whole: true)
      return ["trace": try await call.answer(trace).whole()]
    }
    routes.mlflow(.get, "traces/batchGet") { call in
      var traces: [JSONValue] = []
      for trace in try await call.traces(call.queries("trace_ids")) {
        traces.append(try await call.answer(trace).whole())
      }
      return ["traces": .array(traces)]
    }
    routes.mlflow(.post, "traces/batchGetInfos") { call in
      let ids = (try call.members()["trace_ids"]?.arrayValue ?? []).compactMap(\.stringValue)
      var infos: [JSONValue] = []
      for trace in try await call.traces(ids) {
        infos.append(.object(try await call.answer(trace).info()))
      }
      return ["trace_infos": .array(infos)]
    }
    routes.mlflow(.post, "traces/search") { try await $0.searchTraces(try $0.members()) }
    routes.mlflow(.get, "traces/:trace") { call in
      let trace = try await call.waitForTrace(try call.parameter("trace"), whole: true)
      return ["trace": ["trace_info": .object(try await call.answer(trace).info())]]
    }
    routes.mlflow(.post, "traces/delete-traces") { try await $0.deleteTraces(try $0.members()) }
    routes.mlflow(.post, "traces/link-to-run") { try await $0.linkTraces(try $0.members()) }
    for method in [HTTPRequest.Method.patch, .post] {
      routes.mlflow(method, "traces/:trace/tags") { call in
        let members = try call.members()
        try await call.setTag(
          try call.text("key", members), call.optionalText("value", members) ?? "")
        return [:]
      }
    }
    routes.mlflow(.delete, "traces/:trace/tags") { call in
      let key = try call.text("key", try call.members())
      let trace = try await call.waitForTrace(try call.parameter("trace"), whole: false)
      guard trace.tags[key] != nil else {
        throw ServerError.notFound(
          "No trace tag with key '\(key)' for trace with ID '\(trace.id)'")
      }
      try await call.repository.change(
        ChangeTarget(kind: .trace, id: trace.id), "tag/\(key)", .null,
        message: "Tag the trace \(trace.id): \(key)")
      return [:]
    }
  }
}

extension ServerCall {
  /// The names of tags that MLflow sets itself.
  private static let reservedTags: Set<String> = [
    "mlflow.artifactLocation", "mlflow.trace.spansLocation", "mlflow.trace.archiveLocation",
    "mlflow.trace.archivalFailure",
  ]

  func answer(_ trace: Trace) async throws -> TraceAnswer {
    let number: String
    if let experiment = trace.experiment {
      number = try await self.number(of: experiment)
    } else {
      number = "0"
    }
    return TraceAnswer(trace: trace, experiment: number)
  }

  static func missing(_ id: String) -> ServerError {
    .notFound("Trace with ID '\(id)' not found.")
  }

  /// Returns the traces with these ids that exist and are not deleted.
  func traces(_ ids: [String]) async throws -> [Trace] {
    let index = try await repository.caughtUp()
    var found = try await index.traces(ids: ids, includeSpans: true)
    // Their spans may still be on the way.
    for place in found.indices where Self.lacksSpans(found[place]) {
      found[place] = try await waitForTrace(found[place].id, whole: true)
    }
    return found
  }

  private static func lacksSpans(_ trace: Trace) -> Bool {
    guard let announced = TraceAnswer.announcedSpans(trace.metadata) else { return false }
    return trace.spans.count < announced
  }

  /// Finds a trace; if it is still on its way, waits for it.
  ///
  /// - Parameters:
  ///   - id: the id.
  ///   - isWhole: whether to wait for its spans and its info too; a label needs only the trace.
  /// - Returns: the trace.
  /// - Throws: `ServerError` if it has not arrived in time.
  func waitForTrace(_ id: String, whole isWhole: Bool) async throws -> Trace {
    let start = ContinuousClock.now
    var pause = 5
    while true {
      let index = try await repository.caughtUp()
      let found = try await index.traces(ids: [id], includeSpans: true).first
      if let found, found.record != nil {
        if try await isDeleted(found) { throw Self.missing(id) }
        let isThere = !Self.lacksSpans(found) && !state.arrivals.isAwaitingInfo(id)
        if !isWhole || isThere { return found }
      }
      // An imported trace may have any id. Only one of the client's form can be on its way.
      guard Self.isNewTraceID(id), ContinuousClock.now - start < .seconds(state.options.traceWait)
      else {
        if let found, found.record != nil { return found }
        throw Self.missing(id)
      }
      try await Task.sleep(for: .milliseconds(pause))
      pause = min(50, pause * 2)
    }
  }

  private func isDeleted(_ trace: Trace) async throws -> Bool {
    let index = try await repository.caughtUp()
    return try await index.deletedTraces(among: [trace.id]).contains(trace.id)
  }

  fileprivate func setTag(_ key: String, _ value: String) async throws {
    guard !Self.reservedTags.contains(key) else {
      throw ServerError.invalid("The trace tag '\(key)' is reserved and cannot be set")
    }
    let trace = try await waitForTrace(try parameter("trace"), whole: false)
    try await repository.change(
      ChangeTarget(kind: .trace, id: trace.id), "tag/\(key)", .string(value),
      message: "Tag the trace \(trace.id): \(key)")
  }

  fileprivate func searchTraces(_ members: JSONObject) async throws -> JSONValue {
    var numbers = (members["locations"]?.arrayValue ?? []).compactMap {
      $0["mlflow_experiment"]?["experiment_id"]?.stringValue
    }
    numbers += (members["experiment_ids"]?.arrayValue ?? []).compactMap(\.stringValue)
    guard !numbers.isEmpty else {
      throw ServerError.invalid("Searching for traces needs at least one experiment in 'locations'")
    }
    let limit = try number("max_results", members) ?? 100
    guard (1...500).contains(limit) else {
      throw ServerError.invalid(
        "Invalid value \(limit) for parameter 'max_results': it must be from 1 to 500")
    }
    var query = TraceQuery(
      filter: optionalText("filter", members).flatMap { $0.isEmpty ? nil : $0 },
      orderBy: (members["order_by"]?.arrayValue ?? []).compactMap(\.stringValue), limit: limit,
      includeSpans: false)
    let index = try await repository.caughtUp()
    let token = optionalText("page_token", members).flatMap { $0.isEmpty ? nil : $0 }
    if numbers.count == 1 {
      query.experiment = try await experimentID(numbers[0])
      query.cursor = token
      let page = try await index.traces(query)
      let infos = page.traces.map {
        JSONValue.object(TraceAnswer(trace: $0, experiment: numbers[0]).info())
      }
      var object: JSONObject = ["traces": .array(infos)]
      if let next = page.next { object["next_page_token"] = .string(next) }
      return .object(object)
    }
    var infos: [JSONValue] = []
    for number in numbers {
      query.experiment = try await experimentID(number)
      query.limit = .max - 1
      infos += try await index.traces(query).traces.map {
        .object(TraceAnswer(trace: $0, experiment: number).info())
      }
    }
    if query.orderBy.isEmpty {
      infos.sort {
        ($0["request_time"]?.stringValue ?? "") > ($1["request_time"]?.stringValue ?? "")
      }
    }
    let page = try PageToken.page(infos, limit: limit, token: token)
    var object: JSONObject = ["traces": .array(page.items)]
    if let next = page.next { object["next_page_token"] = .string(next) }
    return .object(object)
  }

  fileprivate func deleteTraces(_ members: JSONObject) async throws -> JSONValue {
    let experiment = try await experimentID(try text("experiment_id", members))
    let index = try await repository.caughtUp()
    var ids = ((members["request_ids"] ?? members["trace_ids"])?.arrayValue ?? [])
      .compactMap(\.stringValue)
    if let before = try number("max_timestamp_millis", members) {
      let limit = try number("max_traces", members) ?? .max
      let query = TraceQuery(
        experiment: experiment, filter: "timestamp <= \(before)", orderBy: ["timestamp ASC"],
        limit: min(limit, 1_000_000), includeSpans: false)
      ids = try await index.traces(query).traces.map(\.id)
    }
    let known = try await index.traces(ids: ids).filter { $0.experiment == experiment }.map(\.id)
    let deleted = try await index.deletedTraces(among: known)
    let targets = known.filter { !deleted.contains($0) }
    try await repository.change(
      targets.map { (ChangeTarget(kind: .trace, id: $0), "lifecycle", Change.deleted) },
      message: "Delete \(targets.count) traces")
    return ["traces_deleted": .number(Double(targets.count))]
  }

  fileprivate func linkTraces(_ members: JSONObject) async throws -> JSONValue {
    let run = try await run(try text("run_id", members))
    let ids = (members["trace_ids"]?.arrayValue ?? []).compactMap(\.stringValue)
    let list = JSONValue.array(ids.map { .string($0) })
    let key = Run.rowsKey + ContentID(hashing: list.canonicalBytes()).prefix(16)
    if !ids.isEmpty { try await change(run, [(key, list)], "Link traces to the run") }
    return [:]
  }
}
