import JudgeGit
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeStore

extension JudgeRepository {
  /// Leaves one number for each version and one version for each number, and a tag for each.
  ///
  /// What a killed program began is completed: a renumbering without its tags, a registration
  /// without its tag.
  func settleVersions(
    against listing: RemoteListing, _ result: inout SyncResult
  ) async throws(JudgeError) {
    guard !(try await versions().versions.isEmpty) else { return }
    if let tip = listing.tip { try await renumber(tip, &result) }
    try await settleTags(listing)
  }

  /// Gives versions whose number the remote has taken meanwhile numbers of their own.
  private func renumber(_ tip: String, _ result: inout SyncResult) async throws(JudgeError) {
    let fold = try await versions()
    guard Renumbering.isNeeded(fold) else { return }
    let index = try await caughtUp()
    let changes = try await JudgeError.wrap { try await index.changes(ofKind: .registration) }
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
      for registration in move.registrations {
        let target = ChangeTarget(kind: .registration, id: registration.hex)
        // No author and no time: two people who renumber make the same record.
        var change = Change(target: target, key: "version", value: .number(Double(move.to)))
        change.supersedes = changes.resolutions(of: target)["version"]?.maximal.sorted() ?? []
        let made = change
        let record = try await JudgeError.wrap { try made.record() }
        _ = try await append(
          [record], message: "Renumber \(move.name) v\(move.from) to v\(move.to)")
      }
      if move.from != move.to {
        result.renumbered.append("\(move.name) v\(move.from) → v\(move.to)")
      }
    }
  }

  /// Whether a commit has a record.
  private func holds(_ commit: String, _ place: RecordPath) async throws(JudgeError) -> Bool {
    guard let path = place.text else { return false }
    let git = GitProgram(in: store.location.commonDirectory)
    return try await JudgeError.wrap {
      try await git.run(["cat-file", "-e", "\(commit):\(path)"], accepting: nil).status == 0
    }
  }

  /// Puts the remote's tags in the place of ours where they differ, and makes those that are
  /// missing.
  private func settleTags(_ listing: RemoteListing) async throws(JudgeError) {
    let ours = try await localTags()
    var commands = ""
    for (name, object) in listing.tags {
      if let own = ours[name], own != object { commands += "update \(name) \(object) \(own)\n" }
    }
    let expected = try await expectedTags()
    try await updateReferences(commands)
    try await JudgeError.wrap {
      if !expected.allSatisfy({ ours[$0] != nil }) { _ = try await store.restoreTags() }
    }
  }

  /// The version tags that are here, by full name.
  private func localTags() async throws(JudgeError) -> [String: String] {
    let git = GitProgram(in: store.location.commonDirectory)
    let lines = try await JudgeError.wrap {
      try await git.run([
        "for-each-ref", "--format=%(objectname) %(refname)", "refs/tags/judge/",
      ]).lines.map(String.init)
    }
    var tags: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      if parts.count == 2 { tags[parts[1]] = parts[0] }
    }
    return tags
  }

  /// The full names of the tags that the versions in force should have.
  private func expectedTags() async throws(JudgeError) -> [String] {
    let index = try await caughtUp()
    let names = try await JudgeError.wrap {
      Dictionary(
        try await index.values(of: Experiment.self).map { ($0.id, $0.value.name) },
        uniquingKeysWith: { first, _ in first })
    }
    return try await versions().versions.values.joined().compactMap { version in
      names[version.value.experiment].map { experiment in
        "refs/tags/"
          + VersionTag(
            experiment: experiment, judgeName: version.value.name, version: version.number,
            registration: version.registration, judge: version.value.judge
          ).name
      }
    }
  }
}
