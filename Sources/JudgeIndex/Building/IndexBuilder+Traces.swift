import GRDB
import JudgeJSON
import JudgeRecords

extension IndexBuilder {
  /// Folds the traces that are touched, and writes their rows.
  func foldTraces(_ db: Database) throws {
    for key in touchedTraces { try foldTrace(key, db) }
    touchedTraces.removeAll(keepingCapacity: true)
  }

  private func foldTrace(_ key: Int64, _ db: Database) throws {
    let known = try db.first("SELECT id, shown FROM trace WHERE key = ?", [.int(key)]) {
      (id: $0.text(0), shown: $0.optionalBlob(1))
    }
    guard let id = known?.id ?? newTraceIDs[key] else { return }
    var records: [(key: Int64, id: ContentID, value: TraceRecord)] = []
    var batches: [ContentID] = []
    var introductions: [ContentID: Introduction] = [:]
    try db.rows(
      """
      SELECT r.key, r.id, r.kind, \(StoredIntroduction.columns)
      FROM record r WHERE r.trace = ?
      """, [.int(key)]
    ) { row in
      let record = try Self.contentID(row.blob(1))
      introductions[record] = StoredIntroduction.read(row, 3)
      if row.text(2) == RecordKind.spans.rawValue {
        batches.append(record)
      } else {
        records.append((row.int(0), record, try traceRecord(row.int(0), record, db)))
      }
    }
    try db.run("DELETE FROM document WHERE trace = ?", [.int(key)])
    try db.run("INSERT OR IGNORE INTO undocumented(trace) VALUES (?)", [.int(key)])
    if records.isEmpty, batches.isEmpty, try !hasAssessments(key, db) {
      try db.run("DELETE FROM trace WHERE key = ?", [.int(key)])
      try db.run("DELETE FROM attribute WHERE trace = ?", [.int(key)])
      // What this build brings of it later makes it a new trace, with a new key.
      traceKeys[id] = nil
      return
    }
    let first = TraceFold.introduction(
      of: records.isEmpty ? batches : records.map(\.id), introductions)
    let fold = TraceFold(
      id: id, records: records.map { ($0.id, $0.value) }, spanBatches: batches,
      changes: ChangeFold(try countedChanges(onTrace: id, first, db)), authority: authority,
      introductions: introductions)
    try markDisputed(fold, records.map { ($0.key, $0.id) }, db)
    let counting = records.first { $0.id == fold.record }?.key
    try write(fold, key: key, record: counting, isNew: known == nil, db)
    if let known, known.shown != fold.shown.digest.bytes { touchedLabels.insert(key) }
  }

  /// A trace record, from this chunk or from the table.
  private func traceRecord(_ key: Int64, _ id: ContentID, _ db: Database) throws -> TraceRecord {
    if let value = parsedTraces[key] { return value }
    return try db.storedValue(key: key, id: id)
  }

  private func hasAssessments(_ trace: Int64, _ db: Database) throws -> Bool {
    // A build from nothing touches every trace that has some, and has no index to ask yet.
    if isFresh { return touchedLabels.contains(trace) }
    return try db.first("SELECT 1 FROM assessment WHERE trace = ? LIMIT 1", [.int(trace)]) { _ in
      true
    } ?? false
  }

  private func write(
    _ fold: TraceFold, key: Int64, record: Int64?, isNew: Bool, _ db: Database
  ) throws {
    let trace = fold.trace
    let time = trace?.requestTime?.milliseconds
    let duration = trace?.executionDuration
    var end: Double?
    if let time, let duration { end = Double(time) + duration }
    try db.run(
      """
      INSERT OR REPLACE INTO trace(
        key, id, record, experiment, client_request_id, row_key, request_time, duration, end_time, state,
        name, run, session, is_listed, is_deleted, content, shown, tags)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .int(key), .text(fold.id), SQLValue(record), SQLValue(trace?.experiment),
        SQLValue(trace?.clientRequestID), SQLValue(trace?.rowKey), SQLValue(time),
        SQLValue(duration), SQLValue(end),
        .text(trace?.state ?? "STATE_UNSPECIFIED"),
        SQLValue(fold.tags["mlflow.traceName"]?.stringValue),
        SQLValue(trace?.run?.runID ?? trace?.metadata["mlflow.sourceRun"]?.stringValue),
        SQLValue(trace?.metadata[AssessmentRow.sessionKey]?.stringValue),
        SQLValue(trace != nil || !fold.spanBatches.isEmpty), SQLValue(fold.isDeleted),
        .id(fold.content), .id(fold.shown),
        .text(JSONValue.object(fold.tags).canonicalText),
      ])
    if !isNew { try db.run("DELETE FROM attribute WHERE trace = ?", [.int(key)]) }
    for tag in fold.tags { try writeAttribute(tag, of: key, scope: 0, db) }
    for entry in trace?.metadata ?? JSONObject() {
      try writeAttribute(entry, of: key, scope: 1, db)
    }
  }

  private func writeAttribute(
    _ member: JSONObject.Member, of trace: Int64, scope: Int64, _ db: Database
  ) throws {
    try db.run(
      "INSERT INTO attribute(trace, scope, name, value) VALUES (?, ?, ?, ?)",
      [
        .int(trace), .int(scope), .text(member.key),
        .text(member.value.stringValue ?? member.value.canonicalText),
      ])
  }

  /// The changes on a trace that count, by who brought them and the trace.
  private func countedChanges(
    onTrace id: String, _ trace: Introduction?, _ db: Database
  ) throws -> [(ContentID, Change)] {
    let changes = try StoredChange.all(
      "WHERE c.target_kind = 'trace' AND c.target_id = ?", [.text(id)], db)
    return try changes.compactMap { change in
      let counts = authority.admits(change.value, change.id, change.introduction, target: trace)
      try db.run(
        "UPDATE change SET counts = ? WHERE record = ? AND counts <> ?",
        [SQLValue(counts), .int(change.key), SQLValue(counts)])
      return counts ? (change.id, change.value) : nil
    }
  }

  /// Lists the trace records that claim to replace the trace and may not.
  private func markDisputed(
    _ fold: TraceFold, _ records: [(key: Int64, id: ContentID)], _ db: Database
  ) throws {
    guard records.count > 1 else { return }
    for record in records {
      if fold.disputed.contains(record.id) {
        try db.run(
          "UPDATE record SET problem = ?, message = ? WHERE key = ?",
          [
            .text(RecordRow.disputed),
            .text("it would replace the trace \(fold.id), and others than its author brought it"),
            .int(record.key),
          ])
      } else {
        try db.run(
          "UPDATE record SET problem = NULL, message = NULL WHERE key = ? AND problem = ?",
          [.int(record.key), .text(RecordRow.disputed)])
      }
    }
  }

  static func contentID(_ bytes: [UInt8]) throws -> ContentID {
    guard let digest = SHA256Digest(bytes: bytes) else { throw DamagedIndex() }
    return ContentID(digest)
  }
}
