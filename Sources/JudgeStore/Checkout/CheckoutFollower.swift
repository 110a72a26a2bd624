import JudgeGit
import JudgeWork

/// Brings work trees along before the branch moves, and back if it then does not.
///
/// In that order, since a branch that moved without its work tree looks as if somebody had deleted
/// the new records, and the next `git commit -a` would.
struct CheckoutFollower {
  private let workTrees: [CheckedOut.WorkTree]
  /// What the work trees were brought to in this write, by their position.
  private var reached: [ObjectID?]

  init(_ checkedOut: CheckedOut) {
    workTrees = checkedOut.workTrees
    reached = workTrees.map { _ in nil }
  }

  /// Moves index and files of each work tree from one tree to another, as `git checkout` would.
  ///
  /// Untracked files that already have the content to be written do not stop it: an interrupted
  /// checkout or a `git reset --hard` beside us leaves such.
  ///
  /// - Throws: `checked-out` if local changes stand in the way.
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

  /// Brings the work trees back to where the branch is.
  func goBack(to tree: ObjectID??) async {
    let target = (tree ?? nil) ?? .emptyTree
    for (index, workTree) in workTrees.enumerated() {
      guard let start = reached[index], start != target else { continue }
      // leftovers show up as staged new files, which harms nobody
      try? await Self.readTree(workTree, [start, target])
    }
  }

  /// Restores records of the branch that are missing from the index and the work tree.
  ///
  /// A `git reset --hard` beside a write can leave an index that lacks records of the branch. The
  /// next `git commit -a` would delete them. Nobody removes a record on purpose, and existing files
  /// are not changed.
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
        // the branch is whole; `git status` shows what its work tree lacks
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
      // If the old tree is lost, only the index shows what the work tree has.
      let isLost = try await git.run(["cat-file", "-e", old.hex], accepting: nil).status != 0
      let start = isLost ? ObjectID.emptyTree : old
      guard try await UntrackedFiles(workTree.top).adopt(from: start, to: new) || isLost else {
        throw error
      }
      try await readTree(workTree, isLost ? [new] : [old, new])
    }
  }

  /// Follows without what git takes for its own folder: somebody may have pushed an entry `.git`, and
  /// git checks no tree out that has one.
  ///
  /// - Returns: whether there was such an entry, and the rest could be followed.
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
