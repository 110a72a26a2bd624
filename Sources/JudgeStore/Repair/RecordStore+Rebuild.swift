import JudgeGit
import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Rebuilds the branch from the last complete commit, with every record that can be read
  /// anywhere.
  ///
  /// It is used if objects of the branch are permanently lost. Every push and `git gc` of the tip
  /// would fail, so the tip is abandoned, but its records are kept.
  func rebuild(
    _ rescue: inout Rescue, _ memory: (any RecordMemory)?
  ) async throws(StoreError) -> (RepairPlan, ObjectID?) {
    let old = try readableReference(&rescue)
    let candidates = try await candidates(old, rescue.tips)
    if old == nil, candidates.isEmpty { throw noStore() }
    let base = try await newestWhole(candidates)
    if let base, let format = try await format(at: base), !format.isWritable {
      throw format.refusal
    }
    var purged: Set<ContentID> = []
    if let base { purged = try await redactions(at: base).purged }
    var plan = RepairPlan()
    gather(candidates, beyond: base, except: purged, &plan)
    await remember(memory, base, purged, &plan, &rescue)
    name(old, base, plan, &rescue)
    let target = try await replace(old, by: plan, on: base)
    // The new tip contains all readable records of earlier ones.
    var seen = SeenTips(in: location.stateDirectory)
    seen.replace([target], of: location.branch)
    return (plan, target)
  }

  /// Returns the branch's tip; a file that is not a reference is moved away.
  private func readableReference(_ rescue: inout Rescue) throws(StoreError) -> ObjectID? {
    do throws(GitError) { return try repository.resolve(location.reference) } catch {
      let file = location.commonDirectory + "/" + location.reference
      guard SmallFile.move(file, to: location.commonDirectory + "/judge/unreadable-reference")
      else {
        throw StoreError(error)
      }
      rescue.notes.append("\(location.reference) was no reference: \(error.message)")
    }
    return try git { () throws(GitError) in try repository.resolve(location.reference) }
  }

  /// Returns the commits that may contain records, newest first.
  ///
  /// These are the old tip, the commits named by references, the reflog and this clone's notes, and
  /// the unreferenced ones in the repository.
  private func candidates(
    _ old: ObjectID?, _ tips: [ObjectID]
  ) async throws(StoreError) -> [Tip] {
    var ids = (old.map { [$0] } ?? []) + tips + (try await otherTips())
    // Without any trace of a branch, loose objects do not belong to it.
    if !ids.isEmpty {
      do throws(GitError) {
        let all = try await GitProgram(repository).run(
          [
            "cat-file", "--batch-all-objects", "--unordered",
            "--batch-check=%(objecttype) %(objectname)",
          ], accepting: nil)
        ids += all.lines.filter { $0.hasPrefix("commit ") }.compactMap {
          ObjectID(hex: $0.dropFirst("commit ".count))
        }
      } catch { throw StoreError(error) }
    }
    var seen: Set<ObjectID> = []
    var found: [(tip: Tip, seconds: Int64)] = []
    for id in ids where seen.insert(id).inserted {
      guard let commit = try? repository.commit(id),
        let format = try? repository.entry(at: StoreFormat.path, in: commit.tree),
        !format.mode.isTree
      else { continue }
      found.append(
        (
          Tip(commit: id, tree: commit.tree, reference: id.hex, isLocal: false),
          commit.committer.seconds
        ))
    }
    // A stable order: within one second, the commit that was named first.
    return found.enumerated().sorted {
      ($1.element.seconds, $0.offset) < ($0.element.seconds, $1.offset)
    }.map(\.element.tip)
  }

  private func newestWhole(_ candidates: [Tip]) async throws(StoreError) -> Tip? {
    for tip in candidates where try await isWhole(tip.commit) { return tip }
    return nil
  }

  /// Adds the records that the candidates contain and the base lacks.
  private func gather(
    _ candidates: [Tip], beyond base: Tip?, except purged: Set<ContentID>,
    _ plan: inout RepairPlan
  ) {
    var hasOthers = false
    for tip in candidates {
      let survey = TreeSurvey(tip.tree, beyond: base?.tree, in: repository)
      for file in survey.files where repository.objectExists(file.id) {
        let place = Place(file.path)
        if place == .other {
          // For files that are not records, the newest state counts.
          if !hasOthers { plan.put(file.path, file.id, file.mode) }
        } else if let promised = place.hash, !purged.contains(promised),
          Problem.mode(file.mode, at: file.path) == nil, !plan.puts(at: file.path),
          (try? hash(of: file.id)) == promised
        {
          plan.restore(file.path, file.id)
        }
      }
      if !survey.gaps.contains(where: { $0.path.isEmpty }) { hasOthers = true }
    }
    if base == nil { plan.needsFormat = true }
  }

  /// Adds records from the memory beside git, and lists those that are lost.
  private func remember(
    _ memory: (any RecordMemory)?, _ base: Tip?, _ purged: Set<ContentID>,
    _ plan: inout RepairPlan, _ rescue: inout Rescue
  ) async {
    let known = await memory?.remembered() ?? [:]
    var lookup = TreeLookup(base?.tree)
    var wanted: [RecordPath] = []
    for path in known.keys where !purged.contains(path.id) {
      guard let text = path.text, !plan.puts(at: text),
        ((try? lookup.entry(at: text, in: repository)) ?? nil) == nil
      else { continue }
      wanted.append(path)
    }
    let bytes = wanted.isEmpty ? [:] : await memory?.bytes(of: wanted) ?? [:]
    for path in WorkProgress.counted(wanted, "Rebuilding") {
      guard let text = path.text else { continue }
      if let found = bytes[path], ContentID(hashing: found) == path.id {
        plan.rescue(text, found)
      } else {
        rescue.lost.append(LostRecord(path: text, about: known[path] ?? ""))
      }
    }
  }

  /// Adds notes about the abandoned tip and the lost parts of its tree.
  private func name(
    _ old: ObjectID?, _ base: Tip?, _ plan: RepairPlan, _ rescue: inout Rescue
  ) {
    let from = base.map { "the commit \($0.commit.hex.prefix(12))" } ?? "an empty store"
    let why = old.map { "objects that the commit \($0.hex.prefix(12)) leads to are gone" }
    rescue.notes.append(
      "\(why ?? "the branch was gone"); \(location.branch) goes on from \(from)")
    var named = Set(rescue.lost.map(\.path))
    if let old, let tree = try? repository.commit(old).tree {
      let survey = TreeSurvey(tree, beyond: base?.tree, in: repository)
      for file in survey.files where !repository.objectExists(file.id) {
        guard !plan.puts(at: file.path), named.insert(file.path).inserted else { continue }
        rescue.lost.append(LostRecord(path: file.path, about: ""))
      }
      for gap in survey.gaps {
        let folder = gap.path.isEmpty ? "all folders" : gap.path + "/"
        rescue.notes.append("the list of what was in \(folder) is gone too")
      }
    }
    rescue.lost.sort { $0.path < $1.path }
  }

  /// Writes the plan on top of a base and moves the branch from the old tip to it.
  private func replace(
    _ old: ObjectID?, by plan: RepairPlan, on base: Tip?
  ) async throws(StoreError) -> ObjectID {
    await enterWrite()
    defer { leaveWrite() }
    try StateDirectory.create(location.stateDirectory)
    let lock = await WriteLock.acquire(in: location.stateDirectory)
    var follower = CheckoutFollower(try CheckedOut.find(location, repository))
    if let base, plan.isEmpty {
      try await move(from: old, to: base.commit, base.tree, &follower)
      _ = consume lock
      return base.commit
    }
    var writer: PackWriter
    let tree: ObjectID
    do throws(GitError) { writer = try PackWriter(repository) } catch { throw StoreError(error) }
    do throws(GitError) {
      tree = try plan.write(on: base?.tree, into: &writer, from: repository)
    } catch { throw StoreError(error) }
    let parents = base.map { [$0.commit] } ?? []
    try adopt(tree, parents, &writer)
    let target = try await add(
      Commit(tree: tree, parents: parents, author: try signature(), message: plan.message),
      to: &writer)
    let pack: KeptPack?
    do throws(GitError) { pack = try writer.finish() } catch { throw StoreError(error) }
    defer { pack?.release() }
    try await move(from: old, to: target, tree, &follower)
    try git { () throws(GitError) in try pack?.restore(repository) }
    _ = consume lock
    return target
  }

  private func move(
    from old: ObjectID?, to target: ObjectID, _ tree: ObjectID, _ follower: inout CheckoutFollower
  ) async throws(StoreError) {
    let before = old.flatMap { try? repository.commit($0).tree }
    try await follower.follow(from: before, to: tree)
    try git { () throws(GitError) in
      try repository.compareAndSwap(
        location.reference, to: target, from: old, message: "judge: repair")
    }
  }
}
