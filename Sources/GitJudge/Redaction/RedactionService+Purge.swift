import JudgeGit
import JudgeJSON
import JudgeStore
public import JudgeWork

extension RedactionService {
  /// What takes unreachable bytes from a disk, as a command.
  public static let collection: [Remedy] = [
    .run(.git, ["reflog", "expire", "--expire=now", "--all"]),
    .run(.git, ["gc", "--prune=now"], to: "remove the bytes from each disk"),
  ]

  /// Prepares the rewrite that an owner's purge calls for.
  ///
  /// Without a remote the branch moves at once; else ``syncPurge(_:)`` moves it with the remote's.
  ///
  /// - Returns: the rewrite, or `nil` if the history holds none of the bytes.
  /// - Throws: `JudgeFailure`.
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
          .run(
            .git, ["config", "--add", "judge.allowPurge", hashes],
            to: "allow it on the server"),
          .run(.synchronizePurging, to: "rewrite this clone and the server"),
          .run(.synchronize, to: "follow in every other clone"),
          .inOrder(Self.collection),
          "remove copies that git does not reach: forks, backups, caches of a forge, exports",
        ])
    }
    try await repository.store.adopt(history)
    try await repository.caughtUp()
    return PreparedPurge(
      history: history, branch: repository.sharing.branch, isApplied: true,
      steps: [
        .inOrder(Self.collection), "remove copies that git does not reach: backups, exports",
      ])
  }

  /// Syncs, then puts the purged history on the remote and here.
  ///
  /// - Parameter remote: as in ``sync(_:signing:patience:)``.
  /// - Returns: what was done.
  /// - Throws: `JudgeFailure`: nothing to purge, or refused by the remote (3), not reachable (125).
  public func syncPurge(_ remote: String? = nil) async throws -> SyncResult {
    let name = try await repository.sharing.remoteName(remote)
    var result = try await repository.sharing.sync(name)
    let history = try await repository.store.preparePurge()
    guard let history else {
      throw JudgeFailure(
        .notFound, "the history holds nothing that an owner's purge names",
        remedy: .run(.purge, to: "name something"))
    }
    let colliding = try await repository.sharing.listing(of: name).colliding.sorted {
      $0.count > $1.count
    }
    guard colliding.isEmpty else {
      throw JudgeFailure(
        .store,
        "\(name) has \(colliding.joined(separator: ", ")), which git takes for a reference of the "
          + "store, so that the purged history cannot be pushed",
        remedy: .run(
          .git, ["push", name] + colliding.map { ":\($0)" }, to: "delete them there"))
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
      throw JudgeFailure(
        .store, "\(name) moved while the purge was prepared", remedy: "run it again")
    case .refused(let words, _):
      let hashes = history.files.compactMap(Self.hash).joined(separator: " ")
      throw JudgeFailure(
        .store, "\(name) refused the purge: \(words)",
        remedy: .run(
          .git, ["config", "--add", "judge.allowPurge", hashes], to: "allow it on the server"))
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
