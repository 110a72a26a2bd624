public import JudgeJSON
import JudgeRecords

/// A word that stands for a version, such as `production`.
public struct JudgeAlias: Hashable, Sendable {
  /// The judge's name.
  public let name: String
  /// The alias.
  public let alias: String
  /// The version, or `nil` if people set the alias to different versions without seeing each
  /// other's change.
  public let version: Int?
  /// The version's body.
  public let hash: ContentID?
  /// What was known of the judge's fitness if it got the alias without being fit for use.
  public var allowedUnfit: String?
  /// The bar for TPR and TNR (`judge.bar`) at which the judge got the alias, if it is not the
  /// default.
  public var bar: Double?

  /// The alias for judges that are used in earnest: only a judge that is fit for use gets it.
  public static let production = "production"

  /// The alias as JSON with stable keys; `allowed_unfit` and `bar` are present only if they have a
  /// value.
  public var json: JSONValue {
    var object: JSONObject = [
      "judge": .string(name), "alias": .string(alias),
      "version": version.map { .number(Double($0)) } ?? .null,
      "hash": hash.map { .string($0.hex) } ?? .null,
    ]
    if let allowedUnfit { object["allowed_unfit"] = .string(allowedUnfit) }
    if let bar { object["bar"] = .number(bar) }
    return .object(object)
  }
}

extension JudgeRepository {
  /// Gives a version an alias; a version that had it loses it.
  ///
  /// - Parameters:
  ///   - alias: such as `production`, which needs a judge that is fit for use.
  ///   - text: the version; `NAME` alone is the one that is the latest now.
  ///   - allowsUnfit: whether a judge that is not known to be fit gets `production`; a tag of the
  ///     experiment then says so.
  /// - Returns: the alias.
  /// - Throws: `JudgeError`: no alias (2), not registered (3), not fit for use (1).
  public func setAlias(
    _ alias: String, to text: String, allowUnfit allowsUnfit: Bool = false
  ) async throws -> JudgeAlias {
    try JudgeName.check(alias: alias)
    let version = try await judge(named: text)
    guard let id = version.registrationID, let number = version.number,
      let registration = version.registration
    else {
      throw JudgeError(
        .notFound, "\(text) is not registered, and only versions have aliases",
        hint: "register it first with `git judge register`")
    }
    let name = VersionFold.Name(experiment: registration.experiment, name: version.name)
    let (target, key) = VersionFold.place(ofAlias: alias, of: name)
    var allowed: String?
    var bar: Double?
    if Bytewise.equal(alias, JudgeAlias.production) {
      let fitness = try await fitness(of: version, in: registration.experiment, onlyOwn: true)
      if !fitness.isUsable {
        guard allowsUnfit else {
          throw Self.refuse(fitness, "as \(version.name)@\(alias)")
        }
        allowed = fitness.sentence
      }
      bar = fitness.unusualBar
    }
    // The marks come first: an alias without its mark would look as if its judge were fit.
    let given = AliasMarks.Given(name: version.name, alias: alias, judge: version.hash)
    let marks = try await aliasMarks(registration.experiment)
    for (key, value) in marks.changes(for: given, unfit: allowed, bar: bar) {
      try await change(
        target, "tag/\(key)", value.map { .string($0) } ?? .null,
        message: "Note the fitness of \(version.name)@\(alias)")
    }
    let note = allowed == nil ? "" : ", although it is not known to be fit for use"
    let at = bar.map { " (bar \(JSONValue.number($0).canonicalText))" } ?? ""
    try await change(
      target, key, .string(id.hex), message: "\(version.name)@\(alias) is v\(number)\(at)\(note)")
    return JudgeAlias(
      name: version.name, alias: alias, version: number, hash: version.hash,
      allowedUnfit: allowed.map { "v\(number): \($0)" }, bar: bar)
  }

  /// The tags of an experiment about the judges that got an alias.
  private func aliasMarks(_ experiment: ContentID) async throws -> AliasMarks {
    let info = try await experiments(includeDeleted: true).first { $0.id == experiment }
    return AliasMarks(info?.tags ?? [:])
  }

  /// Takes an alias away.
  ///
  /// - Parameters:
  ///   - alias: the alias.
  ///   - judge: the judge's name; what follows an `@` does not count.
  /// - Returns: the judge's name.
  /// - Throws: `JudgeError` if the alias does not exist (3).
  public func deleteAlias(
    _ alias: String, of judge: String
  ) async throws -> String {
    let text = try JudgeReference(judge).name
    let name = VersionFold.Name(
      experiment: try await experiment(holding: text).id, name: text)
    guard try await folded(name).contains(where: { $0.alias == alias }) else {
      throw JudgeError(
        .notFound, "\(text) has no alias \"\(alias)\"", hint: "see `git judge alias \(text)`")
    }
    let (target, key) = VersionFold.place(ofAlias: alias, of: name)
    try await change(target, key, .null, message: "Take the alias \(alias) from \(text)")
    return text
  }

  /// The aliases of a judge, or of all judges of the experiment.
  ///
  /// - Parameter judge: the judge's name; `nil` for all.
  /// - Returns: the aliases, sorted by judge and alias.
  /// - Throws: `JudgeError` if the judge does not exist.
  public func aliases(of judge: String? = nil) async throws -> [JudgeAlias] {
    var names = [judge].compactMap { $0 }
    if let judge { _ = try await history(checked: judge) }
    let experiment = try await currentExperiment(holding: judge).id
    if judge == nil {
      names = Set(
        try await versions().versions.keys.filter { $0.experiment == experiment }.map(\.name)
      )
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    var result: [JudgeAlias] = []
    let marks = try await aliasMarks(experiment)
    for text in names {
      for (alias, state) in try await folded(.init(experiment: experiment, name: text)) {
        var version: VersionFold.Version?
        if case .version(let found) = state { version = found }
        var entry = JudgeAlias(
          name: text, alias: alias, version: version?.number, hash: version?.value.judge)
        if let version {
          let given = AliasMarks.Given(name: text, alias: alias, judge: version.value.judge)
          entry.allowedUnfit = marks.unfit(
            given, number: version.number, claimed: version.value.version)
          entry.bar = marks.bar(given)
        }
        result.append(entry)
      }
    }
    return result
  }

  private func folded(
    _ name: VersionFold.Name
  ) async throws -> [(alias: String, state: VersionFold.Alias)] {
    let index = try await caughtUp()
    let fold = try await versions()
    return fold.aliases(of: name, changes: try await index.changes(ofKind: .experiment))
  }

  /// All versions of a name, oldest first; there is at least one.
  func history(checked name: String) async throws -> [JudgeVersion] {
    let list = try await history(of: name)
    if list.isEmpty { throw try await unknownJudge(name, try await versions()) }
    return list
  }
}
