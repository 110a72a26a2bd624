import JudgeGit

extension RecordStore {
  /// How two commits are related.
  func kinship(_ first: ObjectID, _ second: ObjectID) throws(StoreError) -> Kinship {
    try git { () throws(GitError) in try repository.kinship(first, second) }
  }
}
