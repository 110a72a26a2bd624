import JudgeGit

/// What a write wants to do on the tip that it was shown.
enum WritePlan<Value: Sendable> {
  /// The tip has it all.
  case nothing(Value)
  /// A new commit on the tip.
  case commit(tree: ObjectID, parents: [ObjectID], message: String, Value)
  /// The branch moves to a commit that is there already.
  case move(to: ObjectID, tree: ObjectID, reason: String, Value)
}

/// Where a write left the branch.
struct Written<Value: Sendable>: Sendable {
  /// The commit that was made or moved to, or `nil` if nothing had to be done.
  let commit: ObjectID?
  /// Where the local branch was: every write keeps all that was there.
  let base: ObjectID?
  let value: Value
}
