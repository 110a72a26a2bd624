import GitJudge
import HTTPTypes
import Hummingbird

/// MLflow's registered scorers.
struct ScorerRoutes {
  let routes: ServerRoutes

  /// Adds MLflow's registered scorers.
  func add() {
    routes.mlflow(.post, "scorers/register") { call in
      let members = try call.members()
      let name = try call.text("name", members)
      let text = try call.text("serialized_scorer", members)
      let (repository, number) = try await ScorerCall(call: call).repository(members)
      let stored = try await repository.scorers.register(name, text)
      var answer = ScorerCall(call: call).json(stored, experiment: .string(number))
      answer["version"] = answer["scorer_version"]
      answer["name"] = answer["scorer_name"]
      answer["scorer_version"] = nil
      answer["scorer_name"] = nil
      return .object(answer)
    }
    routes.mlflow(.get, "scorers/get") { call in
      let name = try call.text("name", [:])
      let version = try call.number("version")
      let (repository, number) = try await ScorerCall(call: call).repository([:])
      let found: StoredScorer
      do {
        found = try await repository.scorers.find(name, version)
      } catch let failure as JudgeFailure where failure.code == .notFound {
        throw Self.missing(name, version, number)
      }
      return ["scorer": .object(ScorerCall(call: call).json(found, experiment: Self.json(number)))]
    }
    routes.mlflow(.get, "scorers/versions") { call in
      let name = try call.text("name", [:])
      let (repository, number) = try await ScorerCall(call: call).repository([:])
      let found = try await repository.scorers.versions(of: name)
      guard !found.isEmpty else { throw Self.missing(name, nil, number) }
      return Self.list(found.map { ScorerCall(call: call).json($0, experiment: Self.json(number)) })
    }
    routes.mlflow(.get, "scorers/list") { call in
      let single = call.query("experiment_id").map { [$0] } ?? []
      var found: [JSONObject] = []
      for experiment in single + call.queries("experiment_ids") where !experiment.isEmpty {
        let info = try await call.experiment(experiment)
        let scorers = try await call.repository.in(info).scorers.all()
        found += scorers.filter(\.isLoadable).map {
          ScorerCall(call: call).json($0, experiment: Self.json(info.number))
        }
      }
      return Self.list(found)
    }
    for method in [HTTPRequest.Method.delete, .post] {
      routes.mlflow(method, "scorers/delete") { call in
        let members = try call.members()
        let name = try call.text("name", members)
        let version = try call.number("version", members)
        let (repository, number) = try await ScorerCall(call: call).repository(members)
        do {
          try await repository.scorers.delete(name, version)
        } catch let failure as JudgeFailure where failure.code == .notFound {
          throw Self.missing(name, version, number)
        }
        return [:]
      }
    }
    // Scoring in the background is done by runs of git-judge.
    routes.mlflow(.get, "scorers/online-configs") { _ in ["configs": []] }
    routes.mlflow(.put, "scorers/online-config") { _ in
      throw ServerError.notImplemented(
        "git-judge does not score traces in the background; run the judge on a schedule")
    }
  }

  /// An experiment's number as MLflow's answers have it, a number.
  private static func json(_ experiment: String) -> JSONValue {
    Int(experiment).map { .number(Double($0)) } ?? .string(experiment)
  }

  private static func list(_ scorers: [JSONObject]) -> JSONValue {
    scorers.isEmpty ? [:] : ["scorers": .array(scorers.map { .object($0) })]
  }

  private static func missing(_ name: String, _ version: Int?, _ experiment: String) -> ServerError
  {
    ServerError.notFound(
      "Scorer with name '\(name)'\(version.map { " and version \($0)" } ?? "") not found for "
        + "experiment \(experiment).")
  }
}

/// A request for scorers.
struct ScorerCall {
  let call: ServerCall

  /// The repository in the experiment of a request, and the experiment's number.
  func repository(
    _ members: JSONObject
  ) async throws -> (repository: JudgeRepository, number: String) {
    let info = try await call.experiment(try call.text("experiment_id", members))
    return (call.repository.in(info), info.number)
  }

  func json(_ scorer: StoredScorer, experiment: JSONValue) -> JSONObject {
    let client = HTTPField.Name("X-MLflow-Client-Version").flatMap { call.request.headers[$0] }
    var object: JSONObject = [
      "experiment_id": experiment, "scorer_name": .string(scorer.version.name),
      "scorer_version": .number(Double(scorer.number)),
      "serialized_scorer": .string(scorer.text(for: client)),
      "scorer_id": .string(scorer.scorerID),
    ]
    if let time = scorer.version.registration?.time {
      object["creation_time"] = .number(Double(time.milliseconds))
    }
    return object
  }
}
