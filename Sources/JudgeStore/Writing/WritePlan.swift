import JudgeGit
import JudgeRecords

/// A commit to be made.
struct PlannedCommit: Sendable {
  let tree: ObjectID
  let message: String
  /// The author, or `nil` for the identity that git has.
  var author: Person?
}

/// What a write wants to do on the tip that it was shown.
enum WritePlan<Value: Sendable> {
  /// The tip has it all.
  case nothing(Value)
  /// New commits in a row, the first one with the parents given.
  ///
  /// The tree of the last one has all that the others take over from elsewhere than the pack.
  case commits([PlannedCommit], parents: [ObjectID], Value)
  /// The branch moves to a commit that is there already.
  case move(to: ObjectID, tree: ObjectID, reason: String, Value)

  /// One new commit.
  static func commit(
    tree: ObjectID, parents: [ObjectID], message: String, _ value: Value
  ) -> WritePlan {
    .commits([PlannedCommit(tree: tree, message: message)], parents: parents, value)
  }
}

/// Where a write left the branch.
struct Written<Value: Sendable>: Sendable {
  /// The commits that were made, or the one moved to; empty if nothing had to be done.
  var commits: [ObjectID] = []
  /// Where the local branch was: every write keeps all that was there.
  var base: ObjectID?
  let value: Value

  /// Where the branch is now, or `nil` if nothing had to be done.
  var commit: ObjectID? { commits.last }
}
