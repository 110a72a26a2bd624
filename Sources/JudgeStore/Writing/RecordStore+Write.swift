package import JudgeGit
import JudgeWork

extension RecordStore {
  /// The minimum time for which a write continues after losing races.
  static let patience = Duration.seconds(60)

  /// Moves the branch: builds on the tip, makes one durable pack, compares and swaps, and begins
  /// again on the new tip if somebody else was faster.
  ///
  /// - Parameter plan: says what to do on a tip; asked again after each lost race.
  /// - Returns: the commit, and the plan's result.
  /// - Throws: what the plan throws, `read-only`, `checked-out`, `contention`.
  func write<Value: Sendable>(
    _ plan: (Tip?, inout PackWriter) async throws(StoreError) -> WritePlan<Value>
  ) async throws(StoreError) -> Written<Value> {
    guard !location.isReadOnly else { throw readOnly() }
    await enterWrite()
    defer { leaveWrite() }
    try await fetchTrees()
    try StateDirectory.create(location.stateDirectory)
    let lock = await WriteLock.acquire(in: location.stateDirectory)
    var follower = CheckoutFollower(try CheckedOut.find(location, repository))
    let end = ContinuousClock.now + Self.patience
    // Kept until the end, even after a lost race: the next attempt may make the very same pack.
    var packs: [KeptPack] = []
    defer { for pack in packs { pack.release() } }
    var attempt = 0
    while true {
      do throws(StoreError) {
        let written = try await attemptWrite(plan, &follower, &packs)
        _ = consume lock
        afterWrite(written)
        return written
      } catch {
        guard error.code == .contention, ContinuousClock.now < end else {
          await follower.goBack(to: try? tip()?.tree)
          throw error
        }
      }
      attempt += 1
      // A lock that stays may be that of a writer who was killed.
      if attempt % 8 == 0 { removeAbandonedLocks() }
      // full jitter, doubling up to a quarter of a second
      await StoreExecutor.pause(milliseconds: Int.random(in: 1...min(256, 2 << min(attempt, 7))))
    }
  }

  /// Removes the locks of writers who were killed in the middle, and what kept their packs.
  package func removeAbandonedLocks() {
    KeptPack.removeAbandoned(in: location.commonDirectory)
    AbandonedLocks.remove(in: location.commonDirectory, branch: location.branch)
  }

  private func attemptWrite<Value: Sendable>(
    _ plan: (Tip?, inout PackWriter) async throws(StoreError) -> WritePlan<Value>,
    _ follower: inout CheckoutFollower, _ packs: inout [KeptPack]
  ) async throws(StoreError) -> Written<Value> {
    let tip = try tip()
    if tip?.isLocal != true { try checkNotBlocked() }
    var writer: PackWriter
    do throws(GitError) { writer = try PackWriter(repository) } catch { throw StoreError(error) }
    let target: ObjectID
    let made: [ObjectID]
    let tree: ObjectID
    let reason: String
    let value: Value
    let pack: KeptPack?
    let foreign: [ObjectID]
    switch try await plan(tip, &writer) {
    case .nothing(let value):
      return Written(value: value)
    case .commits(let chain, let parents, let result):
      guard let last = chain.last else { return Written(value: result) }
      try adopt(last.tree, parents, &writer)
      made = try await add(chain, onto: parents, to: &writer)
      target = made[made.count - 1]
      let subject = last.message.split(separator: "\n").first ?? ""
      (tree, reason, value) = (last.tree, "judge: \(subject)", result)
      do throws(GitError) { pack = try writer.finish() } catch { throw StoreError(error) }
      foreign = parents.filter { $0 != tip?.commit }
    case .move(let commit, let root, let why, let result):
      (target, made, tree, reason) = (commit, [commit], root, "judge: \(why)")
      value = result
      pack = nil
      foreign = [commit]
    }
    if let pack { packs.append(pack) }
    let old = tip?.isLocal == true ? tip?.commit : nil
    try await follower.follow(from: tip?.isLocal == true ? tip?.tree : nil, to: tree)
    try git { () throws(GitError) in
      try repository.compareAndSwap(location.reference, to: target, from: old, message: reason)
      // Somebody may have deleted the pack in spite of its `.keep` file.
      try pack?.restore(repository)
    }
    do throws(StoreError) { try await checkHere(foreign, beside: old) } catch {
      takeBack(target, to: old)
      throw error
    }
    if let tip, !tip.isLocal { track(tip.reference) }
    return Written(commits: made, base: old, value: value)
  }

  /// Adds commits in a row, each by its own author, and signed if commits are signed here.
  private func add(
    _ chain: [PlannedCommit], onto parents: [ObjectID], to writer: inout PackWriter
  ) async throws(StoreError) -> [ObjectID] {
    var made: [ObjectID] = []
    for item in chain {
      let (author, committer) = try signatures(of: item.author)
      let commit = Commit(
        tree: item.tree, parents: made.last.map { [$0] } ?? parents, author: author,
        committer: committer, message: item.message)
      made.append(try await add(commit, to: &writer))
    }
    return made
  }

  private func afterWrite<Value>(_ written: Written<Value>) {
    guard let commit = written.commit else { return }
    // neither is needed for what was acknowledged: the tips are noted again by the next reader,
    // and packs are folded after the next write
    noteTip(commit, after: written.base)
    _ = try? Repacker(repository).runIfNeeded()
    KeptPack.removeAbandoned(in: location.commonDirectory)
  }

  /// Says of a new local branch which remote branch it follows, as `git checkout` does.
  private func track(_ reference: String) {
    let remote = reference.dropFirst("refs/remotes/".count).dropLast(location.branch.count + 1)
    let section = "branch.\(location.branch)"
    do throws(GitError) {
      guard try repository.configString(section + ".remote") == nil else { return }
      try repository.setLocalConfig(section + ".remote", String(remote))
      try repository.setLocalConfig(section + ".merge", location.reference)
    } catch {
      // a convenience for plain `git push`; the record is written either way
    }
  }

