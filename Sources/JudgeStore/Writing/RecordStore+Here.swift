import JudgeGit
import JudgeWork

extension RecordStore {
  /// Copies into the new pack what a tree takes over from elsewhere than its parents.
  ///
  /// A commit of this very pack, as among the parents of a label that is signed again, takes over
  /// nothing that the tip has not.
  func adopt(
    _ tree: ObjectID, _ parents: [ObjectID], _ writer: inout PackWriter
  ) throws(StoreError) {
    do throws(GitError) {
      var bases: [ObjectID] = []
      for parent in parents where repository.objectExists(parent) {
        bases.append(try repository.commit(parent).tree)
      }
      try writer.adopt(
        tree, besides: bases, from: repository, isComplete: try !repository.isPartialClone)
    } catch { throw StoreError(error) }
  }

  /// Checks that other people's commits are here, with all their objects.
  ///
  /// A separate git process checks, because it looks at the disk, while libgit2 keeps reading packs
  /// that were deleted. It checks only commits that the tip does not have.
  ///
  /// - Throws: `damaged` if a concurrent prune deleted objects.
  func checkHere(_ commits: [ObjectID], beside tip: ObjectID?) async throws(StoreError) {
    guard !commits.isEmpty else { return }
    let output: GitProgram.Output
    do throws(GitError) {
      let promised = try repository.isPartialClone ? ["--exclude-promisor-objects"] : []
      output = try await GitProgram(repository).run(
        ["rev-list", "--objects", "--quiet"] + promised + commits.map(\.hex)
          + (tip.map { ["--not", $0.hex] } ?? []), accepting: nil)
    } catch { throw StoreError(error) }
    guard output.status != 0 else { return }
    let words = output.errorText.split(separator: "\n").first.map { ": \($0)" } ?? ""
    throw StoreError(
      .damaged, "objects that \(commits[0].hex.prefix(12)) leads to are missing\(words)",
      remedy: .run(.repairStore, to: "fetch them again from a remote"))
  }

  /// Moves the branch back from a commit that cannot be read, if nobody has built on it.
  func takeBack(_ commit: ObjectID, to old: ObjectID?) {
    do throws(GitError) {
      if let old {
        try repository.compareAndSwap(
          location.reference, to: old, from: commit, message: "judge: take back")
      } else {
        try repository.deleteReference(location.reference, from: commit)
      }
    } catch {
      // The error that led here explains the problem.
    }
  }
}
