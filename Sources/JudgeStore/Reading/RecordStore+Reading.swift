import JudgeGit
public import JudgeRecords
import JudgeWork

extension RecordStore {
  /// Reads entries, in the given order.
  ///
  /// In a partial clone, all missing blobs are fetched first, by one run of git.
  ///
  /// - Parameters:
  ///   - entries: entries from ``delta(from:)`` or ``entries(kind:)``; a few thousand at a time
  ///     limit the memory.
  ///   - verify: whether to check SHA-256, canonical form and schema; otherwise records are only
  ///     parsed.
  /// - Returns: one result per entry. An unreadable entry is a problem, not an error.
  /// - Throws: `program` if missing blobs could not be fetched.
  public func read(
    _ entries: [Entry], verify: Bool = true
  ) async throws(StoreError) -> [ReadResult] {
    try await fetchMissing(entries.map(\.blob))
    var blobs: [Result<[UInt8], GitError>] = []
    blobs.reserveCapacity(entries.count)
    for entry in entries {
      do throws(GitError) { blobs.append(.success(try repository.blob(entry.blob))) } catch {
        blobs.append(.failure(error))
      }
    }
    return await RecordReader.read(blobs, of: entries, verify: verify)
  }

  /// Reads one record.
  ///
  /// - Parameter path: its kind and identity.
  /// - Returns: the record, or `nil` if it is not in the store.
  /// - Throws: `damaged` if the file does not hold that record.
  public func record(_ path: RecordPath) async throws(StoreError) -> Record? {
    guard let entry = try entry(path) else { return nil }
    switch try await read([entry]).first {
    case .record(let record): return record
    case .problem(let problem):
      throw StoreError(
        .damaged, "\(problem.path): \(problem.message)", remedy: .run(.repairStore))
    case nil: return nil
    }
  }

  /// Returns whether a record is in the store.
  ///
  /// - Parameter path: its kind and identity.
  /// - Returns: whether there is a file at its path; ``record(_:)`` also checks the file.
  /// - Throws: `damaged` if the branch cannot be read.
  public func contains(_ path: RecordPath) throws(StoreError) -> Bool { try entry(path) != nil }

  /// Returns the entries of all records of a kind.
  ///
  /// - Parameter kind: a known kind.
  /// - Returns: the entries in the order of their paths; links and similar files are left out.
  /// - Throws: `damaged` if the branch cannot be read.
  public func entries(kind: RecordKind) throws(StoreError) -> [Entry] {
    guard let folder = kind.folder, let tip = try tip() else { return [] }
    return try git { () throws(GitError) in
      var found: [Entry] = []
      try repository.diffTrees(
        old: nil, new: tip.tree, under: [folder], into: Place.holdsRecords
      ) { change in
        guard let side = change.new, case .record(let path) = Place(change.path),
          Problem.mode(side.mode, at: change.path) == nil
        else { return }
        found.append(Entry(path: path, blob: side.id))
      }
      return found
    }
  }

  /// Returns all readable records of a kind.
  ///
  /// - Parameter kind: a known kind.
  /// - Returns: the records in the order of their paths; files that are not records are left out
  ///   and listed by `fsck`.
  /// - Throws: as ``read(_:verify:)``.
  public func records(kind: RecordKind) async throws(StoreError) -> [Record] {
    try await read(try entries(kind: kind)).compactMap(\.record)
  }

  /// Reads several records at once.
  ///
  /// - Parameter paths: the paths of the records.
  /// - Returns: the records in the order of the paths. Files that do not exist or are not records
  ///   are left out.
  /// - Throws: as ``read(_:verify:)``.
  public func records(at paths: [RecordPath]) async throws(StoreError) -> [Record] {
    var entries: [Entry] = []
    for path in paths {
      if let entry = try entry(path) { entries.append(entry) }
    }
    return try await read(entries).compactMap(\.record)
  }

