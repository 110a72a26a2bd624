import JudgeGit
import JudgeRecords

extension RecordStore {
  /// Plans a branch that leaves its own history: it becomes another commit, with the records that only
  /// this branch has committed again on top.
  ///
  /// - Parameters:
  ///   - tip: this branch.
  ///   - commit: the commit that it becomes, with its tree.
  ///   - writer: takes the new trees.
  ///   - reason: why the branch moves, for its reflog.
  ///   - isKept: which of the records are committed again.
  ///   - others: adds files that are not records.
  ///   - message: the message of the commit, from how many records it has.
  /// - Returns: the plan, with how many records are committed again and how many are left behind.
  /// - Throws: `no-store` without a branch, `damaged` for trees that cannot be read.
  func replant(
    _ tip: Tip?, on commit: (id: ObjectID, tree: ObjectID), _ writer: inout PackWriter,
    reason: String, isKept: (Entry) -> Bool = { _ in true },
    others: (Tip, inout TreeEdit) throws(StoreError) -> Void = { _, _ in },
    message: (String) -> String
  ) throws(StoreError) -> WritePlan<(kept: Int, dropped: Int)> {
    guard let tip else { throw noStore() }
    let own = try delta(old: commit.tree, new: tip.tree, commit: nil).added
    let kept = own.filter(isKept)
    let counts = (kept: kept.count, dropped: own.count - kept.count)
    var edit = TreeEdit(base: commit.tree)
    for entry in kept {
      if let path = entry.path.text { edit.set(path, entry.blob) }
    }
    try others(tip, &edit)
    guard !edit.isEmpty else {
      return .move(to: commit.id, tree: commit.tree, reason: reason, counts)
    }
    let finished = edit
    let root: ObjectID
    do throws(GitError) {
      root = try finished.write(into: &writer, from: repository)
    } catch { throw StoreError(error) }
    return .commit(
      tree: root, parents: [commit.id], message: message(Count.of(kept.count, "record")), counts)
  }
}
