import GRDB
import JudgeRecords

extension IndexBuilder {
  /// Notes that a change on a target came or went.
  func touch(_ target: ChangeTarget, _ db: Database) throws {
    switch target.kind {
    case .trace:
      if let key = try knownTraceKey(target.id, db) { touchedTraces.insert(key) }
    case .assessment where !isFresh:
      try db.rows("SELECT trace FROM assessment WHERE id = ?", [.text(target.id)]) { row in
        touchedLabels.insert(row.int(0))
      }
    default: break
    }
  }

  /// Removes a record's content from all tables.
  ///
  /// The record's own row stays.
  func unproject(_ key: Int64, _ kind: RecordKind, _ db: Database) throws {
    let low = SQLValue.int(key * IndexSchema.rowsPerRecord)
    let high = SQLValue.int((key + 1) * IndexSchema.rowsPerRecord)
    switch kind {
    case .trace, .spans:
      let trace = try db.first("SELECT trace FROM record WHERE key = ?", [.int(key)]) {
        $0.optionalInt(0)
      }
      if case .some(.some(let trace)) = trace { touchedTraces.insert(trace) }
      parsedTraces[key] = nil
      try db.run("DELETE FROM span WHERE key >= ? AND key < ?", [low, high])
    case .assessment, .verdicts:
      try db.rows(
        "SELECT trace FROM assessment WHERE key >= ? AND key < ?", [low, high]
      ) { row in
        // The trace's own fold too: without this record nothing may be left of the trace.
        touchedTraces.insert(row.int(0))
        touchedLabels.insert(row.int(0))
      }
      try db.run("DELETE FROM assessment WHERE key >= ? AND key < ?", [low, high])
    case .change:
      let target = try db.first(
        "SELECT target_kind, target_id FROM change WHERE record = ?", [.int(key)]
      ) { ChangeTarget(kind: RecordKind(rawValue: $0.text(0)), id: $0.text(1)) }
      try db.run("DELETE FROM change WHERE record = ?", [.int(key)])
      try db.run("DELETE FROM run_row WHERE record = ?", [.int(key)])
      if let target { try touch(target, db) }
    case .run: try db.run("DELETE FROM run WHERE record = ?", [.int(key)])
    default: break
    }
  }
}
