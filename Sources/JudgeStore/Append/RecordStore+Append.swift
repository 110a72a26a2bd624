import JudgeGit
public import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Adds records to the branch, durable when it returns.
  ///
  /// Appends that run at the same time share a commit. A lost race is tried again on the new tip.
  /// The index and the work tree of the repository stay as they are, unless the branch itself is
  /// checked out: then `git read-tree -m -u` brings that work tree along.
  ///
  /// - Parameters:
  ///   - records: the records; those that are there already are left alone.
  ///   - message: the commit message; shared commits list several.
  ///   - extraFiles: files that are not records, put in place in the same commit.
  /// - Returns: the commit, and what was new in this call.
  /// - Throws: `no-store`, `read-only`, `newer-format`, `branch-blocked`, `checked-out`,
  ///   `identity-missing`, `damaged` if other bytes are at a record's place, `contention` after a
  ///   minute of lost races.
  public func append(
    _ records: [Record], message: CommitMessage, extraFiles: [StoreFile] = []
  ) async throws(StoreError) -> Append {
    for record in records { _ = try AppendPlan.path(of: record) }
    for file in extraFiles { try checkExtra(file) }
    let result = await withCheckedContinuation { continuation in
      pending.append(
        AppendRequest(
          records: records, files: extraFiles, message: message, done: continuation))
      guard !isFlushScheduled else { return }
      isFlushScheduled = true
      // its turn comes after all appends that are waiting for this actor now
      Task { await self.flush() }
    }
    return try result.get()
  }

  /// Commits what is pending.
  private func flush() async {
    var batch: [AppendRequest] = []
    var outcomes: [Result<AppendPlan.Outcome, StoreError>] = []
    let result: Result<ObjectID?, StoreError>
    do throws(StoreError) {
      let written = try await write { (tip, writer) async throws(StoreError) in
        let tip = try await self.writableTip(tip)
        // requests that came while others were writing go into the same commit
        let purged = try await self.redactions(at: tip).purged
        batch += self.takePending()
        return try self.plan(batch, on: tip, barring: purged, &writer)
      }
      outcomes = written.value
      result = .success(written.commit)
    } catch {
      if batch.isEmpty { batch = takePending() }
      result = .failure(error)
    }
    for (index, request) in batch.enumerated() {
      request.done.resume(
        returning: Self.answer(result, index < outcomes.count ? outcomes[index] : nil))
    }
  }

  private func takePending() -> [AppendRequest] {
    defer { pending = [] }
    isFlushScheduled = false
    return pending
  }

  private func plan(
    _ batch: [AppendRequest], on tip: Tip, barring purged: Set<ContentID>,
    _ writer: inout PackWriter
  ) throws(StoreError) -> WritePlan<[Result<AppendPlan.Outcome, StoreError>]> {
    var plan = AppendPlan(tree: tip.tree, barring: purged)
    for request in batch { try plan.add(request, into: &writer, from: repository) }
    guard !plan.isEmpty else { return .nothing(plan.outcomes) }
    let outcomes = plan.outcomes
    let tree: ObjectID
    do throws(GitError) {
      tree = try plan.edit.write(into: &writer, from: repository)
    } catch { throw StoreError(error) }
    let messages = zip(batch, outcomes).compactMap { request, outcome in
      ((try? outcome.get())?.isNothing ?? true) ? nil : request.message.text
    }
    return .commit(
      tree: tree, parents: [tip.commit], message: Self.message(messages), outcomes)
  }

  /// One message for a commit of several appends.
  static func message(_ messages: [String]) -> String {
    var distinct: [String] = []
    for message in messages where !distinct.contains(message) { distinct.append(message) }
    guard distinct.count > 1 else { return distinct.first ?? "Add records" }
    let shown = distinct.prefix(50).map { $0.split(separator: "\n").first ?? "" }
    let rest = distinct.count > 50 ? "\n* and \(distinct.count - 50) more" : ""
    return "Add records of \(messages.count) writes\n\n"
      + shown.map { "* \($0)" }.joined(separator: "\n") + rest
  }

  private static func answer(
    _ result: Result<ObjectID?, StoreError>, _ outcome: Result<AppendPlan.Outcome, StoreError>?
  ) -> Result<Append, StoreError> {
    switch (result, outcome) {
    case (.failure(let error), _), (_, .failure(let error)?): .failure(error)
    case (.success(let commit), .success(let outcome)?):
      .success(
        Append(
          commit: outcome.isNothing ? nil : commit?.hex, added: outcome.added,
          alreadyPresent: outcome.alreadyPresent, redacted: outcome.redacted))
    case (.success, nil):
      .failure(StoreError(.io, "an append was left out of its commit", remedy: "append it again"))
    }
  }

  /// Refuses paths that belong to records.
  private func checkExtra(_ file: StoreFile) throws(StoreError) {
    let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
    let isRefused = parts.contains {
      ["", ".", "..", ".git"].contains($0.lowercased()) || $0.utf8.contains(0)
    }
    guard !isRefused else {
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
}
