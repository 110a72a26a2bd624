import FoundationEssentials
import JudgeRecords
package import JudgeWork

/// Exchanges the records and version tags of a store with a remote.
///
/// Its decisions are separate values: which remote (``RemoteChoice``), what to push (``PushPlan``),
/// how to continue after a failed push (``PushRetries``), which tags to take over (``TagChoice``),
/// and which versions get new numbers (``Renumbering``).
package struct StoreSync: Sendable {
  /// The store.
  let store: RecordStore
  /// The index with the state of the store.
  let index: any SyncIndex

  /// Creates a sync.
  ///
  /// - Parameters:
  ///   - store: the store.
  ///   - index: the index with the state of the records.
  package init(_ store: RecordStore, index: any SyncIndex) {
    self.store = store
    self.index = index
  }

  /// Fetches, unites and pushes the store, until the remote has all local records.
  ///
  /// There are no conflicts: the records of both sides are kept. If somebody else has taken a
  /// version number, the version is renumbered. If a sync is interrupted, the next one completes
  /// it.
  ///
  /// - Parameters:
  ///   - remote: a remote's name; `nil` for git config `judge.remote`, `origin`, or the only one.
  ///   - isSigning: whether to first commit own labels without a good signature again, signed.
  ///   - patience: the time in seconds for repeating lost races.
  ///   - warn: called for labels that lost their authors, before they are pushed, and for versions
  ///     that others must renumber.
  /// - Returns: the result of the sync.
  /// - Throws: `JudgeFailure` if there is no remote, or if it refuses or cannot be reached; and the
  ///   errors of the index.
  package func sync(
    _ remote: String? = nil, signing isSigning: Bool = false, patience: Double = 90,
    warn: (@Sendable (String) -> Void)? = nil
  ) async throws -> SyncResult {
    let remote = try await StoreRemote(remote, of: store)
    let (name, branch) = (remote.name, remote.branch)
    let versions = VersionSettlement(store, index)
    var result = SyncResult()
    result.remote = name
    await store.removeAbandonedLocks()
    if isSigning { result.signed = try await store.signAgain() }
    let turn = try await remote.turn()
    defer { withExtendedLifetime(turn) {} }
    let started = Date()
    var retries = PushRetries()
    var listing = try await remote.listing()
    try checkNotBlocked(listing, remote)
    let copied = try await remote.copy()
    while true {
      if listing.tip != nil {
        try await remote.fetch(listing)
        try await unite(with: remote, into: &result)
        try await versions.adoptTags(of: remote)
        // The fetched state is newer than the list; asking the remote again would only give others
        // time to be faster.
        listing.update(with: try await remote.copy(), since: copied)
      }
      guard try await store.head() != nil else {
        throw JudgeFailure(
          .store, "neither this repository nor \(name) has a store on \(branch)",
          remedy: .inOrder([.run(.initializeStore), .run(.synchronize)]))
      }
      let told = result.warnings.count
      try await versions.settleVersions(against: listing, &result)
      for warning in result.warnings.dropFirst(told) { warn?(warning) }
      for warning in try await lostAuthors(since: listing.tip, at: remote).warnings
      where !result.warnings.contains(warning) {
        result.warnings.append(warning)
        warn?(warning)
      }
      let outcome = try await push(
        to: remote, listing, versions, withTags: !retries.isPlain, &result)
      let isLate = Date().timeIntervalSince(started) >= patience
      let step = retries.next(after: outcome, isLate: isLate, hasTip: listing.tip != nil)
      result.retries = retries.lost
      switch step {
      case .done:
        result.tip = try await store.head()?.commit
        result.remoteTip = result.tip
        (result.ignored, result.redacted) = try await index.leftOut()
        return result
      case .repeats(let milliseconds):
        try? await Task.sleep(for: .milliseconds(milliseconds))
      case .unites(let longest, let asks):
        try await remote.clearLocks()
        if asks {
          let now = try await remote.listing()
          retries.asked(hasMoved: now.tip != listing.tip)
          listing = now
        }
        try? await Task.sleep(for: .milliseconds(Int.random(in: 0...longest)))
      case .refused(let words, let hint):
        let moved = result.renumbered.joined(separator: ", ")
        throw JudgeFailure(
          .store, "\(name) refused the push: \(words)",
          remedy: .advice(
            "nothing was lost here" + (hint.map { "; \($0)" } ?? "")
              + (moved.isEmpty ? "" : "; renumbered meanwhile: \(moved)")))
      case .unreachable(let words): throw await remote.offline(words)
      case .outrun:
        throw JudgeFailure(
          .store, "\(name) moved \(result.retries) times while we pushed",
          remedy: .run(.synchronize, to: "try again"))
      }
    }
  }

  /// Checks that the remote's branches do not prevent the store's branch.
  private func checkNotBlocked(_ listing: RemoteListing, _ remote: StoreRemote) throws {
    guard listing.tip == nil, let blocking = listing.blocking.first else { return }
    let short = blocking.dropFirst("refs/heads/".count)
    throw JudgeFailure(
      .store,
      "\(remote.name) has a branch \(short), which does not let a branch \(remote.branch) exist",
      remedy: .advice(
        "take it away there: git push \(remote.name) :\(blocking); or git config judge.branch NAME"
      ))
  }

  /// Syncs, then replaces the history on the remote and here by the purged one.
  ///
  /// - Parameters:
  ///   - remote: as in ``sync(_:signing:patience:warn:)``.
  ///   - allow: returns the remedy with which a server allows the purge, for a refusal.
  /// - Returns: the result, or `nil` if there is nothing to purge.
  /// - Throws: `JudgeFailure` if the remote refuses, has moved, or cannot be reached; and the
  ///   errors of the index.
  package func purge(
    _ remote: String? = nil, allow: (PurgedHistory) -> Remedy
  ) async throws -> SyncResult? {
    let remote = try await StoreRemote(remote, of: store)
    let name = remote.name
    var result = try await sync(name)
    guard let history = try await store.preparePurge() else { return nil }
    let colliding = try await remote.listing().colliding.sorted { $0.count > $1.count }
    guard colliding.isEmpty else {
      throw JudgeFailure(
        .store,
        "\(name) has \(colliding.joined(separator: ", ")), which git takes for a reference of the "
          + "store, so that the purged history cannot be pushed",
        remedy: .run(
          .git, ["push", name] + colliding.map { ":\($0)" }, to: "delete them there"))
    }
    switch try await remote.push(history) {
    case .done: break
    case .behind:
      throw JudgeFailure(
        .store, "\(name) moved while the purge was prepared", remedy: "run it again")
    case .refused(let words, _):
      throw JudgeFailure(
        .store, "\(name) refused the purge: \(words)", remedy: allow(history))
    case .unreachable(let words): throw await remote.offline(words)
    }
    try await store.adopt(history)
    // Once more, so that what this clone knows of the remote's tags is the purged history's.
    let after = try await sync(name)
    result.purged = history.files.count
    result.pushed += after.pushed
    result.fetched += after.fetched
    result.redacted = after.redacted
    result.tip = after.tip
    result.remoteTip = after.remoteTip
    return result
  }

  /// Unites the branch with the fetched one.
  private func unite(with remote: StoreRemote, into result: inout SyncResult) async throws {
    let tracking = remote.mirror.branch
    try await store.fetchTrees(of: tracking)
    switch try await store.purgeRelation(with: tracking) {
    case .none: break
    case .ours:
      let over = try await store.startOver(from: tracking)
      result.startedOver = true
      result.united += over.kept
      result.purged += over.dropped
      return
    case .theirs:
      throw JudgeFailure(
        .store, "\(remote.name) holds bytes that were purged here, and they are not brought back",
        remedy: .run(.synchronizePurging, to: "remove them as an owner, once the server allows it"))
    }
    if try await store.isToJoin(tracking) {
      let joined = try await store.join(tracking)
      result.joined += joined.joined
      result.fetched += joined.fetched
      return
    }
    let united = try await store.unite(with: tracking, message: "Unite with \(remote.name)")
    result.fetched += united.added
    result.restored += united.restored
    result.mended += united.mended
    result.problems += united.problems
    if united.kind == .merged { result.united += united.added }
  }

  /// Sends the branch and the tags that the remote lacks, all or nothing.
  private func push(
    to remote: StoreRemote, _ listing: RemoteListing, _ versions: VersionSettlement,
    withTags: Bool, _ result: inout SyncResult
  ) async throws -> PushOutcome {
    var plan = PushPlan(
      branch: remote.branch, head: try await store.head()?.commit,
      local: try await versions.localTags(), listing: listing, withTags: withTags)
    plan.tags = try await versions.registered(among: plan.candidates)
    guard !plan.isEmpty else { return .done }
    let waiting = try await remote.waiting(for: listing.tip)
    let outcome = try await remote.push(plan, beside: listing.colliding)
    if outcome == .done { result.pushed += waiting }
    return outcome
  }

  /// Finds labels that a squash merge, a rebase or a web edit has moved into another person's
  /// commit.
  ///
  /// The warning comes before the push, while the original commits can still be merged instead.
  ///
  /// - Parameters:
  ///   - tip: the tip of the remote's branch, or `nil` if the remote does not have the branch.
  ///   - remote: the remote.
  /// - Returns: the labels by source.
  /// - Throws: the errors of the store and the index.
  private func lostAuthors(
    since tip: String?, at remote: StoreRemote
  ) async throws -> LostAuthors {
    var lost = LostAuthors()
    guard let head = try await store.head(), head.commit != tip else { return lost }
    let waiting = try await index.unconfirmedLabels()
    let originals = try await store.labelsElsewhere(butNot: head.commit)
    guard !waiting.isEmpty || !originals.isEmpty else { return lost }
    let new = Set(
      try await store.delta(from: remote.tree(of: tip)).added.map(\.path).filter {
        $0.kind == .assessment
      })
    for (record, source) in waiting where new.contains(RecordPath(kind: .assessment, id: record)) {
      lost.add(pinned: source)
    }
    let pinned = lost.pinned
    guard let trust = try await store.trustState() else { return LostAuthors() }
    for (path, author) in originals where new.contains(path) && !pinned.contains(author) {
      guard let source = try await store.record(path)?.source, source == .human(author),
        case .imported = trust.authority.claim(
          of: source, path.id, trust.introduction(of: path))
      else { continue }
      lost.add(moved: author)
    }
    return lost
  }
}
