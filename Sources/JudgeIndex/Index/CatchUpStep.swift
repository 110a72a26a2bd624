import GRDB
import JudgeJSON
import JudgeRecords
import JudgeWork

/// One catch-up, within one transaction.
struct CatchUpStep<Source: RecordSource> {
  let pool: any DatabaseWriter
  let source: Source
  let progress: (@Sendable (Int, Int) -> Void)?

  func run() async throws -> CatchUp {
    let head = try await source.sourceTree()
    let trust = try await source.sourceTrust()
    let known = try await pool.read { db in
      (
        tree: try IndexMeta.tree(db), commit: try IndexMeta.commit(db),
        trust: try IndexMeta.trust(db), care: try Self.care(db)
      )
    }
    var result: CatchUp
    var care = known.care
    // The same tree may have another history, in which others brought its records.
    if known.tree == head?.tree, known.commit == head?.commit, known.trust == trust {
      result = CatchUp(commit: head?.commit)
    } else {
      try await begin()
      do {
        let hides: Bool
        (result, hides) = try await build(trust)
        care = try await pool.writeWithoutTransaction { db in
          if hides {
            for care in IndexMeta.Care.allCases { try IndexMeta.mark(care, isDue: true, db) }
          }
          let care = try Self.care(db)
          try db.execute(sql: "COMMIT")
          return care
        }
      } catch {
        rollback()
        throw error
      }
    }
    result.hasCopies = care.contains(.copies)
    if care.contains(.file) { result.hasResidue = await !writeAnew() }
    return result
  }

  /// The report if the tables already match the branch and nothing else is due.
  ///
  /// It only reads, so it takes no lock.
  func unchanged() async throws -> CatchUp? {
    guard let head = try await source.sourceTree() else { return nil }
    let trust = try await source.sourceTrust()
    let isSettled = try await pool.read { db in
      try IndexMeta.tree(db) == head.tree && IndexMeta.commit(db) == head.commit
        && IndexMeta.trust(db) == trust && Self.care(db).isEmpty
    }
    return isSettled ? CatchUp(commit: head.commit) : nil
  }

  private static func care(_ db: Database) throws -> Set<IndexMeta.Care> {
    Set(try IndexMeta.Care.allCases.filter { try IndexMeta.isDue($0, db) })
  }

  /// Rewrites the file from the remaining rows, and empties the log.
  ///
  /// Overwriting deleted rows is not enough: when SQLite spreads the rows of a page over others, a
  /// copy may stay in the page's free space.
  ///
  /// - Returns: whether it is done. On a full disk, or if another process reads for a long time, a
  ///   later catch-up does it.
  private func writeAnew() async -> Bool {
    do {
      return try await pool.writeWithoutTransaction { db in
        try db.execute(sql: "VACUUM")
        guard try db.first("PRAGMA wal_checkpoint(TRUNCATE)", [], { $0.int(0) }) == 0 else {
          return false
        }
        try IndexMeta.mark(.file, isDue: false, db)
        return true
      }
    } catch { return false }
  }

  private func begin() async throws {
    try await pool.writeWithoutTransaction { db in
      if !db.isInsideTransaction { try db.execute(sql: "BEGIN IMMEDIATE") }
    }
  }

  /// Not `async`, so that it is done in a cancelled task too.
  private func rollback() {
    pool.writeWithoutTransaction { db in
      if db.isInsideTransaction { try? db.execute(sql: "ROLLBACK") }
    }
  }

  /// - Returns: the report, and whether a redaction came.
  private func build(_ trust: String) async throws -> (CatchUp, hides: Bool) {
    // Another process may have caught up while this one waited for its turn.
    let (known, commit, authority) = try await pool.writeWithoutTransaction { db in
      (try IndexMeta.tree(db), try IndexMeta.commit(db), try IndexMeta.authority(db))
    }
    let (delta, isWhole) = try await delta(from: known)
    let standing = try await source.sourceStanding(
      at: delta.head, since: known == nil ? nil : commit)
    // After the tree, so that they are those of this tree or of a later one.
    let redactions = try await source.sourceRedactions()
    do {
      // Other rules, or another history, may count everything differently.
      if known != nil, let standing, standing.key != authority || standing.changed == nil {
        throw RebuildNeeded()
      }
      let result = try await apply(
        delta, redactions, standing, trust: trust, isWhole: isWhole, isFresh: known == nil)
      return (result, delta.hides || result.hasCopies)
    } catch is RebuildNeeded {
      let removed = try await pool.writeWithoutTransaction { db in
        var removed =
          isWhole && known != nil ? try Self.missing(from: delta.added, db) : delta.removed
        removed.removeAll { redactions?.purged.contains($0.id) == true }
        try IndexSchema.empty(db)
        for path in removed.compactMap(\.text) {
          try db.run(
            "INSERT OR REPLACE INTO vanished(path, head) VALUES (?, ?)",
            [.text(path), .text(delta.head.commit)])
        }
        return removed.compactMap(\.text)
      }
      let whole = try await self.delta(from: nil).delta
      var result = try await apply(
        whole, redactions, standing, trust: trust, isWhole: true, isFresh: true)
      result.vanished = removed
      return (result, delta.hides || redactions?.hidden.isEmpty == false)
    }
  }

