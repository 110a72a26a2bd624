package import JudgeGit

/// The commits that brought files into a history.
package struct Introductions: Sendable, Hashable {
  /// One commit that added a file.
  package struct Commit: Sendable, Hashable {
    /// The commit, 40 hexadecimal digits.
    package let id: String
    /// The e-mail address of its author, as the commit has it.
    package let email: String
  }

  /// By path; a file that came by several commits has several.
  package private(set) var commits: [String: [Commit]] = [:]

  /// Asks git which commits added files.
  ///
  /// A merge brings nothing of its own: what only a merge has is found nowhere.
  ///
  /// - Parameters:
  ///   - paths: files or folders.
  ///   - range: revisions such as a commit, or `A..B`.
  ///   - git: git, in the repository.
  /// - Throws: where the history cannot be walked.
  package init(
    of paths: [String], in range: [String], _ git: GitProgram
  ) async throws(GitError) {
    for start in stride(from: 0, to: paths.count, by: 500) {
      let part = paths[start..<min(start + 500, paths.count)]
      let output = try await git.run(
        [
          "-c", "log.showRoot=true", "log", "--full-history", "--no-merges", "--no-renames",
          "--diff-filter=A", "--no-mailmap", "--format=%x01%H %ae", "--name-only",
        ] + range + ["--"] + part)
      var current: Commit?
      for line in output.lines {
        if line.hasPrefix("\u{1}") {
          let parts = line.dropFirst().split(separator: " ", maxSplits: 1)
          current = parts.first.map {
            Commit(id: String($0), email: parts.count > 1 ? String(parts[1]) : "")
          }
        } else if let current {
          commits[String(line), default: []].append(current)
        }
      }
    }
  }

  /// The commits at which a shallow history ends: they seem to bring all that was there before.
  ///
  /// - Parameters:
  ///   - revision: where the history begins to be walked.
  ///   - git: git, in the repository.
  /// - Returns: none where the history is whole.
  /// - Throws: where the history cannot be walked.
  package static func boundary(
    of revision: String, _ git: GitProgram
  ) async throws(GitError) -> Set<String> {
    let shallow = try await git.run(["rev-parse", "--is-shallow-repository"])
    guard shallow.lines.first == "true" else { return [] }
    let roots = try await git.run(["rev-list", "--max-parents=0", revision])
    return Set(roots.lines.map(String.init))
  }
}
