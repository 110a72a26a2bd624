import JudgeAlignment
import JudgeJSON
public import JudgeRecords
import JudgeWork

/// The history of judges: aliases, report cards, differences and blame.
public struct VersionService: Sendable {
  let repository: JudgeRepository
}

extension VersionService {
  /// A report as read from the store.
  struct StoredReport {
    let id: ContentID
    let value: Report
    var improved: Bool { value.figures["improved"]?.boolValue ?? false }
  }

  /// Returns all alignment reports of the experiment, oldest first.
  func alignmentReports(of experiment: ContentID) async throws -> [StoredReport] {
    try await reports(.alignment).filter { $0.value.experiment == experiment }
  }

  /// Returns all reports of a type, oldest first.
  func reports(_ type: Report.ReportType) async throws -> [StoredReport] {
    let index = try await repository.caughtUp()
    let all = try await index.values(of: Report.self).map {
      StoredReport(id: $0.id, value: $0.value)
    }
    return all.filter { $0.value.type == type }.sorted { left, right in
      if left.value.time != right.value.time {
        return (left.value.time?.milliseconds ?? .min) < (right.value.time?.milliseconds ?? .min)
      }
      return left.id < right.id
    }
  }

  /// Returns the report card of a version.
  ///
  /// - Parameter version: the version.
  /// - Returns: the report, or `nil` if the version was registered without one.
  /// - Throws: `JudgeFailure`.
  public func report(of version: JudgeVersion) async throws -> Report? {
    guard let id = version.registration?.report else { return nil }
    let index = try await repository.caughtUp()
    return try await index.value(of: Report.self, id)
  }

  /// Gives a version an alias; another version with the alias loses it.
  ///
  /// - Parameters:
  ///   - alias: the alias, such as `production`, which needs a judge that is fit for use.
  ///   - text: the version; `NAME` alone means the version that is the latest now.
  ///   - allowsUnfit: whether a judge that is not known to be fit may get `production`. A tag of
  ///     the experiment then records this.
  /// - Returns: the alias.
  /// - Throws: `JudgeFailure`: invalid alias (2), not registered (3), not fit for use (1).
  public func setAlias(
    _ alias: String, to text: String, allowUnfit allowsUnfit: Bool = false
  ) async throws -> JudgeAlias {
    try JudgeName.check(alias: alias)
    let version = try await repository.judges.find(named: text)
    guard let id = version.registrationID, let number = version.number,
      let registration = version.registration
    else {
      throw JudgeFailure(
        .notFound, "\(text) is not registered, and only versions have aliases",
        remedy: .run(.registerJudge, [text], to: "register it first"))
    }
    let name = VersionFold.Name(experiment: registration.experiment, name: version.name)
    let (target, key) = VersionFold.place(ofAlias: alias, of: name)
    var allowed: String?
    var bar: Double?
    if Bytewise.equal(alias, JudgeAlias.production) {
      let fitness = try await repository.fitness.assess(
        of: version, in: registration.experiment, onlyOwn: true)
      if !fitness.isUsable {
        guard allowsUnfit else {
          throw FitnessService.refuse(fitness, "as \(version.name)@\(alias)")
        }
        allowed = fitness.sentence
      }
      bar = fitness.unusualBar
    }
    // The marks come first: without its mark, an alias would suggest that its judge is fit.
    let given = AliasMarks.Given(name: version.name, alias: alias, judge: version.hash)
    let marks = try await aliasMarks(registration.experiment)
    for (key, value) in marks.changes(for: given, unfit: allowed, bar: bar) {
      try await repository.change(
        target, "tag/\(key)", value.map { .string($0) } ?? .null,
        message: "Note the fitness of \(version.name)@\(alias)")
    }
    let note = allowed == nil ? "" : ", although it is not known to be fit for use"
    let at = bar.map { " (bar \(JSONValue.number($0).canonicalText))" } ?? ""
    try await repository.change(
      target, key, .string(id.hex), message: "\(version.name)@\(alias) is v\(number)\(at)\(note)")
    return JudgeAlias(
      name: version.name, alias: alias, version: number, hash: version.hash,
      allowedUnfit: allowed.map { "v\(number): \($0)" }, bar: bar)
  }

