import JudgeGit
import JudgeRecords

extension RecordStore {
  /// Puts back what is missing and can be found in this clone.
  ///
  /// Looked through are the branch's whole history, the tips seen here, the reflog, the
  /// remote-tracking branches and the tags. Only bytes that hash to their name are put back, and
  /// never a purged hash. A file at a wrong place is taken out only where its very bytes lie at the
  /// right one: a record that was edited in place must not come to count by being moved.
  ///
  /// - Returns: what was done and what remains.
  /// - Throws: as ``append(_:message:extraFiles:)`` and ``fsck(_:progress:)``.
  public func repair() async throws(StoreError) -> Repair {
    let others = try await otherTips()
    let written = try await write {
      (tip, writer) async throws(StoreError) -> WritePlan<RepairPlan> in
      guard let tip else { throw self.noStore() }
      let plan = try await self.planRepair(tip, others)
      guard !plan.isEmpty else { return .nothing(plan) }
      let tree = try git { () throws(GitError) in
        try plan.write(on: tip.tree, into: &writer, from: self.repository)
      }
      return .commit(tree: tree, parents: [tip.commit], message: plan.message, plan)
    }
    let tags = try await restoreTags()
    let report = try await fsck(.normal)
    let plan = written.value
    return Repair(
      restored: plan.restored.sorted(), moved: plan.moved.sorted(), tags: tags,
      commit: written.commit?.hex, remaining: report.problems)
  }

  /// Commits beside the branch that may have what it lost.
  private func otherTips() async throws(StoreError) -> [ObjectID] {
    let git = GitProgram(repository)
    var found: [ObjectID] = []
    do throws(GitError) {
      // the reflog's form is git's business; without one, as in bare repositories, this fails
      let log = try await git.run(
        ["log", "--walk-reflogs", "--format=%H", location.reference, "--"], accepting: nil)
      if log.status == 0 { found += log.lines.compactMap { ObjectID(hex: $0) } }
      for remote in try repository.references(prefix: "refs/remotes/")
      where remote.name.hasSuffix("/" + location.branch) {
        found.append(remote.id)
      }
      for prefix in ["refs/tags/judge/", "refs/judge/"] {
        for tag in try repository.references(prefix: prefix) {
          let id = try repository.peel(tag.id)
          if try repository.header(of: id).kind == .commit { found.append(id) }
        }
      }
    } catch {
      throw StoreError(error)
    }
    var seen: Set<ObjectID> = []
    return found.filter { seen.insert($0).inserted }
  }

  private func planRepair(_ tip: Tip, _ others: [ObjectID]) async throws(StoreError) -> RepairPlan {
    var plan = RepairPlan()
    if let found = try await formatInForce(at: tip) {
      guard found.format.isWritable else { throw found.format.refusal }
      if try await formatIsAltered(tip) { plan.format = found.blob }
    } else {
      plan.needsFormat = true
    }
    let purged = try await redactions(at: tip).purged
    let lost = try await vanished(tip, wholeHistory: true, except: purged, others: others)
    try await fetchMissing(lost.missing.values.map(\.blob))
    for (path, item) in lost.missing where try hash(of: item.blob) == item.path.id {
      plan.restore(path, item.blob)
    }
    let listing = try git { () throws(GitError) in try TreeListing(tip.tree, in: repository) }
    try await planStrays(listing, tip, &plan)
    return plan
  }

  /// Finds copies of records where none should lie.
  private func planStrays(
    _ listing: TreeListing, _ tip: Tip, _ plan: inout RepairPlan
  ) async throws(StoreError) {
    var strays = listing.misplaced
    for start in stride(from: 0, to: listing.records.count, by: 8192) {
      let entries = Array(listing.records[start..<min(start + 8192, listing.records.count)])
      for (entry, result) in zip(entries, try await read(entries)) {
        if case .problem(let problem) = result { strays.append((problem.path, entry.blob)) }
      }
    }
    try await fetchMissing(strays.map(\.blob))
    for (path, blob) in strays {
      let bytes = try? git { () throws(GitError) in try repository.blob(blob) }
      guard let bytes, let record = try? Record(reading: bytes),
        let right = RecordPath(kind: record.kind, id: record.id).text, right != path
      else { continue }
      let there = try git { () throws(GitError) in try repository.entry(at: right, in: tip.tree) }
      if (plan.puts[right] ?? there?.id) == blob { plan.takeOut(path) }
    }
  }
}
