import JudgeIndex
import JudgeInterchange
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeWork

/// Judges as MLflow's registered scorers, in both directions.
///
/// What a client registers is kept byte for byte with the registration of a judge, so a name has the
/// same versions for MLflow and for git-judge. A scorer that only MLflow's client can run becomes a
/// judge of the form `mlflow`. All other judges are given to clients as judges of a gateway, which
/// git-judge itself runs.
public struct ScorerService: Sendable {
  let repository: JudgeRepository

  /// One registration at a time in this process, so that two of one name get two numbers.
  private static let turn = Places(1)
}

extension ScorerService {
  /// Registers a scorer as the next version of its name in the current experiment.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - text: MLflow's serialized scorer.
  /// - Returns: the version.
  /// - Throws: `JudgeFailure` if the name is not one for judges, the text is too large or has
  ///   secrets, or the store cannot be written.
  public func register(_ name: String, _ text: String) async throws -> StoredScorer {
    try JudgeName.check(name)
    let body = try await body(of: text, named: name)
    let record = try body.record()
    await Self.turn.take()
    let result: RegisterResult
    do {
      result = try await repository.judges.register(
        record, as: name, report: nil, parents: nil, tags: [:], isNewVersion: true,
        describedBy: { registration in
          var change = Change(
            target: ChangeTarget(kind: .registration, id: registration.hex), key: Change.scorer,
            value: .string(text))
          change.time = Clock.now
          return [try change.record()]
        })
    } catch {
      await Self.turn.give()
      throw error
    }
    await Self.turn.give()
    return try await find(name, result.version)
  }

  /// Returns the judge of a scorer.
  private func body(of text: String, named name: String) async throws -> JudgeBody {
    if let described = SerializedScorer(text)?.described(as: name),
      let body = try? await checked(described)
    {
      return body
    }
    var body = JudgeBody(name: name, instructions: "")
    body.form = .mlflow
    body.description = "A scorer of MLflow's client"
    let family = SerializedScorer(text)?.family
    body.settings = [
      "family": .string(family?.rawValue ?? "unknown"),
      "sha256": .string(ContentID(hashing: Array(text.utf8)).hex),
    ]
    return body
  }

  private func checked(_ described: SerializedScorer.Described) async throws -> JudgeBody {
    var body = described.body
    if let model = body.model, model.hasPrefix(GatewayJudge.scheme) {
      try await repository.judges.checkGateway(model)
    }
    let traces = try await repository.caughtUp().traces(ids: described.memory)
    for trace in traces {
      guard let vote = trace.votes(on: body.feedbackName).last,
        case .feedback(let value) = vote.assessment.content
      else { continue }
      let example = Episode(
        trace: trace, value: value, rationale: vote.assessment.rationale, labels: [vote.id])
      body.examples.append(.object(example.example))
    }
    if !body.examples.isEmpty { body.retrieval = described.retrieval }
    try JudgeService.checkContent(body)
    try await repository.judges.checkForm(body)
    return body
  }

  /// Returns the newest version of every name in the current experiment.
  ///
  /// - Returns: the scorers, in order of their names.
  /// - Throws: `JudgeFailure`.
  public func all() async throws -> [StoredScorer] {
    let now = try await repository.current()
    let experiment = try await now.experiments.current().id
    let fold = try await now.judges.fold()
    var result: [StoredScorer] = []
    for (name, versions) in fold.versions where name.experiment == experiment {
      if let last = versions.last { result.append(try await now.scorers.scorer(last, fold)) }
    }
    return result.sorted { $0.version.name.utf8.lexicographicallyPrecedes($1.version.name.utf8) }
  }

  /// Returns all versions of a name in the current experiment, oldest first.
  ///
  /// - Parameter name: the name.
  /// - Returns: its versions; none if there is no such name.
  /// - Throws: `JudgeFailure`.
  public func versions(of name: String) async throws -> [StoredScorer] {
    let now = try await repository.current()
    let fold = try await now.judges.fold()
    let experiment = try await now.experiments.current().id
    var result: [StoredScorer] = []
    for version in fold.versions[VersionFold.Name(experiment: experiment, name: name)] ?? [] {
      result.append(try await now.scorers.scorer(version, fold))
    }
    return result
  }

  /// Returns one version of a name in the current experiment.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - number: the version; `nil` for the newest one.
  /// - Returns: the scorer.
  /// - Throws: `JudgeFailure` with code `notFound`.
  public func find(_ name: String, _ number: Int? = nil) async throws -> StoredScorer {
    let known = try await versions(of: name)
    if let found = known.last(where: { number == nil || $0.number == number }) { return found }
    let version = number.map { " and version \($0)" } ?? ""
    throw JudgeFailure(.notFound, "there is no scorer with name '\(name)'\(version)")
  }

  /// Removes versions from the registry; their bodies and history stay.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - number: the version; `nil` for all of them.
  /// - Throws: `JudgeFailure` with code `notFound`.
  public func delete(_ name: String, _ number: Int? = nil) async throws {
    let experiment = try await repository.experiments.current().id
    let fold = try await repository.judges.fold()
    let known = (fold.versions[VersionFold.Name(experiment: experiment, name: name)] ?? [])
      .filter { number == nil || $0.number == number }
    guard !known.isEmpty else {
      let version = number.map { " and version \($0)" } ?? ""
      throw JudgeFailure(.notFound, "there is no scorer with name '\(name)'\(version)")
    }
    try await repository.change(
      known.flatMap { [$0.registration] + $0.others }.map { id in
        (
          target: ChangeTarget(kind: .registration, id: id.hex), key: "lifecycle",
          value: Change.deleted
        )
      }, message: "Unregister \(name)")
  }

  private func scorer(
    _ version: VersionFold.Version, _ fold: VersionFold
  ) async throws -> StoredScorer {
    let (shown, warning) = try await repository.redactions.shown(
      try await repository.judges.judgeVersion(version))
    // The text of a client may have words that were redacted since.
    if warning == nil, let text = try await text(of: version) {
      return StoredScorer(version: shown, text: text, isRegisteredByClient: true)
    }
    let model = try await repository.defaultModel()
    // Versions of one name and number in other experiments need more than the name.
    let isShared = fold.versions.contains { name, versions in
      name.experiment != version.value.experiment && Bytewise.equal(name.name, version.value.name)
        && versions.contains { $0.number == version.number }
    }
    let scorer = MLflowScorer.gateway(
      shown.body, instructions: GatewayInstructions(body: shown.body, defaultModel: model).text,
      label: shown.label, hash: shown.hash,
      pin: isShared ? Self.pin(version.registration) : nil)
    return StoredScorer(version: shown, text: scorer.canonicalText, isRegisteredByClient: false)
  }

  /// What a client sends with each case to name a registration.
  static func pin(_ registration: ContentID) -> JSONObject {
    ["metadata": ["git_judge": .string(registration.hex)]]
  }

  private func text(of version: VersionFold.Version) async throws -> String? {
    let index = try await repository.caughtUp()
    for id in [version.registration] + version.others {
      let target = ChangeTarget(kind: .registration, id: id.hex)
      let changes = ChangeFold(try await index.changes(on: target).map { ($0.id, $0.value) })
      if let text = changes.resolutions(of: target)[Change.scorer]?.winner.value.stringValue {
        return text
      }
    }
    return nil
  }
}
