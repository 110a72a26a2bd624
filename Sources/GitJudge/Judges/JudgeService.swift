import JudgeEvaluation
import JudgeIndex
import JudgeJSON
public import JudgeRecords
import JudgeScoring
import JudgeWork

/// Finds, registers and asks judges.
public struct JudgeService: Sendable {
  let repository: JudgeRepository
}

extension JudgeService {
  /// Returns a body with few-shot examples of cases that it gets wrong.
  ///
  /// This asks the judge about the labelled traces of the training part, and takes the examples from
  /// its wrong verdicts. It does not read the held-out part.
  ///
  /// - Parameter body: the judge without examples of this kind.
  /// - Returns: the body with up to 5 examples in all, and the number of cases it got wrong.
  /// - Throws: `JudgeFailure` if nobody labelled a trace of the training part, or if the model does
  ///   not answer.
  public func addingAutomaticExamples(
    to body: JudgeBody
  ) async throws -> (body: JudgeBody, errors: Int, asked: Int) {
    let experiment = try await repository.experiments.current(holding: body.name)
    let labelled = try await repository.labels.labelledTraces(body.feedbackName, in: experiment.id)
    let set = try LabelledSet(
      labelled.filter {
        HeldOutSplit.part(of: $0, feedbackName: body.feedbackName) != .test
      }, feedbackName: body.feedbackName, declared: body.values)
    let decided: [(Trace, JSONValue)] = zip(set.traces, set.consensus.labels).compactMap {
      trace, label in label.map { (trace, set.values[$0]) }
    }
    guard !decided.isEmpty else {
      throw JudgeFailure(
        .notFound, "nobody has labelled \(body.feedbackName) on a trace of the training part",
        remedy: .anyOf([.supply(.examples, "FILE"), "label some first"]))
    }
    let model = try await repository.defaultModel()
    let models = repository.models
    let judge = try models.judge(body, defaultModel: model)
    let said = await score(
      decided.map(\.0), with: judge, concurrency: repository.callOptions.concurrency)
    let candidates = zip(decided, said).map { pair, feedback in
      let votes = pair.0.votes(on: body.feedbackName)
      let reasons = votes.compactMap { vote -> String? in
        guard case .feedback(pair.1) = vote.assessment.content else { return nil }
        return vote.assessment.rationale.flatMap { $0.isEmpty ? nil : $0 }
      }
      return ExampleChoice.Candidate(
        trace: pair.0, expected: pair.1, rationale: reasons.max { $0.count < $1.count },
        said: feedback.value)
    }
    let chosen = ExampleChoice.pick(
      candidates, pass: body.pass, limit: FewShotExamples.limit - FewShotExamples.count(of: body))
    var result = body
    result.examples += chosen.map { candidate in
      FewShotExamples.example(
        candidate.trace, value: candidate.expected, rationale: candidate.rationale)
    }
    return (result, candidates.count { $0.said != $0.expected }, candidates.count)
  }

  /// Returns the versions in force of all names, in all experiments.
  func fold() async throws -> VersionFold {
    let index = try await repository.caughtUp()
    return try await index.versions()
  }

