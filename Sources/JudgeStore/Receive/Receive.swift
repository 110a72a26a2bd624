package import JudgeGit
package import JudgeRecords

/// Checks a push.
///
/// It runs at a server before references move, in a clone before the push, and in a job of a forge
/// after the push.
package struct Receive {
  private let git: GitProgram
  private let settings: ReceiveSettings
  private var check = ReceiveCheck()
  private var walked: ReceiveWalk?

  /// Prepares a check.
  ///
  /// - Parameters:
  ///   - settings: the settings of the repository.
  ///   - git: git, with access to the objects of the push.
  package init(_ settings: ReceiveSettings, _ git: GitProgram) {
    self.settings = settings
    self.git = git
  }

  /// The end of the reason for a label whose commit lacks the required signature.
  package static let unsigned = ReceiveCheck.unsigned

  /// The number of checked commits.
  package var commitCount: Int { walked?.commits.list.count ?? 0 }

  /// The refusals so far.
  package var refusals: [ReceiveRefusal] { check.refusals }

  /// Checks a push.
  ///
  /// - Parameters:
  ///   - updates: the updates of references.
  ///   - time: the current time, for the log of purges.
  /// - Throws: if git cannot be run.
  package mutating func push(
    _ updates: [ReferenceUpdate], at time: Timestamp
  ) async throws(GitError) {
    let rules = ReferenceRules(branch: settings.branch)
    var tags: [ReferenceUpdate] = []
    var purge: ServerPurge?
    var tip = try await git.run(
      ["rev-parse", "--verify", "--quiet", "refs/heads/\(settings.branch)"], accepting: nil
    ).lines.first.map(String.init)
    for update in updates {
      switch rules.role(of: update) {
      case .branch:
        purge = try await branch(update)
        tip = update.isDeletion ? tip : update.new
      case .versionTag: tags.append(update)
      case .other: break
      case .refused(let reason): check.refuse(update.reference, reason)
      }
    }
    var received = ReceivedTags(
      tip: tip, commits: walked?.commits, renumbered: walked?.renumbered ?? [:], git)
    for update in tags where !check.isFull {
      try await tag(update, purge, &received)
    }
    if check.refusals.isEmpty, let purge { try await purge.log(at: time, git) }
  }

  private mutating func branch(_ update: ReferenceUpdate) async throws(GitError) -> ServerPurge? {
    guard !update.isDeletion else {
      check.refuse(update.reference, "the branch is not deleted")
      return nil
    }
    guard !update.isCreation else {
      try await commits(update.new, since: nil)
      return nil
    }
    // Before a push, the remote may have objects that were never fetched; then git itself refuses.
    let isHere = try await git.run(["cat-file", "-e", update.old], accepting: nil)
    guard isHere.status == 0 else { return nil }
    let isForward =
      try await git.run(
        ["merge-base", "--is-ancestor", update.old, update.new], accepting: [0, 1]
      ).status == 0
    guard isForward else { return try await ServerPurge(update, settings, git, &check) }
    try await commits(update.new, since: update.old)
    return nil
  }

  /// Checks every commit of a history that another history lacks.
  ///
  /// - Parameters:
  ///   - new: the tip of the history.
  ///   - base: the accepted commit, or `nil` if there is none.
  /// - Throws: if git cannot be run.
  package mutating func commits(_ new: String, since base: String?) async throws(GitError) {
    let kind = try await git.run(["cat-file", "-t", new], accepting: nil).text
    guard kind == "commit\n" else {
      check.refuse(settings.branch, "the branch leads to a commit and nothing else")
      return
    }
    var format = ReceivedFormat(inForce: nil)
    check.twins = SourceTwins(settings.trust)
    if let base {
      let trust = ReceiveTrust(git, trust: settings.trust, branch: settings.branch)
      check.hidden = try await trust.redactions(at: base).hidden
      let history = FormatHistory(git, trust: settings.trust)
      format = ReceivedFormat(inForce: try await history.inForce(at: base))
    }
    // This comes before any check of authors.
    let forms = try await CommitForms(new, since: base, git)
    try await forms.refuse(&check)
    guard check.refusals.isEmpty else { return }
    let commits = try await ReceivedCommits(new, since: base, git)
    var walk = ReceiveWalk(commits, git)
    var authorship = ReceiveAuthorship(settings, new, base: base, git)
    try await walk.run(&check, &authorship)
    for change in walk.formats {
      let complaint = try await format.complaint(change.object, change.bytes) {
        () async throws(GitError) in try await authorship.mayMigrate(commits[change.commit])
      }
      if let complaint { check.refuse(StoreFormat.path, complaint) }
    }
    if format.inForce == nil, !check.isFull {
      check.refuse(StoreFormat.path, "the branch has none: initialize the store first")
    }
    if !check.doubtfulNames.isEmpty {
      var known: Set<String> = []
      if let base { known = try await KnownNames.refused(at: base, git) }
      check.decideNames(known: known)
    }
    try await authorship.decide(commits, takenOut: walk.takenOut, &check)
    walked = walk
  }

  private mutating func tag(
    _ update: ReferenceUpdate, _ purge: ServerPurge?, _ received: inout ReceivedTags
  ) async throws(GitError) {
    let name = String(update.reference.dropFirst("refs/tags/".count))
    if !update.isCreation {
      if let purge, try await purge.admits(update, git) { return }
      // A tag without a registration may be corrected or deleted.
      guard try await received.complaint(name, update.old) != nil else {
        check.refuse(update.reference, "version tags are never moved or deleted")
        return
      }
      if update.isDeletion { return }
    }
    if let complaint = try await received.complaint(name, update.new) {
      check.refuse(update.reference, complaint)
    }
  }
}
