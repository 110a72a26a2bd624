public import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring
import JudgeStore
import JudgeWork

/// Lists, creates and selects experiments.
public struct ExperimentService: Sendable {
  let repository: JudgeRepository
}

extension ExperimentService {
  /// The key of the current experiment in local git config.
  static let experimentKey = "judge.experiment"

  /// Creates an experiment, or finds the existing one of that name, and makes it current.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - use: whether it becomes the current experiment.
  /// - Returns: the experiment, and whether it is new.
  /// - Throws: `JudgeFailure` if a deleted experiment has that name.
  @discardableResult
  public func create(
    _ name: String, use: Bool = true
  ) async throws -> (experiment: ExperimentInfo, isNew: Bool) {
    let trimmed = name.filter { $0 != " " && $0 != "\t" && !$0.isNewline }
    guard !trimmed.isEmpty else {
      throw JudgeFailure(.usage, "an experiment's name must not be blank")
    }
    let known = try await all(includeDeleted: true)
    let named = known.filter { $0.name.utf8.elementsEqual(name.utf8) }
    if let found = try await withoutTwins(named).first {
      guard !found.isDeleted else {
        throw JudgeFailure(
          .invalid, "an experiment named \"\(name)\" is deleted",
          remedy: .run(.restoreExperiment, [found.number], to: "restore it"))
      }
      if use { try await makeCurrent(found.id) }
      return (found, false)
    }
    var value = Experiment(name: name)
    var record = try value.record()
    var salt = 0
    // An experiment with this name was renamed: a salt makes a different experiment of the same
    // name.
    while known.contains(where: { $0.id == record.id }) {
      salt += 1
      value.salt = String(salt)
      record = try value.record()
    }
    _ = try await repository.append([record], message: "Create the experiment \(name)")
    if use { try await makeCurrent(record.id) }
    let made = try await all(includeDeleted: false).first { $0.id == record.id }
    guard let made else {
      throw JudgeFailure(.invalid, "the experiment \"\(name)\" cannot be read back")
    }
    return (made, true)
  }

  /// Makes an experiment the current one of this clone.
  ///
  /// - Parameter text: its name, number, or a prefix of its hash.
  /// - Returns: the experiment.
  /// - Throws: `JudgeFailure` if nothing matches, or if several match.
  public func use(_ text: String) async throws -> ExperimentInfo {
    let found = try await find(text)
    guard !found.isDeleted else {
      throw JudgeFailure(
        .invalid, "the experiment \(found.name) is deleted",
        remedy: .run(.restoreExperiment, [found.name], to: "restore it"))
    }
    try await makeCurrent(found.id)
    return found
  }

  /// Renames an experiment; its records stay as they are.
  ///
  /// - Parameters:
  ///   - text: the experiment.
  ///   - name: the new name.
  /// - Throws: `JudgeFailure` if the name is taken.
  public func rename(_ text: String, to name: String) async throws {
    let found = try await find(text)
    let taken = try await all(includeDeleted: true).first {
      $0.name.utf8.elementsEqual(name.utf8) && $0.id != found.id
    }
    guard taken == nil, !name.isEmpty else {
      throw JudgeFailure(.invalid, "the name \"\(name)\" is taken or empty")
    }
    try await repository.change(
      ChangeTarget(kind: .experiment, id: found.id.hex), "name", .string(name),
      message: "Rename the experiment \(found.name) to \(name)")
  }

  /// Sets or removes a tag.
  ///
  /// - Parameters:
  ///   - text: the experiment.
  ///   - key: the tag's key.
  ///   - value: its value. If `nil`, the tag is removed.
  /// - Throws: `JudgeFailure`: if git-judge itself sets the key (2), or the experiment does not
  ///   exist (3).
  public func tag(
    _ text: String, _ key: String, _ value: String?
  ) async throws {
    guard !key.isEmpty else { throw JudgeFailure(.usage, "a tag's key must not be empty") }
    guard !key.hasPrefix(Self.reservedTags) else {
      throw JudgeFailure(
        .usage, "git-judge itself sets the tags that begin with \(Self.reservedTags): \(key)",
        remedy: "use another key for your own tags; aliases, gates and roles set these")
    }
    try await setTag(text, key, value)
  }

  /// The prefix of the tags that commands set to record what they did.
  private static let reservedTags = "judge."

  /// Sets or removes a tag with any key.
  func setTag(_ text: String, _ key: String, _ value: String?) async throws {
    let found = try await find(text)
    try await repository.change(
      ChangeTarget(kind: .experiment, id: found.id.hex), "tag/\(key)",
      value.map { .string($0) } ?? .null, message: "Tag the experiment \(found.name): \(key)")
  }

  /// Deletes or restores an experiment; its records stay in the store.
  ///
  /// - Parameters:
  ///   - text: the experiment.
  ///   - deleted: whether to delete it; `false` restores it.
  /// - Throws: `JudgeFailure`.
  public func set(_ text: String, deleted: Bool) async throws {
    let found = try await find(text)
    try await repository.change(
      ChangeTarget(kind: .experiment, id: found.id.hex), "lifecycle",
      deleted ? Change.deleted : Change.active,
      message: "\(deleted ? "Delete" : "Restore") the experiment \(found.name)")
  }

  private func makeCurrent(_ id: ContentID) async throws {
    try await repository.store.setConfig(Self.experimentKey, id.hex)
  }

