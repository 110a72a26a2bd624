import JudgeGit
public import JudgeWork

extension JudgeHooks {
  /// Checks what is staged on the store's branch, for people who edit its files by hand.
  ///
  /// - Parameters:
  ///   - folder: the repository.
  ///   - environment: the hook's variables.
  ///   - secrets: finds text in a record that looks like a secret, and says what it is.
  /// - Returns: what is refused, `place: reason`; nothing on any other branch.
  /// - Throws: `StoreError` if git cannot be asked.
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

  /// Looks at what a merge or pull by hand made of the store's branch.
  ///
  /// - Parameters:
  ///   - folder: the repository.
  ///   - environment: the hook's variables.
  /// - Returns: what is not as it should be; git has merged all the same.
  /// - Throws: `JudgeFailure` if git cannot be asked.
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
    // The index of a commit with paths is another one than the repository's.
    let kept = environment.filter { ["GIT_INDEX_FILE", "GIT_DIR"].contains($0.key) }
    return GitProgram(in: folder, variables: kept)
  }

  /// Whether the checked-out branch is the store's.
  private static func isOnStore(
    _ settings: ReceiveSettings, _ git: GitProgram
  ) async throws(GitError) -> Bool {
    let head = try await git.run(["symbolic-ref", "--quiet", "HEAD"], accepting: [0, 1])
    return head.lines.first.map(String.init) == "refs/heads/\(settings.branch)"
  }
}
