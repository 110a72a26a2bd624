import FoundationEssentials
import JudgeGit
import JudgeJSON
import JudgeRecords
import JudgeWork

/// Corrects numbers and tags of versions after a union.
struct VersionSettlement: Sendable {
  /// The store.
  let store: RecordStore
  /// The index with the state of the store.
  let index: any SyncIndex
  private let git: StoreGit

  /// Creates a settlement.
  init(_ store: RecordStore, _ index: any SyncIndex) {
    self.store = store
    self.index = index
    git = StoreGit(in: store.location.commonDirectory)
  }

  /// Gives each version a unique number and a tag.
  ///
  /// It also completes the work of a killed program: a renumbering without its tags, or a
  /// registration without its tag.
  func settleVersions(
    against listing: RemoteListing, _ result: inout SyncResult
  ) async throws {
    let fold = try await index.versions()
    guard !fold.versions.isEmpty else { return }
    if let tip = listing.tip { try await renumber(fold, tip, &result) }
    try await settleTags(listing)
  }

  /// Gives versions whose number the remote has taken meanwhile numbers of their own.
  private func renumber(
    _ fold: VersionFold, _ tip: String, _ result: inout SyncResult
  ) async throws {
    guard Renumbering.isNeeded(fold) else { return }
    let changes = try await index.registrationChanges()
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
        // Without author and time, so that two people who renumber create the same record.
        var change = Change(target: target, key: "version", value: .number(Double(move.to)))
        change.supersedes = changes.resolutions(of: target)["version"]?.maximal.sorted() ?? []
        let message: CommitMessage = "Renumber \(move.name) v\(move.from) to v\(move.to)"
        guard try await !index.append([try change.record()], message: message) else { continue }
        // Somebody without permission introduced the same record, so it does not count.
        change.source = .human(try await index.author().email)
        change.time = Timestamp(clamping: Int64(Date().timeIntervalSince1970 * 1000))
        _ = try await index.append([try change.record()], message: message)
      }
      if move.from != move.to {
        result.renumbered.append("\(move.name) v\(move.from) → v\(move.to)")
      }
    }
  }

  /// Returns the people other than owners who may make a move, or `nil` if the current author may.
  ///
  /// A renumbering by somebody else would not count, so it is not written.
  private func whoRenumbers(_ move: Renumbering.Move) async throws -> [String]? {
    guard let trust = try await store.trustState() else { return nil }
    let me = Address(try await index.author().email)
    let own = Introduction(
      authors: [me], generation: 0,
      byOwner: trust.owners.contains { trust.authority.person($0) == trust.authority.person(me) })
    var others: Set<Address>?
    for registration in move.registrations {
      let path = RecordPath(kind: .registration, id: registration)
      guard let target = trust.introduction(of: path), !trust.authority.mayAct(own, on: target)
      else { continue }
      // Only owners may change a record that several people introduced.
      let authors = trust.authority.authors(target)
      others = (others ?? []).union(authors.count == 1 ? authors : [])
    }
    return others?.map(\.text).sorted()
  }

  /// Returns whether a commit contains a record.
  private func holds(_ commit: String, _ place: RecordPath) async throws -> Bool {
    guard let path = place.text else { return false }
    return try await git.run(["cat-file", "-e", "\(commit):\(path)"], accepting: nil).status == 0
  }

  /// Replaces local tags by differing tags of the remote that match the registration, and creates
  /// missing ones.
  private func settleTags(_ listing: RemoteListing) async throws {
    let ours = try await Dictionary(
      localTags().map { ($0.name, $0.object) }, uniquingKeysWith: { first, _ in first })
    let rules = try await index.versionTags()
    var commands = ""
    for (tag, own) in TagChoice.differing(listing.tags, from: ours)
    where await rules.complaint(tag.object, as: tag.name, in: store) == nil {
      commands += "update \(tag.name) \(tag.object) \(own)\n"
    }
    try await updateReferences(commands)
    for (name, _) in rules.expected {
      let full = "refs/tags/" + name
      if let own = ours[full] {
        guard await rules.complaint(own, as: full, in: store) != nil else { continue }
      }
      _ = try await store.restoreTags()
      return
    }
  }

  /// Takes over the remote's missing tags that match a registration.
  ///
  /// Other such tags of the remote stay in the clone's copy, where `fsck` checks them.
  ///
  /// - Parameter remote: the remote, as last fetched.
  /// - Throws: the errors of the store and the index.
  func adoptTags(of remote: StoreRemote) async throws {
    let ours = try await Set(localTags().map(\.name))
    let new = TagChoice.new(try await remote.copiedTags(), beside: ours, names: remote.mirror)
    guard !new.isEmpty else { return }
    let rules = try await index.versionTags()
    var commands = ""
    for tag in WorkProgress.counted(new, "Checking tags")
    where await rules.complaint(tag.object, as: tag.name, in: store) == nil {
      commands += "create \(tag.name) \(tag.object)\n"
    }
    // Another sync of this clone may already have created them.
    try await updateReferences(commands, mayFail: true)
  }

  /// Returns the tags that match a registration.
  func registered(among tags: [GitReference]) async throws -> [String] {
    guard !tags.isEmpty else { return [] }
    let rules = try await index.versionTags()
    var found: [String] = []
    for tag in WorkProgress.counted(tags, "Checking tags")
    where await rules.complaint(tag.object, as: tag.name, in: store) == nil {
      found.append(tag.name)
    }
    return found
  }

  /// Returns the local version tags.
  func localTags() async throws -> [GitReference] {
    GitReference.list(
      try await git.run(["for-each-ref", GitReference.format, "refs/tags/judge/"]).lines)
  }

  /// Changes references by `git update-ref --stdin`, all or none, once their locks are free.
  private func updateReferences(
    _ commands: String, mayFail: Bool = false
  ) async throws {
    guard !commands.isEmpty else { return }
    try await git.runUnlocked(
      ["update-ref", "--stdin"], input: Array(commands.utf8), accepting: mayFail ? nil : [0]
    ) { await store.removeAbandonedLocks() }
  }
}