  /// Returns the content of a file of the branch that is not a record.
  ///
  /// - Parameter path: such as `README.md` or `blobs/<sha256>`.
  /// - Returns: the content, or `nil` if the file does not exist.
  /// - Throws: as ``read(_:verify:)``.
  public func file(_ path: String) async throws(StoreError) -> [UInt8]? {
    guard let tip = try tip() else { return nil }
    let entry = try git { () throws(GitError) in try repository.entry(at: path, in: tip.tree) }
    guard let entry, !entry.mode.isTree else { return nil }
    try await fetchMissing([entry.id])
    return try git { () throws(GitError) in try repository.blob(entry.id) }
  }

  private func entry(_ path: RecordPath) throws(StoreError) -> Entry? {
    guard let text = path.text, let tip = try tip() else { return nil }
    let found = try git { () throws(GitError) in try repository.entry(at: text, in: tip.tree) }
    guard let found, Problem.mode(found.mode, at: text) == nil else { return nil }
    return Entry(path: path, blob: found.id)
  }

  /// Fetches missing blobs in a partial clone; does nothing in other clones.
  func fetchMissing(_ blobs: [ObjectID]) async throws(StoreError) {
    do throws(GitError) {
      guard let fetch = try PromisorFetch(repository) else { return }
      let missing = try repository.missing(of: blobs)
      guard !missing.isEmpty else { return }
      try await fetch.fetch(missing)
      try repository.refreshObjects()
    } catch {
      throw StoreError(error)
    }
  }

  /// Returns the records that differ between an earlier tree and the branch's current tree.
  ///
  /// Equal folders are skipped, so the cost depends on the difference.
  ///
  /// - Parameter tree: the earlier tree, 40 hexadecimal digits; `nil` for all records.
  /// - Returns: the added and removed records; a record whose file has different bytes is in both.
  /// - Throws: `not-found` if the earlier tree is no longer in the repository.
  public func delta(from tree: String?) throws(StoreError) -> TreeDelta {
    var old: ObjectID?
    if let tree {
      guard let id = ObjectID(hex: tree) else {
        throw StoreError(.invalid, "\"\(tree)\" is not the id of a tree")
      }
      old = id
    }
    let tip = try tip()
    if let tip { noteTip(tip.commit) }
    return try delta(old: old, new: tip?.tree ?? .emptyTree, commit: tip?.commit)
  }

  func delta(
    old: ObjectID?, new: ObjectID, commit: ObjectID?
  ) throws(StoreError) -> TreeDelta {
    var added: [Entry] = []
    var removed: [Entry] = []
    var ignored: [Problem] = []
    try git { () throws(GitError) in
      try repository.diffTrees(old: old, new: new, into: Place.holdsRecords) { change in
        switch Place(change.path) {
        case .record(let path):
          if let side = change.old, Problem.mode(side.mode, at: change.path) == nil {
            removed.append(Entry(path: path, blob: side.id))
          }
          guard let side = change.new else { return }
          if let problem = Problem.mode(side.mode, at: change.path) {
            ignored.append(problem)
          } else {
            added.append(Entry(path: path, blob: side.id))
          }
        case .misplaced:
          if change.new != nil { ignored.append(.misplaced(change.path)) }
        case .payload, .other: break
        }
      }
    }
    return TreeDelta(
      tree: new.hex, commit: commit?.hex, added: added, removed: removed, ignored: ignored)
  }

  /// Fetches the branch's trees that a partial clone (`--filter=tree:0`) left at its remote.
  ///
  /// It fetches all of them at once, while git itself would fetch one folder after the other. In
  /// other clones it does nothing.
  ///
  /// - Throws: `program` if the remote cannot be reached.
  package func fetchTrees() async throws(StoreError) {
    guard let tip = try tip() else { return }
    try await fetchTrees(of: [tip.commit])
  }

  /// Fetches the trees of a revision such as `refs/remotes/origin/judge`.
  package func fetchTrees(of revision: String) async throws(StoreError) {
    try await fetchTrees(of: [try commitID(revision)])
  }

