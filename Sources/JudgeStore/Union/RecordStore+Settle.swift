import JudgeGit
import JudgeRecords

extension RecordStore {
  /// Turns a union with open questions into the tree to commit.
  func settle(
    _ union: TreeUnion, _ tip: Tip?, _ other: Tip, _ kinship: Kinship,
    _ writer: inout PackWriter, _ outcome: inout UniteOutcome
  ) async throws(StoreError) -> ObjectID {
    var edit = TreeEdit(base: union.tree)
    for collision in union.collisions {
      try await settle(collision, &edit, &outcome)
    }
    try await mergeOthers(union.others, tip, other, kinship, &edit, &outcome)
    if let tip { try leaveOutTooLarge(tip.tree, other.tree, &edit, &outcome) }
    switch (tip, kinship) {
    case (let tip?, .ancestor): outcome.restored = try lost(from: tip.tree, in: other.tree)
    case (let tip?, .descendant) where union.tree != tip.tree:
      outcome.restored = try lost(from: other.tree, in: tip.tree)
    default: break
    }
    guard !edit.isEmpty else { return union.tree }
    let root = edit
    do throws(GitError) {
      return try root.write(into: &writer, from: repository)
    } catch {
      throw StoreError(error)
    }
  }

  /// Takes of two files at one record's place the one whose bytes hash to the name.
  private func settle(
    _ collision: TreeUnion.Difference, _ edit: inout TreeEdit, _ outcome: inout UniteOutcome
  ) async throws(StoreError) {
    guard let ours = collision.ours, let theirs = collision.theirs else {
      outcome.problems.append(
        Problem(
          kind: Problem.Word.collision, path: collision.path,
          message: "one side has a file and the other a folder here; the one that holds records "
            + "was kept"))
      return
    }
    if let hash = Place(collision.path).hash {
      // A submodule's commit is not an object of this repository.
      let sides = [ours, theirs].filter { $0.mode != .gitlink }
      try await fetchMissing(sides.map(\.id))
      for side in sides where try self.hash(of: side.id) == hash {
        if side != ours || side.mode != .file { edit.set(collision.path, side.id) }
        outcome.mended.append(collision.path)
        return
      }
    }
    outcome.problems.append(
      Problem(
        kind: Problem.Word.collision, path: collision.path,
        message: "both sides have other bytes here and neither hash to the name; ours was kept"))
  }

  /// Leaves out files in records' places that the other side lacks and that are too large to be
  /// records: a server does not take them, and an owner may have taken them out.
  private func leaveOutTooLarge(
    _ ours: ObjectID, _ theirs: ObjectID, _ edit: inout TreeEdit, _ outcome: inout UniteOutcome
  ) throws(StoreError) {
    for entry in try delta(old: theirs, new: ours, commit: nil).added {
      // In a partial clone a blob may be missing; the server has it then.
      guard let path = entry.path.text,
        let size = try? repository.header(of: entry.blob).size, size > Record.maximumSize
      else { continue }
      edit.remove(path)
      outcome.problems.append(
        Problem(
          kind: Problem.Word.tooLarge, path: path,
          message: "it is too large to be a record, and was left out"))
    }
  }

  func hash(of blob: ObjectID) throws(StoreError) -> ContentID {
    try git { () throws(GitError) in ContentID(hashing: try repository.blob(blob)) }
  }

  /// How many records of a tree are missing in another.
  private func lost(from old: ObjectID, in new: ObjectID) throws(StoreError) -> Int {
    let delta = try delta(old: old, new: new, commit: nil)
    let kept = Set(delta.added.map(\.path))
    return delta.removed.filter { !kept.contains($0.path) }.count
  }

  /// Gives files outside the record folders the content of a three-way merge.
  private func mergeOthers(
    _ others: [TreeUnion.Difference], _ tip: Tip?, _ other: Tip, _ kinship: Kinship,
    _ edit: inout TreeEdit, _ outcome: inout UniteOutcome
  ) async throws(StoreError) {
    var others = others
    if kinship == .diverged { Self.settleFormat(&others, &edit) }
    // What git does not write stays as one side has it.
    others.removeAll { !GitName.isTreePath($0.path) }
    guard !others.isEmpty else { return }
    switch kinship {
    case .same, .descendant:
      for file in others { Self.take(file.path, file.ours?.mode, file.ours?.id, &edit) }
    case .ancestor:
      for file in others { Self.take(file.path, file.theirs?.mode, file.theirs?.id, &edit) }
    case .diverged:
      guard let tip else { return }
      // git would list what was left out.
      let merge = outcome.leftOut.isEmpty ? try await merge(tip.commit, other.commit) : nil
      let files = try git { () throws(GitError) in
        try OtherFiles(others, conflicts: merge?.conflicts) { path throws(GitError) in
          guard let merge, let entry = try repository.entry(at: path, in: merge.tree) else {
            return nil
          }
          return TreeChange.Side(mode: entry.mode, id: entry.id)
        }
      }
      for (path, side) in files.entries { Self.take(path, side?.mode, side?.id, &edit) }
      outcome.problems += files.contested.map { path in
        Problem(
          kind: Problem.Word.collision, path: path,
          message: "both sides changed it: ours was kept, theirs is in the commit "
            + "\(other.commit.hex.prefix(12))")
      }
    }
  }

  /// `format.json` is written once: nobody merges it, and of two the one that this program writes is
  /// kept.
  private static func settleFormat(
    _ others: inout [TreeUnion.Difference], _ edit: inout TreeEdit
  ) {
    let path = StoreFormat.path
    let found = others.filter { $0.path == path }
    others.removeAll { $0.path == path || $0.path.hasPrefix(path + "/") }
    let sides = found.flatMap { [$0.ours, $0.theirs] }.compactMap(\.self)
      .filter { $0.mode == .file }
    guard let side = sides.first(where: { $0.id == StoreFormat.blob }) ?? sides.first else {
      return
    }
    edit.set(path, side.id)
  }

  private static func take(
    _ path: String, _ mode: FileMode?, _ id: ObjectID?, _ edit: inout TreeEdit
  ) {
    if let mode, let id { edit.set(path, id, mode: mode) } else { edit.remove(path) }
  }

  /// git's merge of both sides.
  ///
  /// Only its files outside the record folders are used.
  ///
  /// - Returns: the merge, or `nil` if git cannot merge the two, for example because it cannot read
  ///   a tree.
  private func merge(
    _ ours: ObjectID, _ theirs: ObjectID
  ) async throws(StoreError) -> GitProgram.Merge? {
    do throws(GitError) {
      let merge = try await GitProgram(repository).mergeTree(ours: ours, theirs: theirs)
      try repository.refreshObjects()
      return merge
    } catch {
      guard error.code == .program else { throw StoreError(error) }
      return nil
    }
  }
}
