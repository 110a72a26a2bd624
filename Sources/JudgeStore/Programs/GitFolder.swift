import JudgeGit

/// Answers questions of a first run and a check-up about a folder, with or without a store.
package struct GitFolder: Sendable {
  private let git: StoreGit

  /// Describes a folder.
  package init(_ folder: String) { git = StoreGit(in: folder) }

  /// Returns the version that git prints.
  ///
  /// - Throws: `program-missing`, `io`.
  package func version() async throws(StoreError) -> String {
    try await git.run(["--version"]).firstLine
  }

  /// Returns the value of a configuration key, or `nil` if it is not set.
  ///
  /// - Throws: `program-missing`, `io`.
  package func config(_ key: String) async throws(StoreError) -> String? {
    let done = try await git.run(["config", key], accepting: [0, 1])
    return done.status == 0 ? done.firstLine : nil
  }

  /// Sets a key in the configuration of the folder's repository.
  ///
  /// - Throws: `program` if git refuses.
  package func setConfig(_ key: String, _ value: String) async throws(StoreError) {
    try await git.run(["config", key, value])
  }

  /// Creates a repository in the folder.
  ///
  /// - Throws: `program` if git refuses.
  package func initialize() async throws(StoreError) {
    try await git.run(["init", "--quiet"])
  }

  /// Whether the folder is in a repository.
  package func isInRepository() async -> Bool {
    let done = try? await git.run(["rev-parse", "--git-dir"], accepting: nil)
    return done?.status == 0
  }

  /// Returns the names of the repository's remotes, or `nil` if git fails.
  package func remotes() async -> [String]? {
    guard let done = try? await git.run(["remote"], accepting: nil), done.status == 0 else {
      return nil
    }
    return done.lines.map(String.init)
  }

  /// Asks a remote for its branches.
  ///
  /// - Parameters:
  ///   - remote: its name.
  ///   - timeout: the time limit.
  /// - Returns: the reason why it does not answer, or `nil` if it does.
  package func complaint(of remote: String, timeout: Duration) async -> String? {
    do throws(StoreError) {
      let answer = try await git.run(
        ["ls-remote", "--quiet", remote, "refs/heads/*"], accepting: nil, timeout: timeout)
      return answer.status == 0 ? nil : GitProgram.words(of: answer)
    } catch { return error.message }
  }
}

extension GitProgram.Output {
  /// The first line of the standard output, or an empty text.
  var firstLine: String { lines.first.map(String.init) ?? "" }
}