  /// Returns the tags of an experiment about the judges that got an alias.
  private func aliasMarks(_ experiment: ContentID) async throws -> AliasMarks {
    let info = try await repository.experiments.all(includeDeleted: true).first {
      $0.id == experiment
    }
    return AliasMarks(info?.tags ?? [:])
  }

  /// Deletes an alias.
  ///
  /// - Parameters:
  ///   - alias: the alias.
  ///   - judge: the judge's name; text after an `@` is ignored.
  /// - Returns: the judge's name.
  /// - Throws: `JudgeFailure` if the alias does not exist (3).
  public func deleteAlias(
    _ alias: String, of judge: String
  ) async throws -> String {
    let text = try await repository.judges.registeredName(try JudgeReference(judge).name)
    let name = VersionFold.Name(
      experiment: try await repository.experiments.find(holding: text).id, name: text)
    guard try await folded(name).contains(where: { $0.alias == alias }) else {
      throw JudgeFailure(
        .notFound, "\(text) has no alias \"\(alias)\"",
        remedy: .run(.setAlias, [text], to: "see its aliases"))
    }
    let (target, key) = VersionFold.place(ofAlias: alias, of: name)
    try await repository.change(target, key, .null, message: "Take the alias \(alias) from \(text)")
    return text
  }

  /// Returns the aliases of a judge, or of all judges of the experiment.
  ///
  /// - Parameter judge: the judge's name; `nil` for all.
  /// - Returns: the aliases, sorted by judge and alias.
  /// - Throws: `JudgeFailure` if the judge does not exist.
  public func aliases(of judge: String? = nil) async throws -> [JudgeAlias] {
    var judge = judge
    if let asked = judge {
      judge = try await repository.judges.registeredName(asked)
      _ = try await history(checked: asked)
    }
    var names = [judge].compactMap { $0 }
    let experiment = try await repository.experiments.current(holding: judge).id
    if judge == nil {
      names = Set(
        try await repository.judges.fold().versions.keys.filter { $0.experiment == experiment }.map(
          \.name)
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
    let index = try await repository.caughtUp()
    let fold = try await repository.judges.fold()
    return fold.aliases(of: name, changes: try await index.changes(ofKind: .experiment))
  }

  /// Returns all versions of a name, oldest first; there is at least one.
  func history(checked name: String) async throws -> [JudgeVersion] {
    let list = try await repository.judges.history(of: name)
    if list.isEmpty {
      throw try await repository.judges.unknownJudge(name, try await repository.judges.fold())
    }
    return list
  }

  /// Returns the versions of a judge with aliases, parents and reports, oldest first.
  ///
  /// - Parameter judge: the judge's name; text after an `@` is ignored.
  /// - Returns: one entry per version.
  /// - Throws: `JudgeFailure` if the judge does not exist (3).
  public func log(of judge: String) async throws -> [JudgeLogEntry] {
    let name = try await repository.judges.registeredName(try JudgeReference(judge).name)
    let history = try await history(checked: name)
    let aliases = try await aliases(of: name)
    // If a body has several names, the first one that it got is used for parents.
    var labels: [ContentID: (label: String, time: Timestamp?)] = [:]
    for (key, list) in try await repository.judges.fold().versions {
      for version in list {
        let (hash, time) = (version.value.judge, version.value.time)
        if let first = labels[hash]?.time, first <= time ?? first { continue }
        labels[hash] = ("\(key.name)@v\(version.number)", time)
      }
    }
    var result: [JudgeLogEntry] = []
    for version in history {
      result.append(
        JudgeLogEntry(
          version: version,
          aliases: aliases.filter { $0.version == version.number && $0.hash == version.hash }
            .map(\.alias),
          parents: (version.registration?.parents ?? []).map { ($0, labels[$0]?.label) },
          report: try await report(of: version),
          reading: try await repository.looks.reading(before: version)))
    }
    return result
  }
}
