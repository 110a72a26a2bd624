import GitJudge
import HTTPTypes

/// MLflow's experiments.
struct ExperimentRoutes {
  let routes: ServerRoutes

  /// Adds MLflow's experiments.
  func add() {
    routes.mlflow(.post, "experiments/create") { call in
      let members = try call.members()
      let name = try call.text("name", members)
      guard !Blanks.trimmed(name).isEmpty else {
        throw ServerError.invalid("Invalid value \"\(name)\" for parameter 'name': it is blank")
      }
      let known = try await call.repository.experiments.all(includeDeleted: true)
      if let found = known.first(where: { Bytewise.equal($0.name, name) }) {
        throw ServerError.exists(
          "Experiment '\(name)' already exists\(found.isDeleted ? " in deleted state" : "").")
      }
      let made = try await call.repository.experiments.create(name, use: false).experiment
      var values: [(key: String, value: JSONValue)] = [
        (ExperimentAnswer.createdKey, .number(Double(Clock.now.milliseconds)))
      ]
      for tag in members["tags"]?.arrayValue ?? [] {
        guard let key = tag["key"]?.stringValue, let value = tag["value"]?.stringValue else {
          continue
        }
        values.append(("tag/\(key)", .string(value)))
      }
      try await call.repository.change(
        ChangeTarget(kind: .experiment, id: made.id.hex), values,
        message: "Describe the experiment \(name)")
      return ["experiment_id": .string(made.number)]
    }
    routes.mlflow(.get, "experiments/get") { call in
      let number = try call.text("experiment_id", [:])
      let info = try await call.experiment(number)
      return ["experiment": try await ExperimentAnswer(call.repository).json(info)]
    }
    routes.mlflow(.get, "experiments/get-by-name") { call in
      let name = try call.text("experiment_name", [:])
      let all = try await call.repository.experiments.all(includeDeleted: true)
      let named = all.filter { Bytewise.equal($0.name, name) }
      guard let info = named.first(where: { !$0.isDeleted }) ?? named.first else {
        throw ServerError.notFound("Could not find experiment with name '\(name)'")
      }
      return ["experiment": try await ExperimentAnswer(call.repository).json(info)]
    }
    for path in ["experiments/search", "experiments/list"] {
      routes.mlflow(.post, path) { try await $0.searchExperiments(try $0.members()) }
      routes.mlflow(.get, path) { try await $0.searchExperiments([:]) }
    }
    addChanges()
  }

  private func addChanges() {
    routes.mlflow(.post, "experiments/update") { call in
      let members = try call.members()
      let info = try await call.experiment(try call.text("experiment_id", members))
      let name = try call.text("new_name", members)
      let taken = try await call.repository.experiments.all(includeDeleted: true)
        .contains { Bytewise.equal($0.name, name) && $0.id != info.id }
      if taken { throw ServerError.exists("Experiment '\(name)' already exists.") }
      try await call.repository.experiments.rename(info.id.hex, to: name)
      return [:]
    }
    for (path, isDeleted) in [("delete", true), ("restore", false)] {
      routes.mlflow(.post, "experiments/\(path)") { call in
        let info = try await call.experiment(try call.text("experiment_id", try call.members()))
        try await call.repository.experiments.set(info.id.hex, deleted: isDeleted)
        return [:]
      }
    }
    routes.mlflow(.post, "experiments/set-experiment-tag") { call in
      let members = try call.members()
      let info = try await call.experiment(try call.text("experiment_id", members))
      try await call.repository.experiments.tag(
        info.id.hex, try call.text("key", members), call.optionalText("value", members) ?? "")
      return [:]
    }
    routes.mlflow(.post, "experiments/delete-experiment-tag") { call in
      let members = try call.members()
      let info = try await call.experiment(try call.text("experiment_id", members))
      let key = try call.text("key", members)
      guard info.tags[key] != nil else {
        throw ServerError.notFound(
          "No tag with key '\(key)' for the experiment with ID '\(info.number)'")
      }
      try await call.repository.experiments.tag(info.id.hex, key, nil)
      return [:]
    }
  }
}

extension ServerCall {
  /// Finds an experiment by its number; MLflow's number 0 is created when it is first used.
  func experiment(_ number: String) async throws -> ExperimentInfo {
    let all = try await repository.experiments.all(includeDeleted: true)
    if let found = all.first(where: { $0.number == number }) { return found }
    if number == "0" {
      let made = try await repository.experiments.create("Default", use: false).experiment
      if made.number == "0" { return made }
    }
    throw ServerError.notFound("No Experiment with id=\(number) exists")
  }

  /// The identity of the experiment with a number.
  func experimentID(_ number: String) async throws -> ContentID {
    if let known = state.knownExperiment(number) { return known }
    let id = try await experiment(number).id
    state.remember(number, id)
    return id
  }

  /// The number of an experiment.
  func number(of experiment: ContentID) async throws -> String {
    let all = try await repository.experiments.all(includeDeleted: true)
    return all.first { $0.id == experiment }?.number ?? experiment.prefix(8)
  }

  fileprivate func searchExperiments(_ members: JSONObject) async throws -> JSONValue {
    let view = optionalText("view_type", members) ?? "ACTIVE_ONLY"
    let limit = try number("max_results", members) ?? 1000
    guard (1...50_000).contains(limit) else {
      throw ServerError.invalid(
        "Invalid value \(limit) for parameter 'max_results': it must be from 1 to 50000")
    }
    let filter = try EntityFilter(optionalText("filter", members) ?? "")
    let answer = ExperimentAnswer(repository)
    var found: [(info: ExperimentInfo, json: JSONValue)] = []
    for info in try await repository.experiments.all(includeDeleted: true) {
      guard view == "ALL" || info.isDeleted == (view == "DELETED_ONLY") else { continue }
      let json = try await answer.json(info)
      if try filter.matches({ ExperimentAnswer.value(of: $0, info, json) }) {
        found.append((info, json))
      }
    }
    let orders = try EntityOrder.parse(members["order_by"]?.arrayValue ?? [])
    let fallback = [
      EntityOrder(field: EntityField("attribute", "creation_time"), isDescending: true)
    ]
    found = EntityOrder.sorted(found, by: orders.isEmpty ? fallback : orders) {
      ExperimentAnswer.value(of: $1, $0.info, $0.json)
    }
    let page = try PageToken.page(found, limit: limit, token: optionalText("page_token", members))
    var object: JSONObject = ["experiments": .array(page.items.map(\.json))]
    if let next = page.next { object["next_page_token"] = .string(next) }
    return .object(object)
  }
}
