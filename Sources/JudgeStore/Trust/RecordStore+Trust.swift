import FoundationEssentials
import JudgeGit
package import JudgeRecords

extension RecordStore {
  /// Returns the permissions on the branch and the introductions of its records.
  ///
  /// - Returns: the state, or `nil` if there is no branch.
  /// - Throws: `program` if signatures cannot be verified, `damaged` if the history cannot be read,
  ///   `io` for a pinned file that is missing.
  package func trustState() async throws(StoreError) -> TrustState? {
    guard let tip = try tip() else { return nil }
    return try await trustState(at: tip.commit)
  }

  /// Returns a source with the address that represents its person.
  ///
  /// The history is read only if there are endorsements, because only owners join addresses.
  ///
  /// - Parameter source: the source.
  /// - Returns: the source, or its person.
  /// - Throws: as ``trustState()``.
  package func person(
    _ source: AssessmentSource
  ) async throws(StoreError) -> AssessmentSource {
    guard let tip = try tip(), let folder = RecordKind.endorsement.folder,
      try git({ () throws(GitError) in try repository.entry(at: folder, in: tip.tree) }) != nil
    else { return source }
    return try await trustState(at: tip.commit).authority.person(source)
  }

  /// Returns the permissions at a commit and the introductions of its records.
  ///
  /// - Parameter commit: 40 hexadecimal digits, or a revision.
  /// - Returns: the state.
  /// - Throws: as ``trustState()``, and `not-found` for an unknown commit.
  package func trustState(atCommit commit: String) async throws(StoreError) -> TrustState {
    try await trustState(at: try commitID(commit))
  }

  /// Returns the permissions at a commit and the introductions of its records.
  ///
  /// - Parameters:
  ///   - commit: the commit.
  ///   - other: the people to trust; if `nil`, those that this clone trusts.
  /// - Returns: the state.
  /// - Throws: as ``trustState()``.
  func trustState(
    at commit: ObjectID, trusting other: TrustSettings? = nil
  ) async throws(StoreError) -> TrustState {
    let settings: TrustSettings
    if let other { settings = other } else { settings = try trustSettings() }
    if let log = knownLog, !log.boundary.isEmpty, IntroductionFile.goesOn(log, repository) {
      forgetHistory()
    }
    if let known = knownTrust, known.key == settings.key, known.state.commit == commit.hex {
      return known.state
    }
    let (log, strangers) = try history(to: commit)
    let tree = try git { () throws(GitError) in try repository.commit(commit).tree }
    let isBranch = try tip()?.commit == commit && other == nil
    let until = try unsignedUntil(log, settings, tip: isBranch ? commit : nil)
    let state: TrustState
    do throws(GitError) {
      var reader = TrustReader(
        log: log, strangers: strangers, commit: commit, tree: tree, settings: settings,
        git: GitProgram(repository), verifier: settings.signers.map { verifier($0) },
        unsignedUntil: until)
      state = try await reader.read(repository)
    } catch { throw StoreError(error) }
    if settings.roots.isEmpty, try tip()?.commit == commit { pinRoots(of: state) }
    knownTrust = (settings.key, state)
    return state
  }

  /// Returns the records that a commit's history introduces beyond the history of an earlier
  /// commit.
  ///
  /// - Parameters:
  ///   - state: the state at the commit.
  ///   - earlier: 40 hexadecimal digits.
  /// - Returns: `nil` if the earlier commit is not in the history.
  /// - Throws: `damaged` if the history cannot be read.
  package func recordsBrought(
    in state: TrustState, since earlier: String
  ) throws(StoreError) -> Set<RecordPath>? {
    guard let id = ObjectID(hex: earlier), state.log.place(of: id) != nil,
      state.strangers.isEmpty
    else { return nil }
    if state.commit == earlier { return [] }
    let log = state.log
    return log.records(broughtBy: HistoryWalk.strangers(log, frontier: [id]))
  }

  /// Returns the log of the history up to a commit, with its commits that belong to another
  /// history.
  private func history(
    to commit: ObjectID
  ) throws(StoreError) -> (log: IntroductionLog, strangers: Set<Int>) {
    let file = IntroductionFile(in: location.stateDirectory, branch: location.branch)
    var log = knownLog ?? file.read(repository)
    let isBranch = try tip()?.commit == commit
    do throws(GitError) {
      if log.tip == commit {
        knownLog = log
        return (log, [])
      }
      var walk = HistoryWalk(log)
      try walk.walk(to: commit, in: repository)
      let strangers = HistoryWalk.strangers(log, frontier: walk.frontier)
      if strangers.isEmpty {
        log = walk.log
      } else if isBranch {
        // The branch no longer contains a part of its history.
        walk = HistoryWalk(IntroductionLog())
        try walk.walk(to: commit, in: repository)
        log = walk.log
      } else {
        return (walk.log, strangers)
      }
    } catch { throw StoreError(error) }
    guard isBranch else { return (log, []) }
    knownLog = log
    if !location.isReadOnly { knownLog = file.save(log) }
    return (log, [])
  }