  /// The difference to the known tree.
  ///
  /// If the known tree no longer exists, all of the new tree.
  private func delta(
    from known: String?
  ) async throws -> (delta: SourceDelta<Source.Entry>, isWhole: Bool) {
    guard let head = try await source.sourceTree() else {
      let gone = SourceTree(commit: "", tree: "")
      return (SourceDelta(head: gone, added: [], removed: []), true)
    }
    if known == head.tree {
      return (SourceDelta(head: head, added: [], removed: []), false)
    }
    guard let known, !known.isEmpty else {
      return (try await source.sourceDelta(from: nil), true)
    }
    if let delta = try? await source.sourceDelta(from: known) { return (delta, false) }
    try Task.checkCancellation()
    return (try await source.sourceDelta(from: nil), true)
  }

  private func apply(
    _ delta: SourceDelta<Source.Entry>, _ redactions: SourceRedactions?,
    _ standing: SourceStanding?, trust: String, isWhole: Bool, isFresh: Bool
  ) async throws -> CatchUp {
    let (builder, before) = try await pool.writeWithoutTransaction { db in
      let builder = try IndexBuilder(db, isFresh: isFresh, standing: standing)
      let before = builder.redacted
      var removed = delta.removed
      if isWhole, !isFresh { removed = try Self.missing(from: delta.added, db) }
      try builder.remove(removed, head: delta.head.commit, db)
      if let redactions { try builder.decide(redactions, db) }
      return (builder, before)
    }
    try await add(delta.added, to: builder)
    return try await pool.writeWithoutTransaction { db in
      if !isFresh, let changed = standing?.changed {
        try builder.reintroduce(changed.subtracting(delta.added.map(\.path)), db)
      }
      try builder.finish(db)
      try IndexMeta.set(delta.head, trust: trust, authority: standing?.key ?? "", db)
      var result = CatchUp(commit: delta.head.commit.isEmpty ? nil : delta.head.commit)
      result.added = builder.addedCount
      result.vanished = builder.vanished.sorted()
      result.isRebuilt = isFresh
      result.hidden = builder.hiddenBytes
      result.hasCopies = builder.redacted != before
      return result
    }
  }

  /// Paths in the tables that a whole listing does not have.
  private static func missing(
    from entries: [Source.Entry], _ db: Database
  ) throws -> [RecordPath] {
    let present = Set(entries.map(\.path))
    return try db.all("SELECT kind, id FROM record") { row in
      RecordPath(
        kind: RecordKind(rawValue: row.text(0)), id: try IndexBuilder.contentID(row.blob(1)))
    }.filter { !present.contains($0) }
  }

  /// Into how many parts the preparing of a chunk is cut, for several cores.
  private static var slices: Int { 4 }

  /// Reads and prepares one chunk while the chunk before it is written.
  private func add(_ entries: [Source.Entry], to builder: IndexBuilder) async throws {
    let chunks = Chunks.of(entries)
    guard let first = chunks.first else { return }
    var done = 0
    WorkProgress.report("Indexing records", 0, of: entries.count)
    var incoming = try await prepare(first)
    for index in chunks.indices {
      let next = index + 1 < chunks.count ? chunks[index + 1] : nil
      let reading = Task {
        guard let next else { return [IncomingRecord]() }
        return try await prepare(next)
      }
      defer { reading.cancel() }
      let current = incoming
      try await pool.writeWithoutTransaction { db in try builder.add(current, db) }
      done += chunks[index].count
      if chunks.count > 1 { progress?(done, entries.count) }
      WorkProgress.report("Indexing records", done, of: entries.count)
      incoming = try await reading.value
      try Task.checkCancellation()
    }
  }

  @concurrent
  private func prepare(_ entries: [Source.Entry]) async throws -> [IncomingRecord] {
    let results = try await source.readSource(entries)
    let size = max(1, entries.count / Self.slices)
    return await withTaskGroup(of: (Int, [IncomingRecord]).self) { group in
      for start in stride(from: 0, to: entries.count, by: size) {
        group.addTask {
          let range = start..<min(start + size, entries.count)
          return (start, range.map { IncomingRecord(entries[$0].path, results[$0]) })
        }
      }
      var slices: [(Int, [IncomingRecord])] = []
      for await slice in group { slices.append(slice) }
      return slices.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }
}
