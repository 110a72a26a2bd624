import JudgeWork

extension GitProgram {
  /// The time to wait for a lock: until a lock of a killed program is old enough to be removed.
  package static let lockPatience = Duration.seconds(2 * AbandonedLocks.age)

  /// Runs git, and repeats it as long as a lock file stops it.
  ///
  /// - Parameters:
  ///   - arguments: The arguments after `git`; running them twice must do no harm.
  ///   - input: The standard input.
  ///   - accepted: Exit statuses that are an answer, not a failure. If nil, all are accepted.
  ///   - unlock: Called before each further attempt, to remove files of killed programs.
  /// - Returns: The exit status and what git wrote.
  /// - Throws: `locked` if the lock stays, and what `run` throws.
  @discardableResult
  package func runUnlocked(
    _ arguments: [String], input: [UInt8] = [], accepting accepted: Set<Int32>? = [0],
    unlock: () async -> Void
  ) async throws(GitError) -> Output {
    let end = ContinuousClock.now + Self.lockPatience
    while true {
      let output = try await run(arguments, input: input, accepting: nil)
      guard output.status != 0, let lock = output.lockInTheWay else {
        if let accepted, !accepted.contains(output.status) {
          throw Self.failure(arguments, output)
        }
        return output
      }
      guard ContinuousClock.now < end else {
        throw GitError(
          .locked, "git \(Self.name(arguments)) waited for \(lock), which another program holds",
          remedy: .advice(
            "let that program finish, then run the command again; "
              + "if no git process is running, the file can be deleted"))
      }
      await unlock()
      try? await Task.sleep(for: .milliseconds(300))
    }
  }
}
