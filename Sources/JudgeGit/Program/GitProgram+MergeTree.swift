extension GitProgram {
  /// What `git merge-tree` made of two commits.
  package struct Merge: Hashable, Sendable {
    /// The merged tree; with conflicts, files in it carry conflict markers.
    package var tree: ObjectID
    /// Paths that a person must merge; empty for a clean merge.
    package var conflicts: [String]
  }

  /// Merges two commits three-way without a work tree, for files that are not records.
  ///
  /// - Parameters:
  ///   - ours: Our commit.
  ///   - theirs: Their commit; the histories may be unrelated.
  /// - Returns: The tree and the conflicts in it.
  /// - Throws: `program`, `programMissing`, `io`.
  package func mergeTree(ours: ObjectID, theirs: ObjectID) async throws(GitError) -> Merge {
    let done = try await run(
      [
        "merge-tree", "--write-tree", "-z", "--name-only", "--no-messages",
        "--allow-unrelated-histories", ours.hex, theirs.hex,
      ], accepting: [0, 1])
    let parts = done.output.split(separator: 0, omittingEmptySubsequences: false)
    guard let first = parts.first, let tree = ObjectID(hexBytes: first) else {
      throw GitError(.program, "git merge-tree gave no tree: \(done.errorText)")
    }
    let paths = parts.dropFirst().prefix { !$0.isEmpty }
    return Merge(tree: tree, conflicts: paths.map { String(decoding: $0, as: UTF8.self) })
  }
}
