import JudgeGit

extension RecordStore {
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
