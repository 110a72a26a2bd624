extension GitProgram {
  /// How long a lock is waited for: until one that a killed program left is old enough to go.
  package static let lockPatience = Duration.seconds(2 * AbandonedLocks.age)

  /// Runs git, and again as long as a lock file is in its way.
  ///
  /// - Parameters:
  ///   - arguments: The arguments after `git`; running them twice must do no harm.
  ///   - input: The standard input.
  ///   - accepted: Exit statuses that are an answer and not a failure; nil accepts all.
  ///   - unlock: Called before each further attempt, to take away what killed programs left.
  /// - Returns: The exit status and what git wrote.
  /// - Throws: `locked` if the lock is held on and on, and what `run` throws.
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
          hint: "let that program finish, then run the command again; "
            + "if no git process is running, the file can be deleted")
      }
      await unlock()
      try? await Task.sleep(for: .milliseconds(300))
    }
  }
}
