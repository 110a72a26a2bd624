import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Puts back what is missing and can be found.
  ///
  /// Looked through are the branch's whole history, the tips seen here, the reflog, the
  /// remote-tracking branches and the tags. Only bytes that hash to their name are put back, and
  /// never a purged hash. A file at a wrong place is taken out only if its very bytes lie at the
  /// right one: a record that was edited in place must not start to count by being moved.
  ///
  /// If objects of the branch are gone, everything is fetched again from the remotes. If that is
  /// not enough, the branch continues from its last complete commit, with all records that can be
  /// read anywhere.
  ///
  /// - Returns: what was done and what remains.
  /// - Throws: as ``append(_:message:extraFiles:)`` and ``fsck(_:progress:)``.
  public func repair() async throws(StoreError) -> Repair { try await repair(remembering: nil) }

  /// Repairs, with the help of what remembers the records beside git.
  package func repair(
    remembering memory: (any RecordMemory)?
  ) async throws(StoreError) -> Repair {
    guard !location.isReadOnly else { throw readOnly() }
    removeAbandonedLocks()
    var rescue = Rescue()
    defer { rescue.release() }
    let plan: RepairPlan
    let commit: ObjectID?
    if try await isWhole() {
      (plan, commit) = try await repairWhole()
    } else {
      try await fetchAgain(&rescue)
      // While objects were missing, it was unknown who brought which record.
      forgetHistory()
      if try await isWhole() {
        (plan, commit) = try await repairWhole()
      } else {
        (plan, commit) = try await rebuild(&rescue, memory)
      }
    }
    await dropBrokenReferences(&rescue)
    await completeWorkTrees()
    let tags = try await restoreTags()
    let report = try await fsck(.normal)
    return Repair(
      restored: plan.restored.sorted(), moved: plan.moved.sorted(), tags: tags, commit: commit?.hex,
      fetched: rescue.fetched, lost: rescue.lost, notes: rescue.notes, remaining: report.problems)
  }

  /// Repairs a branch of which everything can be read.
  private func repairWhole() async throws(StoreError) -> (RepairPlan, ObjectID?) {
    let others = try await otherTips()
    let written = try await write {
      (tip, writer) async throws(StoreError) -> WritePlan<RepairPlan> in
      guard let tip else { throw self.noStore() }
      let plan = try await self.planRepair(tip, others)
      guard !plan.isEmpty else { return .nothing(plan) }
      let tree = try git { () throws(GitError) in
        try plan.write(on: tip.tree, into: &writer, from: self.repository)
      }
      let parents = await self.parents(tip.commit, plan.sources)
      return .commit(tree: tree, parents: parents, message: plan.message, plan)
    }
    return (written.value, written.commit)
  }

  /// A commit, and earlier complete states of the branch that it does not contain.
  ///
  /// If a commit restored their records, their authors would be lost. A merge keeps them.
  func parents(_ commit: ObjectID, _ sources: Set<ObjectID>) async -> [ObjectID] {
    guard !sources.isEmpty, sources.count <= 64 else { return [commit] }
    do throws(GitError) {
      let git = GitProgram(repository)
      let all = [commit] + sources.sorted { $0.hex < $1.hex }
      let found = try await git.run(["merge-base", "--independent"] + all.map(\.hex))
      let independent = found.lines.compactMap { ObjectID(hex: $0) }.filter { $0 != commit }
      guard !independent.isEmpty else { return [commit] }
      let check = try await git.run(
        ["rev-list", "--objects", "--quiet"] + independent.map(\.hex) + ["--not", commit.hex],
        accepting: nil)
      return check.status == 0 ? [commit] + independent : [commit]
    } catch {
      return [commit]
    }
  }

  /// The states of the branch that this clone has seen or that its reflog names.
  func ownTips() async -> [ObjectID] {
    let seen = SeenTips(in: location.stateDirectory).commits(of: location.branch)
    let log = (try? SmallFile.read("\(location.commonDirectory)/logs/\(location.reference)")) ?? nil
    // Read as it lies there: git refuses to print a log that names commits which are gone.
    let lines = String(decoding: log ?? [], as: UTF8.self).split(separator: "\n")
    let logged = lines.reversed().flatMap { line in
      line.split(separator: " ", maxSplits: 2).prefix(2).reversed().compactMap { ObjectID(hex: $0) }
    }
    var found: Set<ObjectID> = [.zero]
    return (seen.reversed() + logged).filter { found.insert($0).inserted }
  }

  /// Commits beside the branch that may have what it lost; those that can be read.
  func otherTips() async throws(StoreError) -> [ObjectID] {
    var found = await ownTips()
    do throws(GitError) {
      for remote in try repository.references(prefix: "refs/remotes/")
      where remote.name.hasSuffix("/" + location.branch) {
        found.append(remote.id)
      }
      for prefix in ["refs/tags/judge/", "refs/judge/"] {
        for tag in try repository.references(prefix: prefix) {
          if let id = try? repository.peel(tag.id) { found.append(id) }
        }
      }
    } catch {
      throw StoreError(error)
    }
    var seen: Set<ObjectID> = []
    return found.filter { seen.insert($0).inserted && (try? repository.commit($0)) != nil }
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
    let own = Set(await ownTips())
    for (path, item) in lost.missing where (try? hash(of: item.blob)) == item.path.id {
      plan.restore(path, item.blob)
      // A purged history must not come back by the way.
      if purged.isEmpty, let source = item.source, own.contains(source) {
        plan.sources.insert(source)
      }
    }
    let listing = TreeListing(tip.tree, in: repository)
    try await planStrays(listing, tip, &plan)
    return plan
  }

  /// Finds copies of records where none should lie.
  private func planStrays(
    _ listing: TreeListing, _ tip: Tip, _ plan: inout RepairPlan
  ) async throws(StoreError) {
    var strays = listing.misplaced
    for start in stride(from: 0, to: listing.records.count, by: 8192) {
      WorkProgress.report("Looking at records", start, of: listing.records.count)
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