  /// Fetches the trees of commits that a partial clone left at its remote.
  func fetchTrees(of commits: [ObjectID]) async throws(StoreError) {
    do throws(GitError) {
      guard let fetch = try PromisorFetch(repository) else { return }
      var missing: Set<ObjectID> = []
      for commit in commits {
        guard let tree = try? repository.commit(commit).tree else { continue }
        guard repository.objectExists(tree) else {
          missing.insert(tree)
          continue
        }
        missing.formUnion(TreeSurvey(tree, in: repository).gaps.map(\.id))
      }
      guard !missing.isEmpty else { return }
      try await fetch.fetch(missing.sorted { $0.hex < $1.hex })
      try repository.refreshObjects()
    } catch {
      throw StoreError(
        StoreError(error).code,
        "this partial clone has left trees with its remote, and they cannot be fetched: "
          + error.message,
        remedy: Self.treeRemedy)
    }
  }

  /// The remedy that fetches the trees that a partial clone left at its remote.
  static let treeRemedy = Remedy.inOrder([
    "wait until the remote can be reached",
    .run(.git, ["fetch", "--refetch", "--filter=blob:none", "REMOTE"]),
  ])

  /// Checks that all objects of the branch are in the repository.
  ///
  /// The index still answers if objects are lost, so this check runs first. The usual case costs a
  /// look at the object folders: if no earlier object has disappeared, only the new part of the
  /// branch is checked. After a repack, each folder is read once, and the existence of each file is
  /// checked. In a partial clone, objects may be at the remote, and only the root is checked.
  ///
  /// - Returns: the missing objects. Empty if there is no branch.
  /// - Throws: `damaged` if the tip or its tree cannot be read.
  public func missingObjects() throws(StoreError) -> MissingObjects {
    let none = MissingObjects(folders: [], files: [])
    guard let tip = try tip() else { return none }
    let memory = location.stateDirectory + "/objects-seen"
    // libgit2 can still read open files that were deleted, so the repository is opened again.
    let fresh: Repository
    do throws(GitError) {
      fresh = try repository.reopened(environment: location.isSeparate ? [:] : environment)
    } catch { throw StoreError(error) }
    let census = ObjectCensus(fresh)
    let known = (try? SmallFile.read(memory)).flatMap { $0 }
    var base: ObjectID?
    if let known {
      let end = known.firstIndex(of: UInt8(ascii: "\n")) ?? known.endIndex
      let earlier = ObjectCensus(serialized: Array(known[end...]))
      if census.covers(earlier) {
        base = ObjectID(hex: String(decoding: known[..<end], as: UTF8.self))
      }
    }
    if base == tip.tree { return none }
    let isPartial = try git { () throws(GitError) in try repository.isPartialClone }
    let survey = TreeSurvey(tip.tree, beyond: base, in: fresh)
    if isPartial {
      guard let gap = survey.gaps.first else { return none }
      throw Self.leftOut(tip, gap)
    }
    if let gap = survey.gaps.first, gap.path.isEmpty { throw Self.unreadable(tip, gap) }
    var files: [String] = []
    for file in survey.files where !fresh.objectExists(file.id) { files.append(file.path) }
    let result = MissingObjects(folders: survey.gaps.map(\.path), files: files)
    if result.isEmpty {
      let text = Array("\(tip.tree)\n".utf8) + census.serialized
      // If it cannot be written, the next reader repeats the check.
      try? SmallFile.replace(memory, with: text)
    }
    return result
  }

  private static func leftOut(_ tip: Tip, _ gap: TreeSurvey.Gap) -> StoreError {
    StoreError(
      .damaged,
      "this partial clone has left trees of \(tip.reference) with its remote: \(gap.reason)",
      remedy: treeRemedy)
  }

  private static func unreadable(_ tip: Tip, _ gap: TreeSurvey.Gap) -> StoreError {
    StoreError(
      .damaged,
      "the tree of \(tip.reference) (commit \(tip.commit.hex.prefix(12))) cannot be read: "
        + gap.reason,
      remedy: .run(.repairStore))
  }

