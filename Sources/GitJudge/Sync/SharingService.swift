public import JudgeStore

/// Exchanges records and version tags with remotes.
public struct SharingService: Sendable {
  let repository: JudgeRepository
}

extension SharingService {
  /// Clones a repository with its store.
  ///
  /// - Parameters:
  ///   - url: a path or URL.
  ///   - target: the folder; `nil` for the repository's name.
  ///   - folder: where to clone into.
  /// - Returns: the clone's folder.
  /// - Throws: `JudgeFailure` if it cannot be reached (125), or holds no store (3).
  public static func clone(
    _ url: String, to target: String? = nil, in folder: String = "."
  ) async throws -> String {
    try await RecordStore.clone(url, to: target, in: folder)
  }

  /// Fetches, unites and pushes the store, until the remote has everything that is here.
  ///
  /// Nothing conflicts: both sides' records are kept. A version number that somebody else took
  /// meanwhile is renumbered. Interrupted at any point, the next sync completes it.
  ///
  /// - Parameters:
  ///   - remote: a remote's name; `nil` for git config `judge.remote`, `origin`, or the only one.
  ///   - isSigning: whether own labels without a good signature are committed again, signed, before.
  ///   - patience: for how long a lost race is run again, in seconds.
  ///   - warn: told of labels that lost their authors, before they are pushed, and of versions that
  ///     others must renumber.
  /// - Returns: what was done.
  /// - Throws: `JudgeFailure`: no remote, refused by the remote (3), or not reachable (125).
  public func sync(
    _ remote: String? = nil, signing isSigning: Bool = false, patience: Double = 90,
    warn: (@Sendable (String) -> Void)? = nil
  ) async throws -> SyncResult {
    try await exchange.sync(remote, signing: isSigning, patience: patience, warn: warn)
  }

  /// The exchange with remotes, which asks this repository's index.
  var exchange: StoreSync {
    StoreSync(repository.store, index: StateOfSync(repository: repository))
  }

  /// The number of records that wait for a sync, and of commits that only the remote has.
  ///
  /// The remote is not asked: the state of the last fetch counts. Before the first fetch, and in a
  /// repository without a remote, the result is `nil`.
  func distance() async throws -> (waiting: Int, behind: Int)? {
    guard let remote = try? await StoreRemote(nil, of: repository.store) else { return nil }
    return try await remote.distance()
  }
}
