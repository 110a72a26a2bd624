import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Prepares a history without the purged files; the branch does not move.
  ///
  /// Commits keep their authors, times and messages but lose their signatures. The last commit
  /// therefore repeats the redactions: it is by the current author, signed if that author signs.
  ///
  /// - Returns: the prepared history, under ``PurgedHistory/prefix``. `nil` if the history does not
  ///   contain purged files.
  /// - Throws: `program` if the history cannot be walked, as in a shallow clone, and errors of
  ///   writing.
  public func preparePurge() async throws(StoreError) -> PurgedHistory? {
    guard !location.isReadOnly else { throw readOnly() }
    let tip = try requiredTip()
    let fold = try await redactions(at: tip)
    guard !fold.purged.isEmpty else { return nil }
    let listing: GitProgram.Output
    do throws(GitError) {
      listing = try await GitProgram(repository).run([
        "rev-list", "--topo-order", "--reverse", "--parents", tip.commit.hex,
      ])
    } catch { throw StoreError(error) }
    let paths = Self.places(of: fold.purged)
    var writer: PackWriter
    do throws(GitError) { writer = try PackWriter(repository) } catch { throw StoreError(error) }
    var rewriter = HistoryRewriter(paths: paths)
    try git { () throws(GitError) in
      for line in WorkProgress.counted(listing.lines, "Rewriting commits") {
        let ids = line.split(separator: " ").compactMap { ObjectID(hex: $0) }
        guard let commit = ids.first else { continue }
        try rewriter.rewrite(commit, &writer, repository)
      }
    }
    guard let moved = rewriter.map[tip.commit], moved != tip.commit else { return nil }
    let top = try await attest(fold, on: moved, rewriter, was: tip, &writer)
    let tags = try rewrittenTags(rewriter.map, &writer)
    let pack: KeptPack?
    do throws(GitError) { pack = try writer.finish() } catch { throw StoreError(error) }
    defer { pack?.release() }
    try git { () throws(GitError) in
      for (name, id) in [("heads/" + location.branch, top)] + tags.map({ ($0.0, $0.2) }) {
        let reference = PurgedHistory.prefix + name
        try repository.compareAndSwap(
          reference, to: id, from: try repository.resolve(reference), message: "judge: purge")
      }
      try pack?.restore(repository)
    }
    return PurgedHistory(
      old: tip.commit.hex, new: top.hex, rewritten: rewriter.count,
      files: rewriter.removed.sorted(),
      tags: tags.map {
        PurgedHistory.Tag(
          name: String($0.0.dropFirst("tags/".count)), old: $0.1.hex, new: $0.2.hex)
      })
  }

  /// Moves the branch and the tags to the prepared history.
  ///
  /// - Parameter history: the result of ``preparePurge()``.
  /// - Throws: `contention` if the branch has moved since.
  public func adopt(_ history: PurgedHistory) async throws(StoreError) {
    let target = try commitID(history.new)
    let tree = try git { () throws(GitError) in try repository.commit(target).tree }
    let written = try await write { (tip, _) async throws(StoreError) -> WritePlan<Bool> in
      guard tip?.commit.hex == history.old else { return .nothing(false) }
      return .move(to: target, tree: tree, reason: "purge", true)
    }
    guard written.value else {
      throw StoreError(
        .contention, "the branch \(location.branch) moved while the purge was prepared",
        remedy: "run it again")
    }
    try git { () throws(GitError) in
      for tag in history.tags {
        guard let old = ObjectID(hex: tag.old), let new = ObjectID(hex: tag.new) else { continue }
        let name = "refs/tags/" + tag.name
        if try repository.resolve(name) == old {
          try repository.compareAndSwap(name, to: new, from: old, message: "judge: purge")
        }
      }
      for prepared in try repository.references(prefix: PurgedHistory.prefix) {
        try repository.deleteReference(prepared.name)
      }
    }
    try trust()
  }

  /// Returns the possible paths of files with some hashes.
  static func places(of hashes: Set<ContentID>) -> [String] {
    hashes.sorted().flatMap { hash in
      RecordKind.all.compactMap { RecordPath(kind: $0, id: hash).text }
        + ["\(Place.payloadFolder)/\(hash.hex)"]
    }
  }

  /// Adds the commit on top, which repeats the redactions.
  private func attest(
    _ fold: RedactionFold, on commit: ObjectID, _ rewriter: HistoryRewriter, was tip: Tip,
    _ writer: inout PackWriter
  ) async throws(StoreError) -> ObjectID {
    let signature = try self.signature()
    let time = Timestamp(clamping: signature.seconds * 1000)
    var edit = TreeEdit(base: rewriter.trees[tip.tree] ?? tip.tree)
    for (hashes, isPurge) in [(fold.purged, true), (fold.hidden.subtracting(fold.purged), false)] {
      let all = hashes.sorted()
      for start in stride(from: 0, to: all.count, by: 1000) {
        let part = Array(all[start..<min(start + 1000, all.count)])
        let named = fold.inForce.filter { !Set($0.value.hashes).isDisjoint(with: part) }
        var value = Redaction(
          hashes: part, reason: Set(named.map(\.value.reason)).sorted().joined(separator: "; "),
          source: .human(signature.email))
        value.time = time
        if isPurge { value.purge = true }
        value.ids = Set(named.flatMap(\.value.ids)).sorted()
        value.questions = Set(named.flatMap(\.value.questions)).sorted()
        let record: Record
        do throws(RecordError) { record = try value.record() } catch {
          throw StoreError(.invalid, error.description)
        }
        let path = try AppendPlan.path(of: record)
        try git { () throws(GitError) in edit.set(path, try writer.add(blob: record.bytes)) }
      }
    }
    // The purge vouches for commits that lost their signatures, not for those without one.
    let suspects = try await trustState(at: tip.commit).suspects.map { rewriter.map[$0] ?? $0 }
    let lines =
      suspects.sorted().map { PurgedHistory.suspect + $0.hex }
      + [PurgedHistory.trailer + tip.commit.hex]
    let message =
      "Purge \(Count.of(rewriter.removed.count, "file"))\n\n" + lines.joined(separator: "\n")
    let finished = edit
    let tree: ObjectID
    do throws(GitError) {
      tree = try finished.write(into: &writer, from: repository)
    } catch { throw StoreError(error) }
    return try await add(
      Commit(tree: tree, parents: [commit], author: signature, message: message), to: &writer)
  }

  /// Returns the version tags on the rewritten commits: name, old object, new object.
  private func rewrittenTags(
    _ map: [ObjectID: ObjectID], _ writer: inout PackWriter
  ) throws(StoreError) -> [(String, ObjectID, ObjectID)] {
    do throws(GitError) {
      var found: [(String, ObjectID, ObjectID)] = []
      for reference in try repository.references(prefix: "refs/tags/judge/") {
        guard var tag = try repository.annotatedTag(reference.id), let target = map[tag.target],
          target != tag.target
        else { continue }
        tag.target = target
        // A signature of the old tag does not apply to this one.
        tag.message = VersionTag.unsigned(tag.message)
        let name = String(reference.name.dropFirst("refs/".count))
        found.append((name, reference.id, try writer.add(tag: tag)))
      }
      return found
    } catch { throw StoreError(error) }
  }

  /// The history, of two, that holds bytes that a purge has removed from the other.
  public enum PurgeRelation: String, Hashable, Sendable {
    /// Neither history.
    case none
    /// This clone's history: the clone must start over from the other side.
    case ours
    /// The other side's history: it must not be united with.
    case theirs
  }

  /// Checks whether uniting with a commit would bring purged bytes back.
  ///
  /// - Parameter commit: the other side.
  /// - Returns: the side that alone holds purged bytes.
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

  /// Starts over from a purged history.
  ///
  /// The branch becomes the other side's. Records that only this clone has are committed again,
  /// without the purged ones.
  ///
  /// Files that are not records are taken from the other side.
  ///
  /// - Parameter commit: the other side.
  /// - Returns: how many records were committed again, and how many purged ones were left behind.
  /// - Throws: as ``append(_:message:extraFiles:by:)``.
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
