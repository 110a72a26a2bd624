import JudgeGit

/// The `git` program with the store's errors.
///
/// For code that also waits for an index and throws more than git's errors.
struct StoreGit: Sendable {
  private let program: GitProgram

  /// Creates a git for a folder; git finds the repository itself.
  init(in folder: String) { program = GitProgram(in: folder) }

  /// Runs git to its end, as `GitProgram.run` does.
  ///
  /// - Throws: `program` with the reason, `program-missing`, `timeout`, `io`.
  @discardableResult
  func run(
    _ arguments: [String], input: [UInt8] = [], accepting accepted: Set<Int32>? = [0],
    timeout: Duration? = nil
  ) async throws(StoreError) -> GitProgram.Output {
    do throws(GitError) {
      return try await program.run(
        arguments, input: input, accepting: accepted, timeout: timeout)
    } catch { throw StoreError(error) }
  }

  /// Runs git, and repeats it while a lock file prevents it, as `GitProgram.runUnlocked` does.
  ///
  /// - Throws: `contention` if the lock stays, and the errors of `run`.
  @discardableResult
  func runUnlocked(
    _ arguments: [String], input: [UInt8] = [], accepting accepted: Set<Int32>? = [0],
    unlock: () async -> Void
  ) async throws(StoreError) -> GitProgram.Output {
    do throws(GitError) {
      return try await program.runUnlocked(
        arguments, input: input, accepting: accepted, unlock: unlock)
    } catch { throw StoreError(error) }
  }
}
