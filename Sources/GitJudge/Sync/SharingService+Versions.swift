import JudgeGit
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeStore

extension SharingService {
  /// Leaves one number for each version and one version for each number, and a tag for each.
  ///
  /// The work of a killed program is completed: a renumbering without its tags, a registration
  /// without its tag.
  func settleVersions(
    against listing: RemoteListing, _ result: inout SyncResult
  ) async throws {
    guard !(try await repository.judges.fold().versions.isEmpty) else { return }
    if let tip = listing.tip { try await renumber(tip, &result) }
    try await settleTags(listing)
  }

  /// Gives versions whose number the remote has taken meanwhile numbers of their own.
  private func renumber(_ tip: String, _ result: inout SyncResult) async throws {
    let fold = try await repository.judges.fold()
    guard Renumbering.isNeeded(fold) else { return }
    let index = try await repository.caughtUp()
    let changes = try await index.changes(ofKind: .registration)
    var published = Renumbering.Published()
    for version in fold.versions.values.joined() {
      if try await holds(tip, RecordPath(kind: .registration, id: version.registration)) {
        published.registrations.insert(version.registration)
      }
      guard version.isAmbiguous else { continue }
      let target = ChangeTarget(kind: .registration, id: version.registration.hex)
      guard let contended = changes.resolutions(of: target)["version"] else { continue }
      for (id, change) in zip(contended.maximal, contended.contenders) {
        guard let number = change.value.intValue,
          try await holds(tip, RecordPath(kind: .change, id: id))
        else { continue }
        published.numbers[version.registration, default: []].insert(number)
      }
    }
    for move in Renumbering.moves(fold, published: published) {
      if let others = try await whoRenumbers(move) {
        let people = (others + ["an owner"]).joined(separator: " or ")
        let warning =
          "two versions of \(move.name) have the number v\(move.from); the sync of \(people) gives "
          + "one of them another number"
        if !result.warnings.contains(warning) { result.warnings.append(warning) }
        continue
      }
      for registration in move.registrations {
        let target = ChangeTarget(kind: .registration, id: registration.hex)
        // No author and no time: two people who renumber make the same record.
        var change = Change(target: target, key: "version", value: .number(Double(move.to)))
        change.supersedes = changes.resolutions(of: target)["version"]?.maximal.sorted() ?? []
        let message: CommitMessage = "Renumber \(move.name) v\(move.from) to v\(move.to)"
        let done = try await repository.append([try change.record()], message: message)
        guard done.added.isEmpty else { continue }
        // Somebody brought this very record who may not, so that it does not count.
        change.source = .human(try await repository.author().email)
        change.time = Clock.now
        _ = try await repository.append([try change.record()], message: message)
      }
      if move.from != move.to {
        result.renumbered.append("\(move.name) v\(move.from) → v\(move.to)")
      }
    }
  }

  /// The people beside owners who may make a move, or `nil` if the one who writes may.
  ///
  /// A renumbering by somebody else would not count, so it is not written.
  private func whoRenumbers(_ move: Renumbering.Move) async throws -> [String]? {
    guard let trust = try await repository.store.trustState() else { return nil }
    let me = Address(try await repository.author().email)
    let own = Introduction(
      authors: [me], generation: 0,
      byOwner: trust.owners.contains { trust.authority.person($0) == trust.authority.person(me) })
    var others: Set<Address>?
    for registration in move.registrations {
      let path = RecordPath(kind: .registration, id: registration)
      guard let target = trust.introduction(of: path), !trust.authority.mayAct(own, on: target)
      else { continue }
      // What several people brought is for owners alone.
      let authors = trust.authority.authors(target)
      others = (others ?? []).union(authors.count == 1 ? authors : [])
    }
    return others?.map(\.text).sorted()
  }

  /// Whether a commit has a record.
  private func holds(_ commit: String, _ place: RecordPath) async throws -> Bool {
    guard let path = place.text else { return false }
    let git = GitProgram(in: repository.store.location.commonDirectory)
    return try await git.run(["cat-file", "-e", "\(commit):\(path)"], accepting: nil).status == 0
  }

  /// Replaces our tags by the remote's if they differ and the remote's match the registration says,
  /// and makes those that are missing.
  private func settleTags(_ listing: RemoteListing) async throws {
    let ours = try await localTags()
    let rules = try await versionTags()
    var commands = ""
    for (name, object) in listing.tags {
      guard let own = ours[name], own != object,
        await rules.complaint(object, as: name, in: repository.store) == nil
      else { continue }
      commands += "update \(name) \(object) \(own)\n"
    }
    try await updateReferences(commands)
    for (name, _) in rules.expected {
      let full = "refs/tags/" + name
      if let own = ours[full] {
        guard await rules.complaint(own, as: full, in: repository.store) != nil else { continue }
      }
      _ = try await repository.store.restoreTags()
      return
    }
  }

  /// The version tags that are here, by full name.
  private func localTags() async throws -> [String: String] {
    let git = GitProgram(in: repository.store.location.commonDirectory)
    let lines = try await git.run([
      "for-each-ref", "--format=%(objectname) %(refname)", "refs/tags/judge/",
    ]).lines.map(String.init)
    var tags: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      if parts.count == 2 { tags[parts[1]] = parts[0] }
    }
    return tags
  }

  /// The store's findings about version tags.
  func versionTags() async throws -> VersionTagRules {
    let index = try await repository.caughtUp()
    let names = Dictionary(
      try await index.values(of: Experiment.self).map { ($0.id, $0.value.name) },
      uniquingKeysWith: { first, _ in first })
    let known = Set(try await index.values(of: Registration.self).map(\.id))
    var rules = VersionTagRules(known: known)
    for version in try await repository.judges.fold().versions.values.joined() {
      guard let experiment = names[version.value.experiment] else { continue }
      let tag = VersionTag(
        experiment: experiment, judgeName: version.value.name, version: version.number,
        registration: version.registration, judge: version.value.judge)
      rules.expected[tag.name, default: []].append(tag)
    }
    return rules
  }
}
