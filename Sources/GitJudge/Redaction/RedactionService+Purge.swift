import JudgeGit
import JudgeJSON
import JudgeStore

extension RedactionService {
  /// What takes unreachable bytes from a disk, as a command.
  public static let collectCommand = "git reflog expire --expire=now --all && git gc --prune=now"

  /// Prepares the rewrite that an owner's purge calls for.
  ///
  /// Without a remote the branch moves at once; else ``syncPurge(_:)`` moves it with the remote's.
  ///
  /// - Returns: the rewrite, or `nil` if the history holds none of the bytes.
  /// - Throws: `JudgeError`.
  public func preparePurge() async throws -> PreparedPurge? {
    let history = try await repository.store.preparePurge()
    guard let history else { return nil }
    let git = repository.sharing.git
    let remotes = try await git.run(["remote"]).lines
    guard remotes.isEmpty else {
      let hashes = history.files.compactMap(Self.hash).joined(separator: " ")
      return PreparedPurge(
        history: history, branch: repository.sharing.branch, isApplied: false,
        steps: [
          "on the server: git config --add judge.allowPurge \"\(hashes)\"",
          "here: git judge sync --purge",
          "in every other clone: git judge sync && \(Self.collectCommand)",
          "here and on the server: \(Self.collectCommand)",
          "remove copies that git does not reach: forks, backups, caches of a forge, exports",
        ])
    }
    try await repository.store.adopt(history)
    try await repository.caughtUp()
    return PreparedPurge(
      history: history, branch: repository.sharing.branch, isApplied: true,
      steps: [
        "here: \(Self.collectCommand)", "remove copies that git does not reach: backups, exports",
      ])
  }

  /// Syncs, then puts the purged history on the remote and here.
  ///
  /// - Parameter remote: as in ``sync(_:signing:patience:)``.
  /// - Returns: what was done.
  /// - Throws: `JudgeError`: nothing to purge, or refused by the remote (3), not reachable (125).
  public func syncPurge(_ remote: String? = nil) async throws -> SyncResult {
    let name = try await repository.sharing.remoteName(remote)
    var result = try await repository.sharing.sync(name)
    let history = try await repository.store.preparePurge()
    guard let history else {
      throw JudgeError(
        .notFound, "the history holds nothing that an owner's purge names",
        hint: "`git judge redact ID --purge --reason …` names something")
    }
    let colliding = try await repository.sharing.listing(of: name).colliding.sorted {
      $0.count > $1.count
    }
    guard colliding.isEmpty else {
      throw JudgeError(
        .store,
        "\(name) has \(colliding.joined(separator: ", ")), which git takes for a reference of the "
          + "store, so that the purged history cannot be pushed",
        hint: "delete it there: git push \(name) "
          + colliding.map { ":\($0)" }.joined(separator: " "))
    }
    let git = repository.sharing.git
    let head = "refs/heads/\(repository.sharing.branch)"
    var arguments = [
      "push", "--atomic", "--no-follow-tags", "--no-verify", "--recurse-submodules=no",
      "--porcelain", "--force-with-lease=\(head):\(history.old)",
    ]
    arguments += history.tags.map { "--force-with-lease=refs/tags/\($0.name):\($0.old)" }
    arguments += ["--", name, "\(history.new):\(head)"]
    arguments += history.tags.map { "\($0.new):refs/tags/\($0.name)" }
    let done = try await git.run(arguments, accepting: nil)
    switch PushOutcome(
      status: done.status, output: done.text,
      errors: GitProgram.withoutSecrets(done.complaints.joined(separator: "\n")))
    {
    case .done: break
    case .behind:
      throw JudgeError(
        .store, "\(name) moved while the purge was prepared", hint: "run it again")
    case .refused(let words, _):
      let hashes = history.files.compactMap(Self.hash).joined(separator: " ")
      throw JudgeError(
        .store, "\(name) refused the purge: \(words)",
        hint: "on the server: git config --add judge.allowPurge \"\(hashes)\"")
    case .unreachable(let words): throw try await repository.sharing.offline(name, words)
    }
    try await repository.store.adopt(history)
    try await repository.caughtUp()
    // Once more, so that what this clone knows of the remote's tags is the purged history's.
    let after = try await repository.sharing.sync(name)
    result.purged = history.files.count
    result.pushed += after.pushed
    result.fetched += after.fetched
    result.redacted = after.redacted
    result.tip = after.tip
    result.remoteTip = after.remoteTip
    return result
  }

  /// The content hash that a path of the store names.
  private static func hash(_ path: String) -> String? {
    let digits = path.drop { $0 != "/" }.filter(\.isHexDigit)
    let name = path.hasSuffix(".json") ? path.dropLast(5) : path[...]
    let hash = name.drop { $0 != "/" }.filter { $0 != "/" }
    return digits.isEmpty ? nil : String(hash)
  }
}