  /// Finds an experiment by name, number, or a prefix of its hash of at least 6 digits.
  ///
  /// - Parameter text: the name, number or prefix as typed.
  /// - Returns: the experiment, deleted or not.
  /// - Throws: `JudgeFailure` if nothing matches (3), or if several match (5).
  public func find(_ text: String) async throws -> ExperimentInfo {
    let all = try await all(includeDeleted: true)
    let active = all.filter { !$0.isDeleted }
    for candidates in [active, all] {
      let named = candidates.filter { $0.name.utf8.elementsEqual(text.utf8) }
      if let only = try Self.one(try await withoutTwins(named), text) { return only }
      let fitting = candidates.filter {
        $0.number == text || (text.utf8.count >= 6 && $0.id.hex.hasPrefix(text))
      }
      if let only = try Self.one(try await withoutTwins(fitting), text) { return only }
    }
    let names = active.map(\.name).joined(separator: ", ")
    throw JudgeFailure(
      .notFound, "there is no experiment \"\(text)\"",
      remedy: names.isEmpty
        ? .run(.createExperiment, [text], to: "create it") : "there are: \(names)")
  }

  private static func one(
    _ found: [ExperimentInfo], _ text: String
  ) throws -> ExperimentInfo? {
    guard found.count > 1 else { return found.first }
    let list = found.map { $0.id.prefix(12) }.joined(separator: ", ")
    throw JudgeFailure(
      .ambiguous, "\(found.count) experiments fit \"\(text)\"",
      remedy: "name one by its hash: \(list)")
  }

  /// Returns the experiment to work in.
  ///
  /// This is `--experiment`, else git config `judge.experiment`, else the only experiment.
  ///
  /// - Returns: the experiment.
  /// - Throws: `JudgeFailure` if none of these selects an experiment.
  public func current() async throws -> ExperimentInfo {
    if let chosen = try await chosenExperiment() { return chosen }
    let all = try await withoutTwins(try await all(includeDeleted: false))
    if all.count == 1, let only = all.first { return only }
    let names = all.map(\.name).joined(separator: ", ")
    throw JudgeFailure(
      all.isEmpty ? .notFound : .ambiguous, "no experiment is current",
      remedy: all.isEmpty
        ? .run(.createExperiment)
        : .anyOf([
          .run(.chooseExperiment, to: "choose one of \(names)"), .supply(.experiment, "NAME"),
        ]))
  }

  /// Returns the chosen experiment, or if none is chosen, the only one that holds a judge.
  func current(holding judge: String?) async throws -> ExperimentInfo {
    guard let judge else { return try await current() }
    return try await find(holding: judge)
  }

  /// Finds the chosen experiment if it holds a name, else the only one that does.
  func find(holding name: String) async throws -> ExperimentInfo {
    if let chosen = try await chosenExperiment() { return chosen }
    let fold = try await repository.judges.fold()
    let holders = Set(fold.versions.keys.filter { $0.name == name }.map(\.experiment))
    let all = try await withoutTwins(
      try await all(includeDeleted: false).filter { holders.contains($0.id) })
    if let only = all.first, all.count == 1 { return only }
    guard !all.isEmpty else { return try await current() }
    throw JudgeFailure(
      .ambiguous, "\(all.count) experiments hold a judge named \"\(name)\"",
      remedy: .supply(
        .experiment, "NAME", to: "choose one of " + all.map(\.name).joined(separator: ", ")))
  }

  private func chosenExperiment() async throws -> ExperimentInfo? {
    if let text = repository.experimentOverride { return try await find(text) }
    let configured = try await repository.store.config(Self.experimentKey)
    guard let text = configured, !text.isEmpty else { return nil }
    return try await find(text)
  }

  /// Returns the experiments that are hidden by another one of the same name.
  func twins() async throws -> ExperimentTwins {
    let index = try await repository.caughtUp()
    let candidates = try await index.experimentCandidates()
    // The owners matter only if a name is used twice, so they are read only then.
    guard Set(candidates.map { Array($0.name.utf8) }).count < candidates.count else {
      return ExperimentTwins([], authority: .believing)
    }
    return ExperimentTwins(
      candidates, authority: try await repository.store.trustState()?.authority ?? .believing)
  }

  /// Returns the experiments without those that another one of the same name hides.
  ///
  /// If it is not decided which one the name means, all of them stay.
  func withoutTwins(_ found: [ExperimentInfo]) async throws -> [ExperimentInfo] {
    guard found.count > 1 else { return found }
    let twins = try await twins().twins
    let ids = Set(found.map(\.id))
    return found.filter { info in twins[info.id].map { !ids.contains($0) } ?? true }
  }

  /// Returns the repository with another current experiment.
  ///
  /// - Parameters:
  ///   - name: the experiment's name, number or hash.
  ///   - create: whether to create the experiment, and the store, if they are missing.
  /// - Returns: a repository that works in the experiment.
  /// - Throws: `JudgeFailure` if the experiment does not exist and `create` is false.
  public func open(_ name: String, create: Bool = false) async throws -> JudgeRepository {
    if create {
      if try await repository.store.head() == nil {
        _ = try await repository.maintenance.initialize()
      }
      let known = try await all(includeDeleted: true)
      if !known.contains(where: { Bytewise.equal($0.name, name) }) {
        _ = try await self.create(name)
      }
    }
    return repository.in(try await find(name))
  }

  /// Returns the experiments.
  ///
  /// - Parameter includeDeleted: whether to include deleted ones.
  /// - Returns: the experiments, sorted by name.
  /// - Throws: `JudgeFailure`.
  public func all(
    includeDeleted: Bool = false
  ) async throws -> [ExperimentInfo] {
    let index = try await repository.caughtUp()
    return try await index.experiments(includeDeleted: includeDeleted)
  }
}
