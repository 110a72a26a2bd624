import JudgeGit
import JudgeStore

/// The checks that git's hooks run.
public enum JudgeHooks {
  /// Checks a push to a server's store; git's quarantine is seen.
  ///
  /// - Parameters:
  ///   - input: the hook's standard input.
  ///   - folder: the repository.
  ///   - environment: the hook's variables, which name git's quarantine for a push's objects.
  /// - Returns: what is refused, `place: reason`; empty if the push may come in.
  /// - Throws: `JudgeError` where git cannot be asked.
  public static func preReceive(
    _ input: String, in folder: String = ".", environment: [String: String]
  ) async throws(JudgeError) -> [String] {
    let kept = environment.filter { GitProgram.quarantineVariables.contains($0.key) }
    return try await JudgeError.wrap {
      let git = GitProgram(in: folder, variables: kept)
      var receive = Receive(try await ReceiveSettings.load(git), git)
      try await receive.push(
        input.split(separator: "\n").compactMap { ReferenceUpdate(line: $0) }, at: Clock.now)
      return receive.refusals.map(\.text)
    }
  }

  /// How a hook's line begins that says what can be done; a sync shows it as its own hint.
  public static let hintMark = "git-judge: hint: "

  /// A way out for what a hook refused, where there is one that is not plain.
  ///
  /// - Parameter refused: what it refused.
  /// - Returns: a sentence for the person who pushed.
  public static func hint(for refused: [String]) -> String? {
    guard refused.contains(where: { $0.hasSuffix(Receive.unsigned) }) else { return nil }
    return "labels can be signed later: git config commit.gpgSign true, git config "
      + "user.signingKey KEY, then `git judge sync --sign`"
  }
}
