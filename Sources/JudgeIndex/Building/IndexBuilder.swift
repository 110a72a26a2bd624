import GRDB
import JudgeJSON
import JudgeRecords

/// Brings the tables from one tree to another, within one transaction.
///
/// `add` and `remove` write what records say and note which traces that touches; `finish` folds
/// those again. The result depends on the records that are there, not on the steps taken.
///
/// `@unchecked Sendable`: its state is touched only inside accesses to the index's one writer
/// connection, which GRDB runs one after the other on that connection's queue.
final class IndexBuilder: @unchecked Sendable {
  /// Whether the tables are empty and the late indexes are still to be made.
  let isFresh: Bool
  /// The authority, and who brought each record.
  ///
  /// If `nil`, every record is trusted.
  let standing: SourceStanding?
  /// Hashes that must not be shown.
  var redacted: Set<ContentID> = []
  /// Those of them whose files may be taken away.
  var purged: Set<ContentID> = []
  /// Whether the source has said what is hidden, so that redactions on their way say nothing.
  var isDecided = false
  /// The JSON of what this build hides.
  var hiddenBytes: [[UInt8]] = []
  /// Keys of traces met so far, those included whose row is still to be written.
  var traceKeys = TextMap<Int64>()
  /// The ids of traces that this build gave a key.
  var newTraceIDs: [Int64: String] = [:]
  /// Traces whose own fold is due.
  var touchedTraces: Set<Int64> = []
  /// Traces whose assessments' fold is due.
  var touchedLabels: Set<Int64> = []
  /// Trace records of the current chunk, so that folding need not parse them again.
  var parsedTraces: [Int64: TraceRecord] = [:]
  var nextRecordKey: Int64 = 1
  var nextTraceKey: Int64 = 1
  var addedCount = 0
  var removedCount = 0
  var vanished = Set<String>()
  /// Whether paths may come back.
  var mayHaveVanished = false

  init(_ db: Database, isFresh: Bool, standing: SourceStanding? = nil) throws {
    self.isFresh = isFresh
    self.standing = standing
    nextRecordKey = try db.first("SELECT coalesce(max(key), 0) + 1 FROM record") { $0.int(0) } ?? 1
    nextTraceKey = try db.first("SELECT coalesce(max(key), 0) + 1 FROM trace") { $0.int(0) } ?? 1
    mayHaveVanished = try db.first("SELECT 1 FROM vanished LIMIT 1") { _ in true } ?? false
    try db.rows("SELECT hash, purge FROM redaction") { row in
      guard let digest = SHA256Digest(bytes: row.blob(0)) else { return }
      redacted.insert(ContentID(digest))
      if row.bool(1) { purged.insert(ContentID(digest)) }
    }
  }

  /// The order in which a build reads kinds: what hides or changes others comes before them, and
  /// spans before traces, so that in a build from nothing each trace is folded once.
  static func rank(_ kind: RecordKind) -> Int {
    switch kind {
    case .redaction: 0
    case .change: 1
    case .spans: 2
    case .trace: 3
    case .assessment: 4
    case .verdicts: 5
    default: 6
    }
  }

  /// Removes what a path brought, and remembers that it vanished.
  func remove(_ paths: [RecordPath], head: String, _ db: Database) throws {
    for path in paths {
      guard let key = try recordKey(path, db) else { continue }
      if path.kind == .redaction { throw RebuildNeeded() }
      try unproject(key, path.kind, db)
      try db.run("DELETE FROM record WHERE key = ?", [.int(key)])
      removedCount += 1
      guard let text = path.text else { continue }
      vanished.insert(text)
      mayHaveVanished = true
      try db.run(
        "INSERT OR REPLACE INTO vanished(path, head) VALUES (?, ?)", [.text(text), .text(head)])
    }
  }

  /// Folds all that is still touched, and ends the build.
  func finish(_ db: Database) throws {
    if isFresh {
      for sql in IndexSchema.lateIndexes { try db.run(sql) }
    }
    try foldTraces(db)
    try foldLabels(db)
    let forgiven = vanished.filter { path in
      RecordPath(path).map { purged.contains($0.id) } ?? false
    }
    for path in forgiven { try db.run("DELETE FROM vanished WHERE path = ?", [.text(path)]) }
    vanished.subtract(forgiven)
  }

  /// The rules.
  var authority: Authority { standing?.authority ?? .believing }

  func recordKey(_ path: RecordPath, _ db: Database) throws -> Int64? {
    try db.first(
      "SELECT key FROM record WHERE id = ? AND kind = ?",
      [.id(path.id), .text(path.kind.rawValue)]
    ) { $0.int(0) }
  }

  /// The key of a trace, given to it here if nothing was known of it.
  func traceKey(_ id: String, _ db: Database) throws -> Int64 {
    if let key = try knownTraceKey(id, db) { return key }
    let key = nextTraceKey
    nextTraceKey += 1
    traceKeys[id] = key
    newTraceIDs[key] = id
    touchedTraces.insert(key)
    return key
  }

  /// The key of a trace that something is known of.
  func knownTraceKey(_ id: String, _ db: Database) throws -> Int64? {
    if let key = traceKeys[id] { return key }
    if isFresh { return nil }
    let key = try db.first("SELECT key FROM trace WHERE id = ?", [.text(id)]) { $0.int(0) }
    if let key { traceKeys[id] = key }
    return key
  }
}

/// The step cannot be taken on the tables as they are; they are to be built from nothing.
struct RebuildNeeded: Error {}
