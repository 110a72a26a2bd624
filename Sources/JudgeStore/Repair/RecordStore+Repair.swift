import FoundationEssentials
import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Restores missing records and files that can be found.
  ///
  /// It searches the branch's whole history, the tips seen here, the reflog, the remote-tracking
  /// branches and the tags. Only bytes that hash to their name are restored, and never a purged
  /// hash. A file at a wrong path is removed only if the same bytes exist at the right path: a
  /// record that was edited in place must not start to count by being moved.
  ///
  /// If objects of the branch are lost, everything is fetched again from the remotes. If that is
  /// not enough, the branch continues from its last complete commit, with all records that can be
  /// read anywhere.
  ///
  /// - Returns: what was done and what remains.
  /// - Throws: as ``append(_:message:extraFiles:by:)`` and ``fsck(_:progress:)``.
  public func repair() async throws(StoreError) -> Repair { try await repair(remembering: nil) }

  /// Repairs the branch, with the help of a memory of the records beside git.
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
      // While objects were missing, the introductions of records were unknown.
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

  /// Repairs a branch without missing objects.
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

  /// Returns a commit, and earlier complete states of the branch that it does not contain.
  ///
  /// If a commit restored their records, their authors would be lost. A merge keeps the authors.
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

  /// Returns the states of the branch that this clone has seen or that its reflog names.
  func ownTips() async -> [ObjectID] {
    let seen = SeenTips(in: location.stateDirectory).commits(of: location.branch)
    let log = (try? SmallFile.read("\(location.commonDirectory)/logs/\(location.reference)")) ?? nil
    // The file is read directly: git refuses to print a log with lost commits.
    let lines = String(decoding: log ?? [], as: UTF8.self).split(separator: "\n")
    let logged = lines.reversed().flatMap { line in
      line.split(separator: " ", maxSplits: 2).prefix(2).reversed().compactMap { ObjectID(hex: $0) }
    }
    var found: Set<ObjectID> = [.zero]
    return (seen.reversed() + logged).filter { found.insert($0).inserted }
  }

  /// Returns the readable commits outside the branch that may contain lost records.
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
      // A purged history must not come back in this way.
      if purged.isEmpty, let source = item.source, own.contains(source) {
        plan.sources.insert(source)
      }
    }
    let listing = TreeListing(tip.tree, in: repository)
    try await planStrays(listing, tip, &plan)
    return plan
  }

  /// Finds copies of records at wrong paths.
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

  /// Returns whether the branch and all its objects can be read, including its history.
  func isWhole() async throws(StoreError) -> Bool {
    // A broken reference, such as an empty file after a power cut, is incomplete.
    let found = Result { () throws(GitError) in try repository.resolve(location.reference) }
    guard case .success(let raw) = found else { return false }
    if let raw { return try await isWhole(raw) }
    return try tip() != nil
  }

  /// Returns whether a commit and all its objects can be read.
  func isWhole(_ commit: ObjectID) async throws(StoreError) -> Bool {
    do throws(GitError) {
      let promised = try repository.isPartialClone ? ["--exclude-promisor-objects"] : []
      // A commit graph still lists lost commits.
      let output = try await GitProgram(repository).run(
        ["-c", "core.commitGraph=false", "rev-list", "--objects", "--quiet"] + promised
          + [commit.hex], accepting: nil)
      return output.status == 0
    } catch { throw StoreError(error) }
  }

  /// Fetches the branch and its tags completely from all remotes.
  ///
  /// An unreachable remote leads to a note, not to an error.
  func fetchAgain(_ rescue: inout Rescue) async throws(StoreError) {
    let place = RemoteCopy.Place(repository)
    let folder = location.workTree ?? location.commonDirectory
    for remote in try Tip.remotes(of: repository) {
      do throws(GitError) {
        let copy = try await RemoteCopy.fetch(
          remote, [location.reference, "refs/tags/judge/*"], to: place, in: folder)
        rescue.packs += copy.packs
        rescue.fetched.append(remote)
        try repository.refreshObjects()
        if let tip = copy.references[location.reference] {
          rescue.tips.append(tip)
          let tracking = "refs/remotes/\(remote)/\(location.branch)"
          try repository.compareAndSwap(
            tracking, to: tip, from: try repository.resolve(tracking), message: "judge: repair")
        }
        for (name, id) in copy.references where name.hasPrefix("refs/tags/judge/") {
          let mirror = "refs/judge/tags/\(remote)/" + name.dropFirst("refs/tags/judge/".count)
          try repository.compareAndSwap(
            mirror, to: id, from: try repository.resolve(mirror), message: "judge: repair")
        }
      } catch {
        rescue.notes.append("nothing was fetched from \(remote): \(error.message)")
      }
    }
  }

  /// Removes our references to missing commits, and the reflog entries of such commits.
  ///
  /// The next fetch restores remote-tracking branches, and tags are recreated from their
  /// registrations.
  func dropBrokenReferences(_ rescue: inout Rescue) async {
    var dropped: [String] = []
    do throws(GitError) {
      let prefixes = ["refs/remotes/", "refs/judge/", "refs/tags/judge/"]
      for prefix in prefixes {
        for reference in try repository.references(prefix: prefix)
        where prefix != "refs/remotes/" || reference.name.hasSuffix("/" + location.branch) {
          if (try? repository.peel(reference.id)).flatMap({ try? repository.header(of: $0) }) != nil
          {
            continue
          }
          try repository.deleteReference(reference.name, from: reference.id)
          dropped.append(reference.name)
        }
      }
    } catch {
      rescue.notes.append(error.message)
    }
    if !dropped.isEmpty {
      rescue.notes.append(
        "references to missing objects were taken away: "
          + dropped.joined(separator: ", "))
    }
    var seen = SeenTips(in: location.stateDirectory)
    let tips = seen.commits(of: location.branch)
    let readable = tips.filter { (try? repository.commit($0)) != nil }
    if readable != tips { seen.replace(readable, of: location.branch) }
    let logged = await ownTips()
    guard logged.contains(where: { !repository.objectExists($0) }) else { return }
    for name in [location.reference, "HEAD"] {
      _ = try? await GitProgram(repository).run(
        [
          "reflog", "expire", "--stale-fix", "--expire=never", "--expire-unreachable=never", name,
        ], accepting: nil)
    }
  }

  /// Restores all records in the work trees of the branch.
  func completeWorkTrees() async {
    guard let places = try? CheckedOut.find(location, repository) else { return }
    await CheckoutFollower(places).complete(Place.folders)
  }

  /// Creates the missing tags of registrations in force.
  ///
  /// The author and time are those of the registration, so that repairs by two people create the
  /// same tag. A registration without an author does not get a tag. If a tag cannot be created or
  /// replaced, the others are still created; `fsck` names the tag.
  package func restoreTags() async throws(StoreError) -> [String] {
    var contents = StoreContents()
    contents.trust = try? await trustState()
    for kind in StoreContents.kinds {
      for record in try await records(kind: kind) { contents.add(record) }
    }
    let registrations = Dictionary(
      contents.registrations, uniquingKeysWith: { first, _ in first })
    let known = Set(contents.registrations.map(\.0))
    let expected = contents.expectedTags
    var present: Set<String> = []
    for tag in try tags() where try tagComplaint(tag, expected[tag.name] ?? [], known) == nil {
      present.insert(tag.name)
    }
    var made: [String] = []
    for (name, claims) in expected.sorted(by: { $0.key < $1.key })
    where !present.contains(name) && claims.count == 1 {
      guard let tag = claims.first, let value = registrations[tag.registration],
        let author = value.author, let time = value.time,
        let path = RecordPath(kind: .registration, id: tag.registration).text,
        let commit = try await introduction(of: path)
      else { continue }
      do throws(StoreError) {
        try await createVersionTag(
          tag, target: commit, tagger: author, seconds: time.milliseconds / 1000, isSigned: false)
        made.append(name)
      } catch {
        continue
      }
    }
    return made
  }

  /// Returns the first commit, in topological order, that added a file.
  private func introduction(of path: String) async throws(StoreError) -> String? {
    let tip = try requiredTip()
    do throws(GitError) {
      let log = try await GitProgram(repository).run([
        "log", "--diff-filter=A", "--format=%H", "--reverse", "--topo-order", tip.commit.hex, "--",
        path,
      ])
      return log.lines.first.map(String.init)
    } catch {
      throw StoreError(error)
    }
  }
}
