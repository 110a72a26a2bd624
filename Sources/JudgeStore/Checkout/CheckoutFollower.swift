import JudgeGit
import JudgeWork

/// Updates work trees before the branch moves, and restores them if it does not move.
///
/// The order matters: if a branch moves without its work tree, the new records look deleted, and
/// the next `git commit -a` would delete them.
struct CheckoutFollower {
  private let workTrees: [CheckedOut.WorkTree]
  /// The trees that the work trees were moved to in this write, by position.
  private var reached: [ObjectID?]

  init(_ checkedOut: CheckedOut) {
    workTrees = checkedOut.workTrees
    reached = workTrees.map { _ in nil }
  }

  /// Moves index and files of each work tree from one tree to another, as `git checkout` would.
  ///
  /// Untracked files that already have the new content do not prevent it: an interrupted checkout
  /// or a concurrent `git reset --hard` leaves such files.
  ///
  /// - Throws: `checked-out` if local changes prevent it.
  mutating func follow(from old: ObjectID?, to new: ObjectID) async throws(StoreError) {
    for (index, workTree) in workTrees.enumerated() {
      let start = reached[index] ?? old ?? .emptyTree
      guard start != new else { continue }
      do throws(GitError) {
        try await Self.move(workTree, start, new)
      } catch {
        guard error.code == .program || error.code == .locked else { throw StoreError(error) }
        guard error.code == .program, await Self.followWithoutDotGit(workTree, start, new) else {
          throw StoreError(
            .checkedOut,
            "the branch is checked out in \(workTree.top), which cannot follow: \(error.message)",
            remedy: error.code == .locked
              ? error.remedy
              : "commit, stash or move the changes there, or check out another branch")
        }
      }
      reached[index] = new
    }
  }

  /// Moves the work trees back to the tree of the branch.
  func goBack(to tree: ObjectID??) async {
    let target = (tree ?? nil) ?? .emptyTree
    for (index, workTree) in workTrees.enumerated() {
      guard let start = reached[index], start != target else { continue }
      // Leftovers appear as staged new files, which is harmless.
      try? await Self.readTree(workTree, [start, target])
    }
  }

  /// Restores records of the branch that are missing from the index and the work tree.
  ///
  /// A `git reset --hard` during a write can leave an index that lacks records of the branch. The
  /// next `git commit -a` would delete them. Records are never removed on purpose, and existing
  /// files are not changed.
  func complete(_ folders: [String]) async {
    for workTree in workTrees {
      do throws(GitError) {
        let git = GitProgram(in: workTree.top)
        let gone = try await git.run(
          ["diff-index", "--cached", "--diff-filter=D", "-z", "HEAD", "--"] + folders)
        let changes = UntrackedFiles.changes(gone.output, isRemoval: true)
        guard !changes.isEmpty else { continue }
        try await git.run(
          ["update-index", "-z", "--index-info"], input: UntrackedFiles.indexInfo(changes))
        try await git.run(
          ["checkout-index", "-q", "-z", "--stdin"],
          input: Array(changes.map { $0.path + "\0" }.joined().utf8), accepting: nil)
      } catch {
        // The branch is complete; `git status` shows the files that its work tree lacks.
        continue
      }
    }
  }

  private static func move(
    _ workTree: CheckedOut.WorkTree, _ old: ObjectID, _ new: ObjectID
  ) async throws(GitError) {
    do throws(GitError) { return try await readTree(workTree, [old, new]) } catch {
      guard error.code == .program else { throw error }
      let git = GitProgram(in: workTree.top)
      // If the old tree is lost, only the index shows the content of the work tree.
      let isLost = try await git.run(["cat-file", "-e", old.hex], accepting: nil).status != 0
      let start = isLost ? ObjectID.emptyTree : old
      guard try await UntrackedFiles(workTree.top).adopt(from: start, to: new) || isLost else {
        throw error
      }
      try await readTree(workTree, isLost ? [new] : [old, new])
    }
  }

  /// Follows without an entry `.git`, which git mistakes for its own folder.
  ///
  /// Somebody may have pushed such an entry, and git does not check out a tree that contains one.
  ///
  /// - Returns: whether there was such an entry and the rest was followed.
  private static func followWithoutDotGit(
    _ workTree: CheckedOut.WorkTree, _ old: ObjectID, _ new: ObjectID
  ) async -> Bool {
    do throws(GitError) {
      let (start, end) = (
        try withoutDotGit(old, workTree.top), try withoutDotGit(new, workTree.top)
      )
      guard start != old || end != new else { return false }
      if start != end { try await readTree(workTree, [start, end]) }
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
    // git reads the tree at once. No reference will ever point to it.
    try writer.finish()?.release()
    return made
  }

  private static func readTree(
    _ workTree: CheckedOut.WorkTree, _ trees: [ObjectID]
  ) async throws(GitError) {
    let mark = FollowMark(in: workTree.gitFolder)
    defer { mark.remove() }
    try await GitProgram(in: workTree.top).runUnlocked(
      ["read-tree", "-m", "-u"] + trees.map(\.hex)
    ) { mark.removeAbandonedLock() }
  }
}
