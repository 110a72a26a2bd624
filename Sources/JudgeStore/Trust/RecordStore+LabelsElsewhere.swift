import JudgeGit
package import JudgeRecords

extension RecordStore {
  /// The labels that commits of other branches here brought, each with the address of the commit's
  /// author: what a squash merge or a rebase has made of them can be told by that.
  ///
  /// Only branches that hold a store are looked at, and only what the commit does not descend from.
  ///
  /// - Parameter commit: 40 hexadecimal digits.
  /// - Returns: empty if every branch is part of the commit's history.
  /// - Throws: `program` if git fails.
  package func labelsElsewhere(
    butNot commit: String
  ) async throws(StoreError) -> [RecordPath: String] {
    guard let folder = RecordKind.assessment.folder else { return [:] }
    do throws(GitError) {
      var tips: Set<String> = []
      for prefix in ["refs/heads/", "refs/remotes/"] {
        for reference in try repository.references(prefix: prefix) {
          let tip = try repository.peel(reference.id)
          guard tip.hex != commit,
            try repository.entry(at: folder, in: repository.commit(tip).tree) != nil
          else { continue }
          tips.insert(tip.hex)
        }
      }
      guard !tips.isEmpty else { return [:] }
      let log = try await GitProgram(repository).run(
        ["log", "--no-merges", "--diff-filter=A", "--name-only", "--format=%x01%ae"]
          + tips.sorted() + ["--not", commit, "--", folder])
      var found: [RecordPath: String] = [:]
      var author = ""
      for line in log.lines {
        if line.hasPrefix("\u{1}") {
          author = String(line.dropFirst())
        } else if let path = RecordPath(String(line)) {
          found[path] = author
        }
      }
      return found
    } catch { throw StoreError(error) }
  }
}
