import JudgeGit
import JudgeRecords

extension RecordStore {
  /// Which of two histories holds bytes that a purge has removed from the other.
  public enum PurgeRelation: String, Hashable, Sendable {
    /// Neither.
    case none
    /// This clone's: it is to start over from the other side.
    case ours
    /// The other side's: it is not to be united with.
    case theirs
  }

  /// Looks whether uniting with a commit would bring purged bytes back.
  ///
  /// - Parameter commit: the other side.
  /// - Returns: who holds purged bytes alone.
  /// - Throws: `program` if the histories cannot be walked.
  public func purgeRelation(with commit: String) async throws(StoreError) -> PurgeRelation {
    guard let tip = try tip(), tip.isLocal else { return .none }
    let theirs = try commitID(commit)
    let theirTree = try git { () throws(GitError) in try repository.commit(theirs).tree }
    let other = Tip(commit: theirs, tree: theirTree, reference: theirs.hex, isLocal: false)
    let purged = try await redactionsElsewhere(at: other).purged
      .union(try await redactions(at: tip).purged)
    do throws(GitError) {
      let git = GitProgram(repository)
      guard !purged.isEmpty else { return .none }
      let paths = Self.places(of: purged)
      if try await holds(theirs, butNot: tip.commit, paths, git) { return .theirs }
      return try await holds(tip.commit, butNot: theirs, paths, git) ? .ours : .none
    } catch { throw StoreError(error) }
  }

  private func holds(
    _ commit: ObjectID, butNot other: ObjectID, _ paths: [String], _ git: GitProgram
  ) async throws(GitError) -> Bool {
    for start in stride(from: 0, to: paths.count, by: 500) {
      let part = paths[start..<min(start + 500, paths.count)]
      let found = try await git.run(
        ["rev-list", "-1", "--full-history", commit.hex, "^" + other.hex, "--"] + part)
      if !found.lines.isEmpty { return true }
    }
    return false
  }

  /// Starts over from a purged history: the branch becomes the other side's, with the records that
  /// only this clone has committed again, without the purged ones.
  ///
  /// Files that are not records are the other side's.
  ///
  /// - Parameter commit: the other side.
  /// - Returns: how many records were committed again, and how many purged ones were left behind.
  /// - Throws: as ``append(_:message:extraFiles:)``.
  public func startOver(
    from commit: String
  ) async throws(StoreError) -> (kept: Int, dropped: Int) {
    let theirs = try commitID(commit)
    let tree = try git { () throws(GitError) in try repository.commit(theirs).tree }
    let other = Tip(commit: theirs, tree: tree, reference: theirs.hex, isLocal: false)
    let purged = try await redactionsElsewhere(at: other).purged
    let written = try await write { (tip, writer) async throws(StoreError) in
      try self.replant(
        tip, on: (theirs, tree), &writer, reason: "start over after a purge",
        isKept: { !purged.contains($0.path.id) },
        message: { "Add \($0) that only this clone had before a purge" })
    }
    try self.trust()
    return written.value
  }
}
