import JudgeGit

extension RecordStore {
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