  func readOnly() -> StoreError {
    StoreError(
      .readOnly, "the repository \(location.commonDirectory) cannot be written by this user",
      remedy: "work in a clone of your own: git clone URL")
  }

  /// Waits until no other method of this store is moving the branch: waiting for the lock, for git
  /// or for a retry lets other calls in between.
  func enterWrite() async {
    guard isWriting else {
      isWriting = true
      return
    }
    await withCheckedContinuation { writersWaiting.append($0) }
  }

  /// Hands the turn to the one who has waited longest.
  func leaveWrite() {
    guard !writersWaiting.isEmpty else {
      isWriting = false
      return
    }
    writersWaiting.removeFirst().resume()
  }

  /// Copies into the new pack what a tree takes over from elsewhere than its parents.
  ///
  /// A commit of this very pack, as among the parents of a label that is signed again, takes over
  /// nothing that the tip has not.
  func adopt(
    _ tree: ObjectID, _ parents: [ObjectID], _ writer: inout PackWriter
  ) throws(StoreError) {
    do throws(GitError) {
      var bases: [ObjectID] = []
      for parent in parents where repository.objectExists(parent) {
        bases.append(try repository.commit(parent).tree)
      }
      try writer.adopt(
        tree, besides: bases, from: repository, isComplete: try !repository.isPartialClone)
    } catch { throw StoreError(error) }
  }

  /// Checks that other people's commits are here, with all their objects.
  ///
  /// A separate git process checks, because it looks at the disk, while libgit2 keeps reading packs
  /// that were deleted. It checks only commits that the tip does not have.
  ///
  /// - Throws: `damaged` if a concurrent prune deleted objects.
  func checkHere(_ commits: [ObjectID], beside tip: ObjectID?) async throws(StoreError) {
    guard !commits.isEmpty else { return }
    let output: GitProgram.Output
    do throws(GitError) {
      let promised = try repository.isPartialClone ? ["--exclude-promisor-objects"] : []
      output = try await GitProgram(repository).run(
        ["rev-list", "--objects", "--quiet"] + promised + commits.map(\.hex)
          + (tip.map { ["--not", $0.hex] } ?? []), accepting: nil)
    } catch { throw StoreError(error) }
    guard output.status != 0 else { return }
    let words = output.errorText.split(separator: "\n").first.map { ": \($0)" } ?? ""
    throw StoreError(
      .damaged, "objects that \(commits[0].hex.prefix(12)) leads to are missing\(words)",
      remedy: .run(.repairStore, to: "fetch them again from a remote"))
  }

  /// Moves the branch back from a commit that cannot be read, if nobody has built on it.
  func takeBack(_ commit: ObjectID, to old: ObjectID?) {
    do throws(GitError) {
      if let old {
        try repository.compareAndSwap(
          location.reference, to: old, from: commit, message: "judge: take back")
      } else {
        try repository.deleteReference(location.reference, from: commit)
      }
    } catch {
      // The error that led here explains the problem.
    }
  }

  /// The format in force at a tip; `nil` for a branch that never had one.
  func format(at tip: Tip) async throws(StoreError) -> StoreFormat? {
    try await formatInForce(at: tip)?.format
  }

  /// The tip of a store that may be written.
  ///
  /// - Throws: `no-store` without a branch or `format.json`, `newer-format`.
  func writableTip(_ tip: Tip?) async throws(StoreError) -> Tip {
    guard let tip else { throw noStore() }
    guard let format = try await format(at: tip) else {
      throw StoreError(
        .noStore, "the branch \(location.branch) holds no store: it has no format.json",
        remedy: .anyOf([
          .run(.git, ["config", "judge.branch", "NAME"], to: "choose another branch"),
          .run(.initializeStore, to: "add a store here"),
        ]))
    }
    guard format.isWritable else { throw format.refusal }
    return tip
  }

  /// The branch that does not let this one exist: git keeps `judge` as a file and `judge/x` in a
  /// folder of that name.
  func blockingBranch() throws(StoreError) -> String? {
    let below = try git { () throws(GitError) in
      try repository.references(prefix: location.reference + "/")
    }
    if let first = below.first { return String(first.name.dropFirst("refs/heads/".count)) }
    var parts = location.branch.split(separator: "/")
    while parts.count > 1 {
      parts.removeLast()
      let above = parts.joined(separator: "/")
      if try git({ () throws(GitError) in try repository.resolve("refs/heads/" + above) }) != nil {
        return above
      }
    }
    return nil
  }

  func checkNotBlocked() throws(StoreError) {
    guard let blocking = try blockingBranch() else { return }
    throw StoreError(
      .branchBlocked,
      "the branch \(blocking) does not let a branch \(location.branch) exist",
      remedy: "git branch -m \(blocking) NEW-NAME, or git config judge.branch NAME")
  }

  /// Remembers the packs before a fetch.
  ///
  /// - Parameter reference: the remote-tracking branch that the fetch moves.
  /// - Returns: what ``adopt(_:of:)`` takes after it.
  package func packsBeforeFetch(of reference: String) -> FetchedPacks {
    FetchedPacks(repository, tip: (try? repository.resolve(reference)) ?? nil)
  }

  /// Lets the packs that a fetch left be folded with our own.
  ///
  /// A failure is not an error: packs that are not folded are only slower to read.
  package func adopt(_ packs: FetchedPacks, of reference: String) {
    try? repository.refreshObjects()
    guard let tip = (try? repository.resolve(reference)) ?? nil else { return }
    try? packs.adopt(upTo: tip)
  }
}
