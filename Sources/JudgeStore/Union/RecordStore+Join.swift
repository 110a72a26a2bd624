import JudgeGit
import JudgeRecords

extension RecordStore {
  /// Whether this branch should join a published store instead of being united with it.
  ///
  /// True if the two have no commit in common and this branch was never published, that is, it
  /// shares no commit with any remote-tracking branch. As a separate history, its commits would
  /// vouch for nobody in the published store.
  ///
  /// - Parameter commit: the published branch.
  /// - Returns: whether it should join.
  /// - Throws: `damaged` if a history cannot be read.
  public func isToJoin(_ commit: String) throws(StoreError) -> Bool {
    guard let tip = try tip(), tip.isLocal else { return false }
    let theirs = try commitID(commit)
    guard try kinship(tip.commit, theirs) == .diverged,
      try git({ () throws(GitError) in
        try !repository.areRelated(tip.commit, theirs)
      })
    else { return false }
    return try git { () throws(GitError) in
      for reference in try repository.references(prefix: "refs/remotes/")
      where reference.name.hasSuffix("/" + location.branch) && reference.id != theirs {
        if try repository.areRelated(tip.commit, repository.peel(reference.id)) { return false }
      }
      return true
    }
  }

  /// Joins a published store: the branch becomes the published one, with the records that only this
  /// clone has committed again on top, as this author's.
  ///
  /// Files that are not records are the published branch's; those that it lacks are kept, but for
  /// the list of owners.
  ///
  /// - Parameter commit: the published branch.
  /// - Returns: how many records were committed again, and how many came from the published branch.
  /// - Throws: as ``append(_:message:extraFiles:by:)``.
  public func join(
    _ commit: String
  ) async throws(StoreError) -> (joined: Int, fetched: Int) {
    let theirs = try commitID(commit)
    let tree = try git { () throws(GitError) in try repository.commit(theirs).tree }
    let before = try requiredTip()
    let fetched = try delta(old: before.tree, new: tree, commit: nil).added.count
    let written = try await write { (tip, writer) async throws(StoreError) in
      try self.replant(
        tip, on: (theirs, tree), &writer, reason: "join",
        others: { tip, edit throws(StoreError) in try self.addFiles(of: tip, to: tree, &edit) },
        message: { "Add \($0) that were made before joining" })
    }
    try await moveTags(of: before.commit, to: try requiredTip().commit)
    // The published history is the one to trust from now on.
    forgetHistory()
    try setConfig(TrustSettings.rootKey(branch: location.branch), nil)
    try trust()
    _ = try await trustState()
    return (written.value.kept, fetched)
  }

  /// Takes over the files that are not records and that another tree lacks.
  private func addFiles(
    of tip: Tip, to tree: ObjectID, _ edit: inout TreeEdit
  ) throws(StoreError) {
    try git { () throws(GitError) in
      try repository.diffTrees(old: tree, new: tip.tree) { change in
        guard change.old == nil, let side = change.new else { return }
        switch Place(change.path) {
        case .payload: edit.set(change.path, side.id)
        case .other where !IntroductionLog.guardedFiles.contains(change.path):
          edit.set(change.path, side.id, mode: side.mode)
        default: break
        }
      }
    }
  }

  /// Makes version tags that lead into a left history again on another commit.
  private func moveTags(of old: ObjectID, to new: ObjectID) async throws(StoreError) {
    let author = try signature()
    try git { () throws(GitError) in
      for reference in try repository.references(prefix: "refs/tags/judge/") {
        let target = try repository.peel(reference.id)
        guard try repository.isAncestor(target, of: old),
          let tag = try repository.annotatedTag(reference.id)
        else { continue }
        try repository.deleteReference(reference.name)
        _ = try repository.createTag(
          reference.name, target: new, tagger: tag.tagger ?? author,
          // A signature of the old tag is not valid for the new one.
          message: VersionTag.unsigned(tag.message))
      }
    }
  }

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

  /// Remembers where the branch is, and keeps those earlier tips that it does not contain or that
  /// have records it lacks.
  ///
  /// A failure is not an error: the tip is then noted by a later call.
  ///
  /// - Parameters:
  ///   - commit: where the branch is.
  ///   - parent: an earlier tip of which this commit is known to hold everything.
  func noteTip(_ commit: ObjectID, after parent: ObjectID? = nil) {
    guard (try? StateDirectory.create(location.stateDirectory)) != nil else { return }
    var seen = SeenTips(in: location.stateDirectory)
    let known = seen.commits(of: location.branch)
    guard known.last != commit else { return }
    let kept = known.filter { old in
      old != commit && old != parent && ((try? contains(old, in: commit)) ?? false) == false
    }
    seen.replace(kept + [commit], of: location.branch)
  }

  /// Whether a commit has all of an earlier one: its history and its records.
  private func contains(_ old: ObjectID, in new: ObjectID) throws(StoreError) -> Bool {
    guard try kinship(old, new) == .ancestor else { return false }
    var isMissing = false
    try git { () throws(GitError) in
      let before = try repository.commit(old).tree
      let after = try repository.commit(new).tree
      try repository.diffTrees(old: before, new: after, into: Place.holdsRecords) { change in
        if change.old != nil, case .record = Place(change.path) { isMissing = true }
      }
    }
    return !isMissing
  }

  /// Accepts the branch as it is now.
  ///
  /// Earlier tips are no longer compared with it.
  ///
  /// For a history that was rewritten on purpose.
  public func trust() throws(StoreError) {
    let tip = try requiredTip()
    guard !location.isReadOnly else { throw readOnly() }
    try StateDirectory.create(location.stateDirectory)
    var seen = SeenTips(in: location.stateDirectory)
    seen.replace([tip.commit], of: location.branch)
  }
}
