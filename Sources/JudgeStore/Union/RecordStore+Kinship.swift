import JudgeGit

extension RecordStore {
  /// How two commits are related.
  func kinship(_ first: ObjectID, _ second: ObjectID) throws(StoreError) -> Kinship {
    try git { () throws(GitError) in
      try KinshipWalk<ObjectID>.relate(first, second) { id throws(GitError) in
        do throws(GitError) {
          let commit = try repository.commit(id)
          return KinshipWalk.Node(parents: commit.parents, seconds: commit.committer.seconds)
        } catch {
          // a shallow clone ends here
          guard error.code == .notFound else { throw error }
          return nil
        }
      }
    }
  }
}
