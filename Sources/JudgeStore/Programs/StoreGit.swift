import JudgeGit

/// The `git` program, with failures that are those of the store.
///
/// Code that also waits for an index throws more than git's errors; this keeps git's own out of it.
struct StoreGit: Sendable {
  private let program: GitProgram

  /// Runs git in a folder, which finds its repository itself.
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

  /// Runs git, and repeats it as long as a lock file stops it, as `GitProgram.runUnlocked` does.
  ///
  /// - Throws: `contention` if the lock stays, and what `run` throws.
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
