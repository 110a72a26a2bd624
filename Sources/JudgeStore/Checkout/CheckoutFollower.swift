import JudgeGit

/// Brings work trees along before the branch moves, and back where it then does not.
///
/// In that order, since a branch that moved without its work tree looks as if somebody had deleted
/// the new records, and the next `git commit -a` would.
struct CheckoutFollower {
  private let workTrees: [String]
  /// What the work trees were brought to in this write, by their position.
  private var reached: [ObjectID?]

  init(_ checkedOut: CheckedOut) {
    workTrees = checkedOut.workTrees
    reached = workTrees.map { _ in nil }
  }

  /// Moves index and files of each work tree from one tree to another, as `git checkout` would.
  ///
  /// - Throws: `checked-out` where local changes stand in the way.
  mutating func follow(from old: ObjectID?, to new: ObjectID) async throws(StoreError) {
    for (index, workTree) in workTrees.enumerated() {
      let start = reached[index] ?? old ?? .emptyTree
      guard start != new else { continue }
      do throws(GitError) {
        try await Self.readTree(workTree, start, new)
      } catch {
        guard error.code == .program else { throw StoreError(error) }
        throw StoreError(
          .checkedOut,
          "the branch is checked out in \(workTree), which cannot follow: \(error.message)",
          hint: "commit or stash the changes there, or check out another branch")
      }
      reached[index] = new
    }
  }

  /// Brings the work trees back to where the branch is.
  func goBack(to tree: ObjectID??) async {
    let target = (tree ?? nil) ?? .emptyTree
    for (index, workTree) in workTrees.enumerated() {
      guard let start = reached[index], start != target else { continue }
      // what stays behind shows up as staged new files, which harms nobody
      try? await Self.readTree(workTree, start, target)
    }
  }

  private static func readTree(
    _ workTree: String, _ old: ObjectID, _ new: ObjectID
  ) async throws(GitError) {
    try await GitProgram(in: workTree).run(["read-tree", "-m", "-u", old.hex, new.hex])
  }
}