  /// Discards everything computed from the history, because the history has changed or missing
  /// objects have arrived.
  func forgetHistory() {
    knownLog = nil
    knownTrust = nil
    knownRedactions = nil
    guard !location.isReadOnly else { return }
    IntroductionFile(in: location.stateDirectory, branch: location.branch).remove()
  }

  /// Pins the root commit of the history that this clone has begun to trust.
  ///
  /// A shallow clone does not know it, so it does not pin one.
  private func pinRoots(of state: TrustState) {
    guard !state.isShallow, !location.isReadOnly, !state.acceptedRoots.isEmpty else { return }
    let adopted = Set(state.endorsements.values.flatMap(\.adopts))
    let own = state.acceptedRoots.filter { !adopted.contains($0) }
    // Without a pin the same root is found again, so a failure has no cost now.
    try? setConfig(TrustSettings.rootKey(branch: location.branch), own.joined(separator: " "))
  }

  /// Returns the labels that commits of other local branches introduced, with the address of each
  /// commit's author.
  ///
  /// They show which labels a squash merge or a rebase has moved to another author. Only branches
  /// with a store are read, and only commits that are not ancestors of the commit.
  ///
  /// - Parameter commit: 40 hexadecimal digits.
  /// - Returns: empty if every branch is part of the commit's history.
  /// - Throws: `program` if git fails.
  package func labelsElsewhere(
    butNot commit: String
  ) async throws(StoreError) -> [RecordPath: String] {
    guard let folder = RecordKind.assessment.folder else { return [:] }
    do throws(GitError) {
      var tips: Set<String> = []
      for prefix in ["refs/heads/", "refs/remotes/"] {
        for reference in try repository.references(prefix: prefix) {
          let tip = try repository.peel(reference.id)
          guard tip.hex != commit,
            try repository.entry(at: folder, in: repository.commit(tip).tree) != nil
          else { continue }
          tips.insert(tip.hex)
        }
      }
      guard !tips.isEmpty else { return [:] }
      let log = try await GitProgram(repository).run(
        ["log", "--no-merges", "--diff-filter=A", "--name-only", "--format=%x01%ae"]
          + tips.sorted() + ["--not", commit, "--", folder])
      var found: [RecordPath: String] = [:]
      var author = ""
      for line in log.lines {
        if line.hasPrefix("\u{1}") {
          author = String(line.dropFirst())
        } else if let path = RecordPath(String(line)) {
          found[path] = author
        }
      }
      return found
    } catch { throw StoreError(error) }
  }

  /// Returns the tips at which this clone began to require signatures, by the address required to
  /// sign.
  ///
  /// They are kept in git's configuration beside the pinned roots, because they cannot be
  /// recomputed like a cache. A later unsigned redaction never counts.
  ///
  /// - Parameters:
  ///   - log: the history.
  ///   - settings: the people that this clone trusts.
  ///   - tip: the branch's tip, recorded for new addresses; `nil` to record nothing.
  /// - Returns: the known tips by address.
  /// - Throws: if git's configuration cannot be read or written.
  func unsignedUntil(
    _ log: IntroductionLog, _ settings: TrustSettings, tip: ObjectID?
  ) throws(StoreError) -> [Address: ObjectID] {
    let key = "judge.\(location.branch).unsignedUntil"
    let text = try config(key)
    let list = settings.signersKey
    guard let list else {
      if text != nil, tip != nil, !location.isReadOnly { try? setConfig(key, nil) }
      return [:]
    }
    var noted: [String: ObjectID] = [:]
    for word in (text ?? "").split(separator: " ") {
      let parts = word.split(separator: ":")
      guard parts.count == 2, let id = ObjectID(hex: parts[1]), log.place(of: id) != nil else {
        continue
      }
      noted[String(parts[0])] = id
    }
    var found: [Address: ObjectID] = [:]
    var next: [String: ObjectID] = [:]
    // With an unchanged list, people who are new in the history always had to sign.
    let limit = noted[list] ?? tip
    next[list] = limit
    for email in log.emails where settings.demandsSignature(of: email) {
      let name = String(ContentID(hashing: Array(email.text.utf8)).hex.prefix(16))
      let known = noted[name] ?? limit
      found[email] = known
      next[name] = known
    }
    if tip != nil, next != noted, !location.isReadOnly {
      let words = next.map { "\($0.key):\($0.value.hex)" }.sorted()
      // If this cannot be recorded, the next command records a later tip.
      try? setConfig(key, words.joined(separator: " "))
    }
    return found
  }
}
