import FoundationEssentials
import JudgeGit
import JudgeRecords
import JudgeStore

/// The one rewrite that a server accepts: an owner's purge of hashes that its administrator has
/// allowed one by one (git config `judge.allowPurge`).
struct ServerPurge {
  private let update: JudgeHooks.Update
  private let removed: [String]
  private let owner: String

  /// Checks a rewritten branch; `nil` where it is refused.
  ///
  /// - Parameters:
  ///   - update: the branch's.
  ///   - git: git, which sees the objects of the push.
  ///   - trust: whom the server trusts.
  ///   - check: gets what is refused.
  /// - Throws: where git cannot be asked.
  init?(
    _ update: JudgeHooks.Update, _ git: GitProgram, _ trust: TrustSettings,
    _ check: inout ReceiveCheck
  ) async throws {
    self.update = update
    let before = check.refusals.count
    let listed = try await git.run(["config", "--get-all", "judge.allowPurge"], accepting: [0, 1])
    let allowed = Set(TrustSettings.list(listed.text).compactMap { ContentID(hex: $0) })
    guard !allowed.isEmpty else {
      check.refuse(update.reference, "the history is rewritten: \(update.old) is not in it")
      return nil
    }
    let purged = try await RedactionReader(git, trust: trust).fold(at: update.new).purged
    let diff = try await git.run([
      "diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", update.old, update.new,
    ])
    var removed: [String] = []
    var added: [TreeEntryChange] = []
    for change in TreeEntryChange.read(diff.output) {
      guard change.status == "D" else {
        if check.admits(change) { added.append(change) }
        continue
      }
      if let hash = change.hash, purged.contains(hash), allowed.contains(hash) {
        removed.append(change.path)
      } else {
        check.refuse(
          change.path, "no owner's purge names it, or git config judge.allowPurge does not")
      }
    }
    for change in added where !change.path.hasPrefix("redactions/") {
      check.refuse(change.path, "a purge adds nothing but redactions")
    }
    let bytes = try await JudgeHooks.blobs(added.map(\.object), git)
    for (change, content) in zip(added, bytes) {
      guard let content else {
        check.refuse(change.path, "its bytes are over the limit of 1 MiB, or missing")
        continue
      }
      check.check(content, of: change)
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
  }

  /// Whether a tag only follows its commit into the rewritten history.
  func admits(_ update: JudgeHooks.Update, _ git: GitProgram) async throws -> Bool {
    guard !JudgeHooks.Update.isNone(update.new) else { return false }
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

  /// Writes down that a purge came in.
  ///
  /// - Throws: where the log cannot be written; the push is then refused.
  func log(_ git: GitProgram) async throws {
    let folder = try await git.run(["rev-parse", "--absolute-git-dir"]).lines.first
    let path = "\(folder ?? ".")/judge-purges.log"
    var text = ""
    if let old = FileManager.default.contents(atPath: path) {
      text = String(decoding: old, as: UTF8.self)
    }
    text +=
      "\(Clock.now.text) \(update.old) \(update.new) \(owner) \(removed.joined(separator: " "))\n"
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
  }
}
