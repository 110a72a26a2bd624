import JudgeJSON
public import JudgeStore
public import JudgeWork

extension RedactionService {
  /// The commands that remove unreachable bytes from a disk.
  public static let collection: [Remedy] = [
    .run(.git, ["reflog", "expire", "--expire=now", "--all"]),
    .run(.git, ["gc", "--prune=now"], to: "remove the bytes from each disk"),
  ]

  /// Prepares the rewrite for an owner's purge.
  ///
  /// Without a remote, the branch moves at once. Otherwise, ``syncPurge(_:)`` moves it together
  /// with the remote's branch.
  ///
  /// - Returns: the rewrite, or `nil` if the history holds none of the bytes.
  /// - Throws: `JudgeFailure`.
  public func preparePurge() async throws -> PreparedPurge? {
    let history = try await repository.store.preparePurge()
    guard let history else { return nil }
    let branch = repository.store.location.branch
    guard try await !StoreRemote.exists(in: repository.store) else {
      return PreparedPurge(
        history: history, branch: branch, isApplied: false,
        steps: [
          Self.allow(history),
          .run(.synchronizePurging, to: "rewrite this clone and the server"),
          .run(.synchronize, to: "follow in every other clone"),
          .inOrder(Self.collection),
          "remove copies that git does not reach: forks, backups, caches of a forge, exports",
        ])
    }
    try await repository.store.adopt(history)
    try await repository.caughtUp()
    return PreparedPurge(
      history: history, branch: branch, isApplied: true,
      steps: [
        .inOrder(Self.collection), "remove copies that git does not reach: backups, exports",
      ])
  }

  /// Syncs, then moves the local and the remote branch to the purged history.
  ///
  /// - Parameter remote: as in ``SharingService/sync(_:signing:patience:warn:)``.
  /// - Returns: what was done.
  /// - Throws: `JudgeFailure`: nothing to purge, or refused by the remote (3), not reachable (125).
  public func syncPurge(_ remote: String? = nil) async throws -> SyncResult {
    guard let done = try await repository.sharing.exchange.purge(remote, allow: Self.allow) else {
      throw JudgeFailure(
        .notFound, "the history holds nothing that an owner's purge names",
        remedy: .run(.purge, to: "purge something"))
    }
    return done
  }

  /// Returns the step that makes the server accept a purge.
  private static func allow(_ history: PurgedHistory) -> Remedy {
    .run(
      .git,
      [
        "config", "--add", "judge.allowPurge",
        history.files.compactMap(hash).joined(separator: " "),
      ], to: "allow it, in the server's repository")
  }

  /// Returns the content hash that a path of the store names.
  private static func hash(_ path: String) -> String? {
    let digits = path.drop { $0 != "/" }.filter(\.isHexDigit)
    let name = path.hasSuffix(".json") ? path.dropLast(5) : path[...]
    let hash = name.drop { $0 != "/" }.filter { $0 != "/" }
    return digits.isEmpty ? nil : String(hash)
  }
}
