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
  /// - Throws: as ``append(_:message:extraFiles:)``.
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
}
