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
        guard await Self.followWithoutDotGit(workTree, start, new) else {
          throw StoreError(
            .checkedOut,
            "the branch is checked out in \(workTree), which cannot follow: \(error.message)",
            hint: "commit or stash the changes there, or check out another branch")
        }
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

  /// Follows without what git takes for its own folder: somebody may have pushed an entry `.git`, and
  /// git checks no tree out that has one.
  ///
  /// - Returns: whether there was such an entry, and the rest could be followed.
  private static func followWithoutDotGit(
    _ workTree: String, _ old: ObjectID, _ new: ObjectID
  ) async -> Bool {
    do throws(GitError) {
      let (start, end) = (try withoutDotGit(old, workTree), try withoutDotGit(new, workTree))
      guard start != old || end != new else { return false }
      if start != end { try await readTree(workTree, start, end) }
      return true
    } catch {
      return false
    }
  }

  private static func withoutDotGit(
    _ tree: ObjectID, _ workTree: String
  ) throws(GitError) -> ObjectID {
    let repository = try Repository.open(at: workTree)
    let refused = try repository.files(in: tree).map(\.path).filter { PortableName.isDotGit($0) }
    guard !refused.isEmpty else { return tree }
    var writer = try PackWriter(repository)
    var edit = TreeEdit(base: tree)
    for path in refused { edit.remove(path) }
    let finished = edit
    let made = try finished.write(into: &writer, from: repository)
    try writer.finish()
    return made
  }

  private static func readTree(
    _ workTree: String, _ old: ObjectID, _ new: ObjectID
  ) async throws(GitError) {
    try await GitProgram(in: workTree).run(["read-tree", "-m", "-u", old.hex, new.hex])
  }
}
