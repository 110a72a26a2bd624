import JudgeGit

/// What ``RecordStore/initialize()`` found and did.
public struct InitResult: Hashable, Sendable {
  /// A remote of the repository to which `git push --all` would send the branch.
  public struct Remote: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its URL, with user and password blanked.
    public let url: String
  }

  /// Whether the store was made just now.
  public let created: Bool
  /// The branch.
  public let branch: String
  /// The branch's commit.
  public let commit: String
  /// The remotes that would receive the traces: reported once, when `created`.
  public let remotes: [Remote]
}

extension RecordStore {
  /// Makes the branch with its `format.json`, if it is not there yet.
  ///
  /// In a fresh clone with only `origin/judge` the local branch is made from that. On a branch that
  /// has other files, `format.json` is added to them. Calling it again changes nothing.
  ///
  /// - Returns: the branch, and whether it is new.
  /// - Throws: `branch-blocked` if a branch such as `judge/x` stands in the way, `read-only`,
  ///   `identity-missing`, `newer-format`.
  public func initialize() async throws(StoreError) -> InitResult {
    let written = try await write { (tip, writer) async throws(StoreError) -> WritePlan<Bool> in
      try await self.planInitialize(tip, &writer)
    }
    let tip = try requiredTip()
    return InitResult(
      created: written.value, branch: location.branch, commit: tip.commit.hex,
      remotes: try remotes())
  }

  private func planInitialize(
    _ tip: Tip?, _ writer: inout PackWriter
  ) async throws(StoreError) -> WritePlan<Bool> {
    if let tip, let format = try await format(at: tip) {
      guard format.isWritable else { throw format.refusal }
      if tip.isLocal { return .nothing(false) }
      return .move(
        to: tip.commit, tree: tip.tree, reason: "branch from \(tip.reference)", false)
    }
    do throws(GitError) {
      var edit = TreeEdit(base: tip?.tree)
      edit.set(StoreFormat.path, try writer.add(blob: StoreFormat.bytes))
      let tree = try edit.write(into: &writer, from: repository)
      return .commit(
        tree: tree, parents: tip.map { [$0.commit] } ?? [],
        message: "Start a store of judge records", true)
    } catch {
      throw StoreError(error)
    }
  }

  private func remotes() throws(StoreError) -> [InitResult.Remote] {
    var found: [InitResult.Remote] = []
    for name in try Tip.remotes(of: repository) {
      let url =
        try git { () throws(GitError) in try repository.configString("remote.\(name).url") } ?? ""
      found.append(InitResult.Remote(name: name, url: GitProgram.withoutSecrets(url)))
    }
    return found
  }
}
