import JudgeGit
public import JudgeWork

extension JudgeHooks {
  /// Checks the staged changes on the store's branch, for people who edit its files by hand.
  ///
  /// - Parameters:
  ///   - folder: the repository.
  ///   - environment: the hook's variables.
  ///   - secrets: finds text in a record that looks like a secret, and returns its kind.
  /// - Returns: the refusals, `place: reason`; empty on other branches.
  /// - Throws: `StoreError` if git cannot be run.
  package static func preCommit(
    in folder: String = ".", environment: [String: String], secrets: ([UInt8]) -> [String]
  ) async throws -> [Notice] {
    try await storeErrors {
      let git = hookGit(folder, environment)
      let settings = try await ReceiveSettings.load(git)
      guard try await isOnStore(settings, git) else { return [] }
      let head = try await git.run(
        ["rev-parse", "--verify", "--quiet", "HEAD"], accepting: [0, 1])
      let base = head.lines.first.map(String.init)
      var changes = LocalChanges(settings, git)
      let refused = try await changes.refusals(
        [
          "diff-index", "--cached", "-z", "--raw", "--no-renames", "--no-abbrev",
          base ?? ObjectID.emptyTree.hex,
        ], since: base
      ) { bytes in secrets(bytes) }
      return refused.map(\.notice)
    }
  }

  /// Checks the store's branch after a merge or pull by hand.
  ///
  /// - Parameters:
  ///   - folder: the repository.
  ///   - environment: the hook's variables.
  /// - Returns: the problems; git has already merged.
  /// - Throws: `JudgeFailure` if git cannot be run.
  public static func postMerge(
    in folder: String = ".", environment: [String: String]
  ) async throws -> [Notice] {
    try await storeErrors {
      let git = hookGit(folder, environment)
      let settings = try await ReceiveSettings.load(git)
      guard try await isOnStore(settings, git) else { return [] }
      let old = try await git.run(
        ["rev-parse", "--verify", "--quiet", "ORIG_HEAD"], accepting: [0, 1])
      guard let base = old.lines.first.map(String.init) else { return [] }
      var changes = LocalChanges(settings, git)
      let found = try await changes.refusals(
        ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", base, "HEAD"],
        since: base
      ).map(\.notice)
      return found
    }
  }

  private static func hookGit(_ folder: String, _ environment: [String: String]) -> GitProgram {
    // A commit with paths uses another index than the repository's.
    let kept = environment.filter { ["GIT_INDEX_FILE", "GIT_DIR"].contains($0.key) }
    return GitProgram(in: folder, variables: kept)
  }

  /// Returns whether the store's branch is checked out.
  private static func isOnStore(
    _ settings: ReceiveSettings, _ git: GitProgram
  ) async throws(GitError) -> Bool {
    let head = try await git.run(["symbolic-ref", "--quiet", "HEAD"], accepting: [0, 1])
    return head.lines.first.map(String.init) == "refs/heads/\(settings.branch)"
  }
}
