import JudgeGit
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
}
