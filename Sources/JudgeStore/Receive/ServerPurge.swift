import FoundationEssentials
import JudgeGit
import JudgeRecords

/// The one rewrite that a server accepts: an owner's purge of hashes that its administrator has
/// allowed one by one (git config `judge.allowPurge`).
struct ServerPurge {
  private let update: ReferenceUpdate
  private let removed: [String]
  private let owner: String

  /// Checks a rewritten branch.
  ///
  /// Returns `nil` if it is refused.
  ///
  /// - Parameters:
  ///   - update: the update of the branch.
  ///   - settings: the people that the server trusts, and the allowed purges.
  ///   - git: git, with access to the objects of the push.
  ///   - check: receives the refusals.
  /// - Throws: if git cannot be run.
  init?(
    _ update: ReferenceUpdate, _ settings: ReceiveSettings, _ git: GitProgram,
    _ check: inout ReceiveCheck
  ) async throws(GitError) {
    self.update = update
    let before = check.refusals.count
    let allowed = settings.allowedPurges
    guard !allowed.isEmpty else {
      check.refuse(update.reference, "the history is rewritten: \(update.old) is not in it")
      return nil
    }
    let purged = try await ReceiveTrust(
      git, trust: settings.trust, branch: settings.branch
    ).redactions(at: update.new).purged
    var removed: [String] = []
    var added: [CommitChange] = []
    var reader = ChangeReader()
    try await git.stream([
      "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", update.old, update.new,
    ]) { piece throws(GitError) in
      try reader.read(piece) { item throws(GitError) in
        guard case .change(let change) = item else { return }
        guard change.status == .removed else {
          added.append(change)
          return
        }
        if let hash = change.hash, purged.contains(hash), allowed.contains(hash) {
          removed.append(change.text)
        } else {
          check.refuse(
            change.text, "no owner's purge names it, or git config judge.allowPurge does not")
        }
      }
    }
    for change in added where change.record?.kind != .redaction || change.status != .added {
      check.refuse(change.text, "a purge adds nothing but redactions")
    }
    if removed.isEmpty {
      check.refuse(update.reference, "the history is rewritten, and nothing is purged by that")
    }
    self.removed = removed
    owner =
      try await git.run(["show", "-s", "--no-mailmap", "--format=%ae", update.new]).lines.first
      .map(String.init) ?? ""
    guard check.refusals.count == before else { return nil }
    let kept = try await git.run(
      ["rev-list", "-1", "--full-history", update.new, "--"] + removed)
    if let commit = kept.lines.first {
      check.refuse(update.reference, "the commit \(commit) of the new history has purged bytes")
      return nil
    }
    try await onlyOld(update, settings, git, &check)
    guard check.refusals.count == before else { return nil }
  }

  /// Compares every commit of the new history with the old one: a rewrite must not add anything.
  private func onlyOld(
    _ update: ReferenceUpdate, _ settings: ReceiveSettings, _ git: GitProgram,
    _ check: inout ReceiveCheck
  ) async throws(GitError) {
    try await CommitForms(update.new, since: update.old, git).refuse(&check)
    let commits = try await ReceivedCommits(update.new, since: update.old, git)
    var walk = ReceiveWalk(commits, git, keepsAdded: true)
    var nobody = ReceiveAuthorship(ReceiveSettings(), update.new, base: nil, git)
    try await walk.run(&check, &nobody)
    var old: Set<ObjectID> = []
    var reader = ChangeReader()
    try await git.stream([
      "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", ObjectID.emptyTree.hex,
      update.old,
    ]) { piece throws(GitError) in
      try reader.read(piece) { item throws(GitError) in
        if case .change(let change) = item { old.insert(change.object) }
      }
    }
    for (change, object) in walk.added
    where change.record?.kind != .redaction && !old.contains(object) {
      check.refuse(change.text, "a purge adds nothing but redactions")
    }
  }

  /// Returns whether a tag only follows its commit into the rewritten history.
  func admits(_ update: ReferenceUpdate, _ git: GitProgram) async throws(GitError) -> Bool {
    guard !update.isDeletion else { return false }
    var claims: [VersionTag.Claim?] = []
    for object in [update.old, update.new] {
      let tag = try await git.run(["cat-file", "tag", object], accepting: nil)
      claims.append(tag.status == 0 ? VersionTag.Claim(message: tag.text) : nil)
    }
    guard let old = claims[0], let new = claims[1], old == new else { return false }
    return try await git.run(
      ["merge-base", "--is-ancestor", "\(update.new)^{commit}", self.update.new],
      accepting: nil
    ).status == 0
  }

  /// Logs an accepted purge.
  ///
  /// - Throws: if the log cannot be written. The push is then refused.
  func log(at time: Timestamp, _ git: GitProgram) async throws(GitError) {
    let folder = try await git.run(["rev-parse", "--absolute-git-dir"]).lines.first
    let path = "\(folder ?? ".")/judge-purges.log"
    var text = ""
    if let old = FileManager.default.contents(atPath: path) {
      text = String(decoding: old, as: UTF8.self)
    }
    text +=
      "\(time.text) \(update.old) \(update.new) \(owner) \(removed.joined(separator: " "))\n"
    do { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
      throw GitError(.io, "\(path) could not be written: \(error)")
    }
  }
}
