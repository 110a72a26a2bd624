import FoundationEssentials
import JudgeGit
package import JudgeRecords

extension RecordStore {
  /// Who may do what on the branch, and who brought each of its records.
  ///
  /// - Returns: the state, or `nil` if there is no branch.
  /// - Throws: `program` if signatures cannot be verified, `damaged` if the history cannot be read,
  ///   `io` for a pinned file that is missing.
  package func trustState() async throws(StoreError) -> TrustState? {
    guard let tip = try tip() else { return nil }
    return try await trustState(at: tip.commit)
  }

  /// A source with the address that stands for its person.
  ///
  /// The history is looked at only if an owner has decided something: nobody else joins addresses.
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

  /// Who may do what at a commit.
  ///
  /// - Parameter commit: 40 hexadecimal digits, or a revision.
  /// - Returns: the state.
  /// - Throws: as ``trustState()``, and `not-found` for an unknown commit.
  package func trustState(atCommit commit: String) async throws(StoreError) -> TrustState {
    try await trustState(at: try commitID(commit))
  }

  /// Who may do what at a commit.
  ///
  /// - Parameters:
  ///   - commit: the commit.
  ///   - other: the people to trust. If `nil`, those that this clone trusts.
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

  /// The records of a commit's history that some commit brought which is not in the history of an
  /// earlier commit.
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

  /// The log of the history up to a commit, with those of its commits that are in another history.
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
        // The branch left a part of its history behind.
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

  /// Forgets what was worked out of the history, since the history is another one now or has objects
  /// that it lacked.
  func forgetHistory() {
    knownLog = nil
    knownTrust = nil
    knownRedactions = nil
    guard !location.isReadOnly else { return }
    IntroductionFile(in: location.stateDirectory, branch: location.branch).remove()
  }

  /// Pins the first commit of the history that this clone has begun to trust.
  ///
  /// Not in a shallow clone, which does not know it.
  private func pinRoots(of state: TrustState) {
    guard !state.isShallow, !location.isReadOnly, !state.acceptedRoots.isEmpty else { return }
    let adopted = Set(state.endorsements.values.flatMap(\.adopts))
    let own = state.acceptedRoots.filter { !adopted.contains($0) }
    // Without a pin the same root is found again, so that a failure costs nothing now.
    try? setConfig(TrustSettings.rootKey(branch: location.branch), own.joined(separator: " "))
  }

  /// The labels that commits of other branches here brought, each with the address of the commit's
  /// author: what a squash merge or a rebase has made of them can be told by that.
  ///
  /// Only branches that hold a store are looked at, and only what the commit does not descend from.
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

  /// The tips at which this clone began to demand signatures, by the address of which it does.
  ///
  /// Kept in git's configuration beside the pinned roots: it is what this clone has seen, and no
  /// cache. An unsigned redaction that came later never counts.
  ///
  /// - Parameters:
  ///   - log: the history.
  ///   - settings: whom this clone trusts.
  ///   - tip: the branch's tip, for addresses of which it is new; `nil` to note nothing.
  /// - Returns: nothing of an address of which it is not known.
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
    // Under an unchanged list, people who are new in the history were demanded to sign all along.
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
      // If it cannot be noted, the next command notes a later tip.
      try? setConfig(key, words.joined(separator: " "))
    }
    return found
  }
}