  /// Finds records that an earlier state of the branch contains and the tip does not.
  ///
  /// - Parameters:
  ///   - tip: the tip of the branch.
  ///   - wholeHistory: whether to check every commit, or only the commits after the tips seen here.
  ///   - purged: the hashes that were removed intentionally.
  ///   - others: further commits to compare with.
  /// - Returns: the missing records, and the earlier tips that are no longer contained.
  /// - Throws: `damaged` and `program` if history cannot be read.
  func vanished(
    _ tip: Tip, wholeHistory: Bool, except purged: Set<ContentID>, others: [ObjectID] = []
  ) async throws(StoreError) -> Vanished {
    var result = Vanished()
    let seen = SeenTips(in: location.stateDirectory).commits(of: location.branch)
    var bases: [ObjectID] = []
    for old in seen where old != tip.commit {
      switch repository.objectExists(old) ? try kinship(old, tip.commit) : .diverged {
      case .same, .ancestor: bases.append(old)
      case .descendant, .diverged: result.rewritten.append(old)
      }
    }
    for commit in result.rewritten + others {
      let reason = "the commit \(commit.hex.prefix(12)) has it and the branch has not"
      try compare(commit, tip, reason, &result)
    }
    if wholeHistory {
      try await walk([tip.commit.hex], tip, &result)
    } else {
      for base in bases {
        // The usual case: the branch only grew, which can be seen without a process.
        guard try lacksSomething(of: base, tip) else { continue }
        try await walk([tip.commit.hex, "^" + base.hex], tip, &result)
      }
    }
    result.missing = result.missing.filter { !purged.contains($0.value.path.id) }
    return result
  }

  private func lacksSomething(of old: ObjectID, _ tip: Tip) throws(StoreError) -> Bool {
    var found = Vanished()
    try compare(old, tip, "", &found)
    return !found.missing.isEmpty
  }

  /// Adds the records that a commit contains and the tip lacks; none if the commit is lost.
  private func compare(
    _ old: ObjectID, _ tip: Tip, _ reason: String, _ result: inout Vanished
  ) throws(StoreError) {
    guard let tree = try? repository.commit(old).tree else { return }
    try difference(tree, tip.tree, reason, tip, &result, of: old)
  }

  /// Finds the records that each commit of a range removes or changes.
  private func walk(
    _ range: [String], _ tip: Tip, _ result: inout Vanished
  ) async throws(StoreError) {
    let output: GitProgram.Output
    do throws(GitError) {
      // Done by git, which knows where a shallow history ends.
      output = try await GitProgram(repository).run(["rev-list", "--parents"] + range)
    } catch {
      throw StoreError(error)
    }
    for line in WorkProgress.counted(output.lines, "Looking for vanished records") {
      let ids = line.split(separator: " ").compactMap { ObjectID(hex: $0) }
      guard let commit = ids.first else { continue }
      let (tree, author) = try git { () throws(GitError) in
        let value = try repository.commit(commit)
        return (value.tree, value.author.name)
      }
      for parent in ids.dropFirst() {
        let before = try git { () throws(GitError) in try repository.commit(parent).tree }
        let reason = "the commit \(commit.hex.prefix(12)) of \(author) took it away"
        try difference(before, tree, reason, tip, &result)
      }
    }
  }

  /// Adds the records of a tree that another tree lacks or has with different bytes, unless the tip
  /// has them.
  private func difference(
    _ old: ObjectID, _ new: ObjectID, _ reason: String, _ tip: Tip, _ result: inout Vanished,
    of source: ObjectID? = nil
  ) throws(StoreError) {
    var gone: [(path: String, item: Vanished.Item)] = []
    // Unreadable parts of an old state are ignored, because their records are unknown.
    for file in TreeSurvey(old, beyond: new, in: repository).files {
      guard Problem.mode(file.mode, at: file.path) == nil, case .record(let path) = Place(file.path)
      else { continue }
      gone.append(
        (file.path, Vanished.Item(path: path, blob: file.id, reason: reason, source: source)))
    }
    for (path, item) in gone where result.missing[path] == nil {
      if try isMissing(item, at: path, in: tip) { result.missing[path] = item }
    }
  }

  /// Returns whether the tip lacks a record; an older file at its path that was not a record does
  /// not count.
  private func isMissing(
    _ item: Vanished.Item, at path: String, in tip: Tip
  ) throws(StoreError) -> Bool {
    // A record in an unreadable folder is missing too.
    let present = (try? repository.entry(at: path, in: tip.tree)) ?? nil
    guard present?.id != item.blob else { return false }
    // In a partial clone, the old bytes may be at the remote: then the name is trusted.
    guard repository.objectExists(item.blob) else { return true }
    return try hash(of: item.blob) == item.path.id
  }
}
