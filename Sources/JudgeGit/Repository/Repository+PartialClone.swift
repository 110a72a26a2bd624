/// Fetches objects that a partial clone left with its remote, all in one run of git.
///
/// libgit2 never fetches on demand, and git itself would fetch one object at a time.
package struct PromisorFetch: Sendable {
  /// The remote that promised to keep what this clone leaves out.
  package let remote: String
  private let git: GitProgram

  /// Nil in a repository that is not a partial clone.
  package init?(_ repository: borrowing Repository) throws(GitError) {
    guard let remote = try repository.promisorRemote() else { return nil }
    self.remote = remote
    git = GitProgram(repository)
  }

  /// Fetches the objects; call `refreshObjects` on the repository before reading them.
  ///
  /// - Throws: `program` if the remote does not have one of them, `timeout`.
  package func fetch(_ ids: [ObjectID], timeout: Duration? = nil) async throws(GitError) {
    guard !ids.isEmpty else { return }
    guard GitName.isRemote(remote) else {
      throw GitError(.invalid, "\(remote) cannot be the name of a remote")
    }
    let input = Array(ids.map { $0.hex + "\n" }.joined().utf8)
    // what git itself runs for a missing object (its promisor-remote.c), with all ids at once
    try await git.run(
      [
        "-c", "fetch.negotiationAlgorithm=noop", "fetch", remote, "--no-tags",
        "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none",
        "--no-auto-maintenance", "--quiet", "--stdin",
      ], input: input, timeout: timeout)
  }
}

extension Repository {
  /// Those of the ids that are not here, each once, in the order given.
  package func missing(of ids: some Sequence<ObjectID>) throws(GitError) -> [ObjectID] {
    var seen: Set<ObjectID> = []
    var absent: [ObjectID] = []
    for id in ids where seen.insert(id).inserted && !objectIsKnown(id) { absent.append(id) }
    guard !absent.isEmpty else { return [] }
    try refreshObjects()
    var stillAbsent: [ObjectID] = []
    for id in absent where !objectIsKnown(id) { stillAbsent.append(id) }
    return stillAbsent
  }
}
