import JudgeGit
import JudgeWork

extension RecordStore {
  /// Fetches trees of the branch that a partial clone (`--filter=tree:0`) left with its remote.
  ///
  /// All at once: git itself would fetch one folder after the other. Elsewhere it does nothing.
  ///
  /// - Throws: `program` if the remote cannot be reached.
  package func fetchTrees() async throws(StoreError) {
    guard let tip = try tip() else { return }
    try await fetchTrees(of: [tip.commit])
  }

  /// Fetches the trees of a revision such as `refs/remotes/origin/judge`.
  package func fetchTrees(of revision: String) async throws(StoreError) {
    try await fetchTrees(of: [try commitID(revision)])
  }

  /// Fetches the trees of commits that a partial clone left with its remote.
  func fetchTrees(of commits: [ObjectID]) async throws(StoreError) {
    do throws(GitError) {
      guard let fetch = try PromisorFetch(repository) else { return }
      var missing: Set<ObjectID> = []
      for commit in commits {
        guard let tree = try? repository.commit(commit).tree else { continue }
        guard repository.objectExists(tree) else {
          missing.insert(tree)
          continue
        }
        missing.formUnion(TreeSurvey(tree, in: repository).gaps.map(\.id))
      }
      guard !missing.isEmpty else { return }
      try await fetch.fetch(missing.sorted { $0.hex < $1.hex })
      try repository.refreshObjects()
    } catch {
      throw StoreError(
        StoreError(error).code,
        "this partial clone has left trees with its remote, and they cannot be fetched: "
          + error.message,
        remedy: Self.treeRemedy)
    }
  }

  /// Fetches the trees that a partial clone has left with its remote.
  static let treeRemedy = Remedy.inOrder([
    "wait until the remote can be reached",
    .run(.git, ["fetch", "--refetch", "--filter=blob:none", "REMOTE"]),
  ])
}
