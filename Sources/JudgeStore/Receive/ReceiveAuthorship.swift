import JudgeGit
import JudgeRecords

/// Decides whether the people who bring something may: the one place of a push that asks for
/// authors and signatures.
///
/// The walk over a push tells it every record with the commits that add it, in the order of the
/// commits, and every change of the file `owners`; ``decide(_:)`` refuses at the end, since a later
/// commit of the same push may vouch for what an earlier one brings.
struct ReceiveAuthorship {
  private struct Label {
    let path: RecordPath
    let source: String
    let commits: [ReceivedCommit]
  }

  private let git: GitProgram
  private let settings: ReceiveSettings
  /// The accepted tip on which the push builds; `nil` for a new branch.
  private let base: String?
  private var labels: [Label] = []
  /// Commits that change the file `owners`, with what it is after them.
  private var ownersChanges: [(commit: ReceivedCommit, object: ObjectID, isSide: Bool)] = []

  init(_ settings: ReceiveSettings, base: String?, _ git: GitProgram) {
    self.git = git
    self.settings = settings
    self.base = base
  }

  /// Takes a record.
  ///
  /// - Parameters:
  ///   - brought: the record with its bytes, checked against its schema.
  ///   - commits: the commits of the push that add it, oldest first; a merge among them adds what
  ///     none of its parents has.
  mutating func note(_ brought: BroughtRecord, in commits: [ReceivedCommit]) {
    guard let source = brought.human, settings.reviewers[source] != nil else { return }
    labels.append(Label(path: brought.path, source: source, commits: commits))
  }

  /// Takes a change of the file `owners`.
  ///
  /// - Parameters:
  ///   - object: the file after it.
  ///   - commit: the commit.
  ///   - isSide: whether a merge differs there from one of its parents only.
  mutating func noteOwners(_ object: ObjectID, in commit: ReceivedCommit, isSide: Bool) {
    ownersChanges.append((commit, object, isSide))
  }

  /// Refuses what people bring who may not.
  ///
  /// - Throws: where git or `ssh-keygen` cannot be run.
  func decide(_ check: inout ReceiveCheck) async throws(GitError) {
    try await decideLabels(&check)
    try await decideOwners(&check)
  }

  /// Holds the labels of pinned reviewers against the commits that bring them.
  ///
  /// What a merge alone brings is nobody's.
  private func decideLabels(_ check: inout ReceiveCheck) async throws(GitError) {
    var signed: [String: Bool] = [:]
    for label in labels where !check.isFull {
      let commits = label.commits.filter { !$0.isMerge }
      let own = commits.filter { $0.email == label.source }
      let place = label.path.text ?? ""
      let start = "a label of \(label.source), who is a pinned reviewer, "
      guard !own.isEmpty else {
        check.refuse(place, start + "in a commit of \(commits.first?.email ?? "a merge alone")")
        continue
      }
      let mustSign =
        settings.reviewers[label.source] == true
        || settings.trust.signers?.lists(label.source) == true
      guard mustSign else { continue }
      var isSigned = false
      for commit in own where !isSigned {
        isSigned = try await self.isSigned(commit, &signed)
      }
      if !isSigned { check.refuse(place, start + ReceiveCheck.unsigned) }
    }
  }

  /// Whether a commit is signed by its author.
  private func isSigned(
    _ commit: ReceivedCommit, _ known: inout [String: Bool]
  ) async throws(GitError) -> Bool {
    guard let signers = settings.trust.signers else { return false }
    if let known = known[commit.id.hex] { return known }
    let isGood =
      try await SignatureVerifier(git, signers: signers)
      .verify(commit.id.hex, by: commit.email) == .good
    known[commit.id.hex] = isGood
    return isGood
  }

  /// Lets only owners change the list of owners, each in a commit of their own; a merge may take
  /// over what one of them or the accepted tip has, nothing older.
  private func decideOwners(_ check: inout ReceiveCheck) async throws(GitError) {
    guard let base, !ownersChanges.isEmpty else { return }
    let owners = try await RedactionReader(git, trust: settings.trust).owners(at: base)
    guard !owners.isEmpty else { return }
    let path = TrustSettings.ownersFile
    let before = try await git.run(
      ["rev-parse", "--verify", "--quiet", "\(base):\(path)"], accepting: nil)
    var allowed = Set(before.lines.first.flatMap { ObjectID(hex: $0) }.map { [$0] } ?? [])
    for change in ownersChanges where !change.isSide {
      if try await isOwners(change.commit, owners) {
        allowed.insert(change.object)
      } else {
        check.refuse(path, "only an owner names owners; the commit is \(change.commit.email)'s")
      }
    }
    for change in ownersChanges where change.isSide && !allowed.contains(change.object) {
      check.refuse(
        path, "only an owner names owners; a merge of \(change.commit.email)'s takes an older list")
    }
  }

  /// Whether a commit is an owner's own, signed where they have a key.
  private func isOwners(
    _ commit: ReceivedCommit, _ owners: [String]
  ) async throws(GitError) -> Bool {
    guard owners.contains(commit.email) else { return false }
    guard settings.trust.signers?.lists(commit.email) == true else { return true }
    var known: [String: Bool] = [:]
    return try await isSigned(commit, &known)
  }

  /// Whether a commit may raise the store's format: an owner's in force, signed by a pinned key.
  func mayMigrate(_ commit: ReceivedCommit) async throws(GitError) -> Bool {
    guard let base, settings.trust.signers?.lists(commit.email) == true else { return false }
    let owners = try await RedactionReader(git, trust: settings.trust).owners(at: base)
    return try await isOwners(commit, owners)
  }
}
