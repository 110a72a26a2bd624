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
  ///   - target: the new folder; `nil` for the repository's name.
  ///   - folder: the folder in which to create the clone.
  /// - Returns: the clone's folder.
  /// - Throws: `JudgeFailure` if the source cannot be reached (125), or has no store (3).
  public static func clone(
    _ url: String, to target: String? = nil, in folder: String = "."
  ) async throws -> String {
    try await RecordStore.clone(url, to: target, in: folder)
  }

  /// Fetches, merges and pushes the store, until the remote has all local records.
  ///
  /// There are no conflicts: both sides' records are kept. A version number that another person has
  /// taken in the meantime is renumbered. If a sync is interrupted, the next one completes it.
  ///
  /// - Parameters:
  ///   - remote: a remote's name; `nil` for git config `judge.remote`, `origin`, or the only one.
  ///   - isSigning: whether to first commit own labels without a good signature again, with a
  ///     signature.
  ///   - patience: the time in seconds for retrying after a lost race.
  ///   - warn: receives messages about labels that lost their authors, before they are pushed, and
  ///     about versions that others must renumber.
  /// - Returns: the result.
  /// - Throws: `JudgeFailure`: no remote, refused by the remote (3), or not reachable (125).
  public func sync(
    _ remote: String? = nil, signing isSigning: Bool = false, patience: Double = 90,
    warn: (@Sendable (String) -> Void)? = nil
  ) async throws -> SyncResult {
    try await exchange.sync(remote, signing: isSigning, patience: patience, warn: warn)
  }

  /// The exchange with remotes, which uses this repository's index.
  var exchange: StoreSync {
    StoreSync(repository.store, index: StateOfSync(repository: repository))
  }

  /// Returns the number of records that wait for a sync, and of commits that only the remote has.
  ///
  /// The remote is not contacted: the state of the last fetch counts. Before the first fetch, and
  /// in a repository without a remote, the result is `nil`.
  func distance() async throws -> (waiting: Int, behind: Int)? {
    guard let remote = try? await StoreRemote(nil, of: repository.store) else { return nil }
    return try await remote.distance()
  }
}