  /// Returns the latest version of every judge of the experiment.
  ///
  /// - Returns: one version per name, sorted by name.
  /// - Throws: `JudgeFailure`.
  public func all() async throws -> [JudgeVersion] {
    let now = try await repository.current()
    let experiment = try await now.experiments.current()
    let fold = try await now.judges.fold()
    var result: [JudgeVersion] = []
    for (name, versions) in fold.versions where name.experiment == experiment.id {
      if let last = versions.last { result.append(try await now.judges.judgeVersion(last)) }
    }
    return result.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Returns all versions of one judge of the experiment, oldest first.
  ///
  /// - Parameter name: the registered name.
  /// - Returns: its versions. Versions with the same number are listed together.
  /// - Throws: `JudgeFailure` if nothing is found.
  public func history(of name: String) async throws -> [JudgeVersion] {
    let now = try await repository.current()
    let name = try await now.judges.registeredName(name)
    let experiment = try await now.experiments.find(holding: name)
    let fold = try await now.judges.fold()
    let list = fold.versions[VersionFold.Name(experiment: experiment.id, name: name)] ?? []
    var result: [JudgeVersion] = []
    for version in list { result.append(try await now.judges.judgeVersion(version)) }
    return result
  }

  /// Finds a judge: `NAME`, `NAME@v3`, `NAME@v3:hash8`, `NAME@alias`, or a hash prefix.
  ///
  /// - Parameter text: the reference as typed.
  /// - Returns: the version.
  /// - Throws: `JudgeFailure`: not found, a pin that does not match (exit 3), several (exit 5).
  public func find(named text: String) async throws -> JudgeVersion {
    try await repository.current().judges.find(text)
  }

  /// Returns the name of a judge for the name of its class, such as `RelevanceToQuery`.
  ///
  /// A judge that is registered under just that name keeps it.
  func registeredName(_ name: String) async throws -> String {
    let known = BuiltInCatalog.canonical(name)
    guard known != name else { return name }
    return try await fold().versions.keys.contains { $0.name == name } ? name : known
  }

  private func find(_ text: String) async throws -> JudgeVersion {
    let reference = try JudgeReference(text)
    let fold = try await fold()
    let holders = fold.versions.keys.filter { $0.name == reference.name }
    guard !holders.isEmpty else {
      let known = BuiltInCatalog.canonical(reference.name)
      if known != reference.name, fold.versions.keys.contains(where: { $0.name == known }) {
        return try await find(known + text.dropFirst(reference.name.count))
      }
      if reference.selector == .latest, let body = BuiltInCatalog.body(named: reference.name) {
        return try JudgeVersion(unregistered: body)
      }
      if reference.mayBeHash { return try await judge(hashPrefix: reference.name, fold) }
      throw try await unknownJudge(reference.name, fold)
    }
    let experiment = try await repository.experiments.find(holding: reference.name)
    let name = VersionFold.Name(experiment: experiment.id, name: reference.name)
    let list = fold.versions[name] ?? []
    switch reference.selector {
    case .latest:
      guard let last = list.last else {
        // Another experiment has a judge of its own under the name of a built-in one.
        if let body = BuiltInCatalog.body(named: reference.name) {
          return try JudgeVersion(unregistered: body)
        }
        throw try await unknownJudge(reference.name, fold)
      }
      return try await resolved(fold.claims(last.number, of: name), text, pin: nil)
    case .version(let number, let pin):
      let claims = fold.claims(number, of: name)
      guard !claims.isEmpty || list.isEmpty else {
        throw JudgeFailure(
          .notFound, "there is no \(text)",
          remedy: .advice("versions: " + list.map { "v\($0.number)" }.joined(separator: ", ")))
      }
      return try await resolved(claims, text, pin: pin)
    case .alias(let alias):
      let index = try await repository.caughtUp()
      let changes = try await index.changes(ofKind: .experiment)
      switch fold.alias(alias, of: name, changes: changes) {
      case .version(let version): return try await resolved([version], text, pin: nil)
      case .ambiguous(let registrations):
        throw JudgeFailure(
          .ambiguous, "people gave the alias \"\(alias)\" to different versions",
          remedy: .advice(
            "their registrations: "
              + registrations.map { String($0.prefix(12)) }.joined(separator: ", ")))
      case .none:
        throw JudgeFailure(
          .notFound, "\(reference.name) has no alias \"\(alias)\"",
          remedy: .advice("versions: " + list.map { "v\($0.number)" }.joined(separator: ", ")))
      }
    }
  }

  private func resolved(
    _ claims: [VersionFold.Version], _ text: String, pin: String?
  ) async throws -> JudgeVersion {
    let fitting = claims.filter { pin.map($0.value.judge.hex.hasPrefix) ?? true }
    if fitting.isEmpty, let first = claims.first {
      throw JudgeFailure(
        .invalid,
        "\(text): the registered body is \(first.value.judge.prefix(12)), "
          + "not the pinned one")
    }
    guard let version = fitting.first else {
      throw JudgeFailure(
        .notFound, "there is no \(text)", remedy: .run(.listJudges, to: "see all judges"))
    }
    guard fitting.count == 1 else {
      let pins = fitting.map { $0.value.judge.prefix(8) }.joined(separator: ", ")
      throw JudgeFailure(
        .ambiguous, "\(text) was registered \(fitting.count) times, with different bodies",
        remedy: "pin one, as in \(text):HASH, with \(pins)")
    }
    guard !version.isAmbiguous else {
      let numbers = version.numbers.map { "v\($0)" }.joined(separator: " and ")
      throw JudgeFailure(
        .ambiguous, "\(text) was renumbered to \(numbers) by people who had not seen each other")
    }
    return try await judgeVersion(version)
  }

  /// The bodies of judges that are not registered, which a run records beside its verdicts.
  func unregistered(_ versions: [JudgeVersion]) async throws -> [Record] {
    try versions.filter { $0.number == nil }.map { try $0.body.record() }
  }

  private func judge(
    hashPrefix: String, _ fold: VersionFold
  ) async throws -> JudgeVersion {
    let index = try await repository.caughtUp()
    let found = try await index.identities(of: .judge, prefix: hashPrefix)
    guard let hash = found.first else {
      throw JudgeFailure(.notFound, "no judge is named \(hashPrefix), and no body's hash begins so")
    }
    guard found.count == 1 else {
      throw JudgeFailure(.ambiguous, "\(found.count) judge bodies begin with \(hashPrefix)")
    }
    let known = fold.versions.values.joined().filter { $0.value.judge == hash }
    if known.count == 1, let version = known.first { return try await judgeVersion(version) }
    let body = try await judgeBody(hash)
    return try JudgeVersion(unregistered: body, hash: hash)
  }

  /// Returns a version with its body.
  func judgeVersion(_ version: VersionFold.Version) async throws -> JudgeVersion {
    let body = try await judgeBody(version.value.judge)
    return JudgeVersion(
      body: body, hash: version.value.judge, name: version.value.name, number: version.number,
      registration: version.value, registrationID: version.registration)
  }

  /// Returns a judge body by its hash.
  func judgeBody(_ hash: ContentID) async throws -> JudgeBody {
    let index = try await repository.caughtUp()
    let body = try await index.value(of: JudgeBody.self, hash)
    guard let body else {
      throw JudgeFailure(
        .notFound, "the judge body \(hash.hex) is not in the store", remedy: .run(.checkStore))
    }
    return body
  }

  /// Returns the name of another experiment that has a judge of this name, or `nil`.
  func elsewhere(_ name: String) async throws -> String? {
    let current = try await repository.experiments.current().id
    let fold = try await fold()
    for (key, versions) in fold.versions where key.name == name {
      guard let experiment = versions.first?.value.experiment, experiment != current else {
        continue
      }
      return try await repository.experiments.all().first { $0.id == experiment }?.name
    }
    return nil
  }

  func unknownJudge(
    _ name: String, _ fold: VersionFold
  ) async throws -> JudgeFailure {
    let known = Set(fold.versions.keys.map(\.name)).sorted()
    let names = known.joined(separator: ", ")
    let bare = name.split(separator: "@").first.map(String.init) ?? name
    if let experiment = try? await elsewhere(bare) {
      return JudgeFailure(
        .notFound, "there is no judge named \"\(name)\" in the current experiment",
        remedy: .anyOf([
          .supply(.experiment, experiment, to: "name the experiment that has it"),
          .run(.chooseExperiment, [experiment]),
        ]))
    }
    let builtIn = BuiltInCatalog.canonical(bare)
    if GuidelinesBody.ofRules[builtIn] != nil {
      return JudgeFailure(
        .notFound, "the built-in judge \(builtIn) needs rules of your own",
        remedy: .run(.createJudge, [builtIn], with: [.builtIn: builtIn], to: "give it some"))
    }
    let choices = known + BuiltInCatalog.all.map(\.name)
    if let near = Misspelling.nearest(to: bare, among: choices) {
      return JudgeFailure(
        .notFound, "there is no judge named \"\(name)\"", remedy: "did you mean \(near)?")
    }
    return JudgeFailure(
      .notFound, "there is no judge named \"\(name)\"",
      remedy: names.isEmpty
        ? .run(.createJudge, [name], with: [.file: "judge.json"], to: "make one")
        : .advice(
          "there are: \(names); built in: "
            + BuiltInCatalog.all.map(\.name).joined(separator: ", ")))
  }

  /// Returns a judge that can be asked, under its registered name.
  ///
  /// - Parameter text: `NAME` for its latest version, `NAME@v3`, `NAME@alias` or a hash prefix.
  /// - Returns: the judge.
  /// - Throws: `JudgeFailure` if the judge does not exist, if its model is not available, or if it is
  ///   a program that this machine does not trust.
  public func callable(_ text: String) async throws -> RegisteredJudge {
    let version = try await find(named: text)
    let permit = try await repository.programs.permit(version)
    let model = try await repository.defaultModel()
    let judge = try permit.judge(defaultModel: model)
    return RegisteredJudge(version: version, base: judge)
  }
}
