import JudgeGit
import JudgeWork

extension RecordStore {
  /// Unites the branch with another commit: everything that either side has is kept.
  ///
  /// Nothing is left out, since leaving a record out of a merge deletes it for everybody. Files
  /// outside the record folders are merged three-way by git. If both sides changed a file, ours
  /// stays and the file is reported. No common history is needed. What can be no record (a link, a
  /// submodule, a program, a file in the place of a folder) stops nothing: it is reported, and not
  /// read.
  ///
  /// - Parameters:
  ///   - commit: 40 hexadecimal digits, or a revision such as `origin/judge`.
  ///   - message: the message of the commit that unites, if one is needed.
  /// - Returns: what was done.
  /// - Throws: `no-store` and `newer-format` for what the other commit holds, and what
  ///   ``append(_:message:extraFiles:)`` throws.
  public func unite(
    with commit: String, message: CommitMessage = "Unite judge records"
  ) async throws(StoreError) -> Unite {
    let theirs = try commitID(commit)
    try await fetchTrees(of: [theirs])
    let before = try tip()
    let written = try await write { (tip, writer) async throws(StoreError) in
      try await self.planUnite(tip, theirs, message.text, &writer)
    }
    let tip = try requiredTip()
    var added = 0
    if let now = written.commit {
      let tree = try git { () throws(GitError) in try repository.commit(now).tree }
      added = try delta(old: before?.tree, new: tree, commit: now).added.count
    }
    return Unite(
      kind: written.value.kind, commit: (written.commit ?? tip.commit).hex, added: added,
      restored: written.value.restored, mended: written.value.mended,
      problems: written.value.problems)
  }

  struct UniteOutcome: Sendable {
    var kind = Unite.Kind.upToDate
    var restored = 0
    var mended: [String] = []
    var problems: [Problem] = []
    /// Folders of either side that cannot be listed.
    var leftOut: [String] = []
  }

  private func planUnite(
    _ tip: Tip?, _ theirs: ObjectID, _ message: String, _ writer: inout PackWriter
  ) async throws(StoreError) -> WritePlan<UniteOutcome> {
    let theirTree = try git { () throws(GitError) in try repository.commit(theirs).tree }
    let other = Tip(commit: theirs, tree: theirTree, reference: theirs.hex, isLocal: false)
    guard let format = try await format(at: other) else {
      throw StoreError(
        .noStore, "the commit \(theirs) holds no store: it has no format.json",
        remedy: "see that it is the branch \(location.branch) of the other side")
    }
    guard format.isWritable else { throw format.refusal }
    let ours = tip?.tree ?? .emptyTree
    let kinship = try tip.map { tip throws(StoreError) in try self.kinship(tip.commit, theirs) }
    var endless: Set<String> = []
    let union = try git { () throws(GitError) in
      let sides = try [ours, theirTree].map { tree throws(GitError) in
        try withoutEndless(tree, beyond: tree == ours ? theirTree : ours, &endless, &writer)
      }
      return try repository.uniteTrees(
        ours: sides[0], theirs: sides[1], into: &writer, isGrowOnly: { Place.isGrowOnly($0) },
        isFolder: { Place($0).hash == nil && $0 != StoreFormat.path })
    }
    var outcome = UniteOutcome()
    outcome.leftOut = endless.sorted()
    outcome.problems = outcome.leftOut.map { Problem.endless($0, "it was left out") }
    outcome.problems += union.refused.compactMap { difference in
      difference.theirs.flatMap { Problem.mode($0.mode, at: difference.path) }
    }
    let tree = try await settle(
      union, tip, other, kinship ?? .ancestor, &writer, &outcome)
    return finish(tip, other, kinship ?? .ancestor, tree, message, outcome)
  }

  /// Takes out the folders that hold no records and cannot be listed.
  private func withoutEndless(
    _ tree: ObjectID, beyond other: ObjectID, _ endless: inout Set<String>,
    _ writer: inout PackWriter
  ) throws(GitError) -> ObjectID {
    var folders = EndlessFolders()
    let found = try folders.find(in: tree, beyond: other, repository)
    guard !found.isEmpty else { return tree }
    var edit = TreeEdit(base: tree)
    for path in found { edit.removeFolder(path) }
    endless.formUnion(found)
    let finished = edit
    return try finished.write(into: &writer, from: repository)
  }

  /// Decides between moving the branch and a commit of its own.
  private func finish(
    _ tip: Tip?, _ other: Tip, _ kinship: Kinship, _ tree: ObjectID, _ message: String,
    _ settled: UniteOutcome
  ) -> WritePlan<UniteOutcome> {
    var outcome = settled
    switch (tip, kinship) {
    case (let tip?, .same), (let tip?, .descendant):
      if tree == tip.tree {
        guard tip.isLocal else {
          return .move(to: tip.commit, tree: tree, reason: "branch from \(tip.reference)", outcome)
        }
        return .nothing(outcome)
      }
      // an ancestor has records that we lost: they are put back
      outcome.kind = .merged
      return .commit(tree: tree, parents: [tip.commit], message: message, outcome)
    case (nil, _), (_, .ancestor):
      if tree == other.tree {
        outcome.kind = .fastForward
        return .move(to: other.commit, tree: tree, reason: "fast-forward", outcome)
      }
      outcome.kind = .merged
      return .commit(tree: tree, parents: [other.commit], message: message, outcome)
    case (let tip?, _):
      outcome.kind = .merged
      return .commit(
        tree: tree, parents: [tip.commit, other.commit], message: message, outcome)
    }
  }
}
