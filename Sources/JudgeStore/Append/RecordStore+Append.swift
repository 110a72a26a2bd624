import FoundationEssentials
import JudgeGit
public import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Adds records to the branch; they are durable when the method returns.
  ///
  /// Concurrent appends share a pack, and consecutive appends of one author share a commit. A lost
  /// race is repeated on the new tip.
  ///
  /// The index and the work tree of the repository do not change, unless the branch itself is
  /// checked out: then `git read-tree -m -u` updates that work tree.
  ///
  /// - Parameters:
  ///   - records: the records; existing ones are not changed.
  ///   - message: the commit message; shared commits list several.
  ///   - extraFiles: files that are not records, added or replaced in the same commit.
  ///   - author: the author of the commit, or `nil` for git's identity; see ``author()``. That
  ///     identity is always the committer, and its key signs.
  /// - Returns: the commit, and the new records of this call.
  /// - Throws: `no-store`, `read-only`, `newer-format`, `branch-blocked`, `checked-out`,
  ///   `identity-missing`, `invalid` for an author that git cannot write or that looks like somebody
  ///   who is pinned, `damaged` if other bytes are at a record's place, `contention` after a minute
  ///   of lost races.
  public func append(
    _ records: [Record], message: CommitMessage, extraFiles: [StoreFile] = [],
    by author: Person? = nil
  ) async throws(StoreError) -> Append {
    if let author { try await check(author) }
    for record in records { _ = try AppendPlan.path(of: record) }
    for file in extraFiles { try checkExtra(file) }
    let result = await withCheckedContinuation { continuation in
      pending.append(
        AppendRequest(
          records: records, files: extraFiles, message: message, author: author,
          done: continuation))
      guard !isFlushScheduled else { return }
      isFlushScheduled = true
      // It runs after all appends that are waiting for this actor now.
      Task { await self.flush() }
    }
    return try result.get()
  }

  /// Commits the pending appends.
  private func flush() async {
    var batch: [AppendRequest] = []
    var group = Group()
    let result: Result<[ObjectID], StoreError>
    do throws(StoreError) {
      let written = try await write { (tip, writer) async throws(StoreError) in
        let tip = try await self.writableTip(tip)
        // Requests that arrived during a write go into the same pack.
        let purged = try await self.redactions(at: tip).purged
        batch += self.takePending()
        return try self.plan(batch, on: tip, barring: purged, &writer)
      }
      group = written.value
      result = .success(written.commits)
    } catch {
      if batch.isEmpty { batch = takePending() }
      result = .failure(error)
    }
    for (index, request) in batch.enumerated() {
      request.done.resume(returning: result.flatMap { group.answer(index, $0) })
    }
  }

  private func takePending() -> [AppendRequest] {
    defer { pending = [] }
    isFlushScheduled = false
    return pending
  }

  /// The appends that were written together.
  private struct Group: Sendable {
    var chain = AuthorChain()
    var outcomes: [Result<AppendPlan.Outcome, StoreError>] = []

    func answer(_ index: Int, _ commits: [ObjectID]) -> Result<Append, StoreError> {
      guard outcomes.indices.contains(index) else {
        return .failure(
          StoreError(.io, "an append was left out of its commit", remedy: "append it again"))
      }
      return outcomes[index].map { outcome in
        Append(
          commit: chain.link(of: index).map { commits[$0].hex }, added: outcome.added,
          alreadyPresent: outcome.alreadyPresent, redacted: outcome.redacted)
      }
    }
  }

  private func plan(
    _ batch: [AppendRequest], on tip: Tip, barring purged: Set<ContentID>,
    _ writer: inout PackWriter
  ) throws(StoreError) -> WritePlan<Group> {
    var plan = AppendPlan(tree: tip.tree, barring: purged)
    let own = Result { () throws(StoreError) in try author() }
    for request in batch {
      let author: Person
      do throws(StoreError) {
        if let given = request.author { author = given } else { author = try own.get() }
      } catch {
        plan.refuse(error)
        continue
      }
      try plan.add(
        request.records, request.files, by: author, into: &writer, from: repository)
    }
    let group = Group(chain: plan.chain, outcomes: plan.outcomes)
    guard !plan.chain.links.isEmpty else { return .nothing(group) }
    let trees: [ObjectID]
    do throws(GitError) {
      trees = try plan.trees(into: &writer, from: repository)
    } catch { throw StoreError(error) }
    let commits = zip(plan.chain.links, trees).map { link, tree in
      PlannedCommit(
        tree: tree, message: Self.message(link.appends.map { batch[$0].message.text }),
        author: link.author)
    }
    return .commits(commits, parents: [tip.commit], group)
  }

  /// Returns one message for a commit of several appends.
  static func message(_ messages: [String]) -> String {
    var distinct: [String] = []
    for message in messages where !distinct.contains(message) { distinct.append(message) }
    guard distinct.count > 1 else { return distinct.first ?? "Add records" }
    let shown = distinct.prefix(50).map { $0.split(separator: "\n").first ?? "" }
    let rest = distinct.count > 50 ? "\n* and \(distinct.count - 50) more" : ""
    return "Add records of \(messages.count) writes\n\n"
      + shown.map { "* \($0)" }.joined(separator: "\n") + rest
  }

  /// Refuses an author whose commits could not be pushed.
  private func check(_ author: Person) async throws(StoreError) {
    guard !Signature.clean(author.name).isEmpty, !author.email.isEmpty,
      Signature.clean(author.email) == author.email
    else {
      throw StoreError(
        .invalid,
        "\"\(OneLine.escaped(author.name)) <\(OneLine.escaped(author.email))>\" cannot be the "
          + "author of a commit",
        remedy: "use a name and an e-mail address without angle brackets and line ends")
    }
    guard let twin = try await sourceTwins().twin(of: author.email) else { return }
    let authority = try await trustState()?.authority
    guard authority?.person(Address(twin)) != authority?.person(Address(author.email)) else {
      return
    }
    throw StoreError(.invalid, SourceTwins.message(author.email, twin))
  }

  /// Refuses paths that are reserved for records.
  private func checkExtra(_ file: StoreFile) throws(StoreError) {
    guard Self.staysInside(file.path) else {
      throw StoreError(.invalid, "git refuses the path \"\(file.path)\"")
    }
    switch Place(file.path) {
    case .other where file.path != StoreFormat.path: return
    case .payload(let id) where id == ContentID(hashing: file.bytes): return
    default:
      throw StoreError(
        .invalid, "\(file.path) is not a path for a file that is not a record",
        remedy: "records are appended as records, payloads as blobs/<SHA-256 of the bytes>")
    }
  }

  /// Writes all files of the branch into a folder, for `grep` and the like.
  ///
  /// Existing files with the same path are replaced; other files are not changed. Links, submodules
  /// and names such as `..` of the branch are skipped, because they could lead out of the folder.
  /// Links in the folder are not followed: a file replaces a link, and a link in the place of a
  /// folder is an error.
  ///
  /// - Parameter directory: the folder, created if it is missing.
  /// - Returns: the number of written files, and of files that a redaction withholds.
  /// - Throws: `no-store`, `io` if the folder cannot be written.
  @discardableResult
  public func export(
    to directory: String
  ) async throws(StoreError) -> (written: Int, redacted: Int) {
    let tip = try requiredTip()
    let hidden = try await redactions(at: tip).hidden
    let all = try git { () throws(GitError) in
      try repository.files(in: tip.tree).filter {
        $0.mode != .symlink && $0.mode != .gitlink && Self.staysInside($0.path)
      }
    }
    let files = all.filter { file in
      Place(file.path).hash.map { !hidden.contains($0) } ?? true
    }
    try await fetchMissing(files.map(\.id))
    var made: Set<Substring> = []
    for (path, _, id) in WorkProgress.counted(files, "Writing files") {
      let bytes = try git { () throws(GitError) in try repository.blob(id) }
      let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
      do {
        if made.insert(folder).inserted {
          try Self.checkFolders(folder, in: directory)
          try FileManager.default.createDirectory(
            atPath: "\(directory)/\(folder)", withIntermediateDirectories: true, attributes: nil)
        }
        // A new file, so that bytes are never written through a link.
        if Self.isLink("\(directory)/\(path)") {
          try FileManager.default.removeItem(atPath: "\(directory)/\(path)")
        }
        try Data(bytes).write(to: URL(filePath: "\(directory)/\(path)"))
      } catch let error as StoreError {
        throw error
      } catch {
        throw StoreError(
          .io, "\(directory)/\(path) could not be written: \(Self.reason(error))",
          remedy: "see who owns the folder and whether the disk is full")
      }
    }
    return (files.count, all.count - files.count)
  }

  /// Refuses a folder that is reached through a link below the target.
  private static func checkFolders(
    _ folder: Substring, in directory: String
  ) throws(StoreError) {
    var path = directory
    for part in folder.split(separator: "/") {
      path += "/" + part
      guard isLink(path) else { continue }
      throw StoreError(
        .io, "\(path) is a symbolic link, and files of the store are not written through it",
        remedy: "remove the link, or export to another folder")
    }
  }

  private static func isLink(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeSymbolicLink
  }

  /// Returns whether a path of an untrusted tree stays inside the folder and outside a surrounding
  /// repository.
  private static func staysInside(_ path: String) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !["", ".", "..", ".git"].contains(part.lowercased()) && !part.utf8.contains(0)
    }
  }

  /// Returns the reason why a file cannot be written, in words instead of Foundation's error dump.
  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileWriteNoPermission?: "no permission"
    case .fileWriteOutOfSpace?: "the disk is full"
    case .fileWriteVolumeReadOnly?: "the disk is read-only"
    case .fileWriteFileExists?: "a file is in the way of a folder"
    case .fileNoSuchFile?, .fileReadNoSuchFile?: "its folder is gone"
    default: "the system refused"
    }
  }
}
