import JudgeGit
import JudgeRecords
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
  ///   ``append(_:message:extraFiles:by:)`` throws.
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

  /// How two commits are related.
  ///
  /// Commits that this process has already walked are not read again, and their clocks are not
  /// used.
  func kinship(_ first: ObjectID, _ second: ObjectID) throws(StoreError) -> Kinship {
    try git { () throws(GitError) in try repository.kinship(first, second, knownLog) }
  }
}

extension Repository {
  /// Whether a commit is in the history of another one, or is the same commit.
  func isAncestor(_ old: ObjectID, of new: ObjectID) throws(GitError) -> Bool {
    switch try kinship(old, new) {
    case .same, .ancestor: true
    case .descendant, .diverged: false
    }
  }

  /// How two commits are related.
  ///
  /// The commits of a log are not read again.
  func kinship(
    _ first: ObjectID, _ second: ObjectID, _ log: IntroductionLog? = nil
  ) throws(GitError) -> Kinship {
    try KinshipWalk<ObjectID>.relate(first, second) { id throws(GitError) in
      try kinshipNode(id, log)
    }
  }

  /// Whether two commits have a commit in common in their histories.
  func areRelated(_ first: ObjectID, _ second: ObjectID) throws(GitError) -> Bool {
    try KinshipWalk<ObjectID>.areRelated(first, second) { id throws(GitError) in
      try kinshipNode(id, nil)
    }
  }

  private func kinshipNode(
    _ id: ObjectID, _ log: IntroductionLog?
  ) throws(GitError) -> KinshipWalk<ObjectID>.Node? {
    // Commits before the end of a shallow clone may have been fetched since.
    if let log, let place = log.place(of: id), !log.boundary.contains(place) {
      return KinshipWalk.Node(
        parents: log.graph.parents(of: place).map { log.nodes[$0].id }, seconds: 0,
        generation: log.graph.generation(of: place))
    }
    do throws(GitError) {
      let commit = try self.commit(id)
      return KinshipWalk.Node(parents: commit.parents, seconds: commit.committer.seconds)
    } catch {
      // a shallow clone ends here
      guard error.code == .notFound else { throw error }
      return nil
    }
  }
}
