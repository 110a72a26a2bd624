import GRDB
import JudgeRecords

extension IndexBuilder {
  /// Whether a change counts.
  ///
  /// Changes of labels and traces are decided by their own folds.
  func counts(_ change: Change, _ id: ContentID, _ introduction: Introduction?) -> Bool {
    guard let standing, change.target.kind != .assessment, change.target.kind != .trace else {
      return true
    }
    let target = ContentID(hex: change.target.id).flatMap { id in
      standing.introduction(RecordPath(kind: change.target.kind, id: id))
    }
    return standing.authority.admits(change, id, introduction, target: target)
  }

  /// Recounts the changes on a record whose authors are now known or have changed.
  func recount(changesOn path: RecordPath, _ db: Database) throws {
    guard standing != nil, !isFresh else { return }
    switch path.kind {
    case .assessment, .trace, .spans, .verdicts, .change: return
    default: break
    }
    let changes = try StoredChange.all(
      "WHERE c.target_kind = ? AND c.target_id = ?",
      [.text(path.kind.rawValue), .text(path.id.hex)], db)
    for change in changes {
      try db.run(
        "UPDATE change SET counts = ? WHERE record = ?",
        [SQLValue(counts(change.value, change.id, change.introduction)), .int(change.key)])
    }
  }

  /// Takes over who brought records that are in the tables already.
  func reintroduce(_ paths: Set<RecordPath>, _ db: Database) throws {
    guard let standing else { return }
    for path in paths.sorted(by: { ($0.kind, $0.id) < ($1.kind, $1.id) }) {
      guard let key = try recordKey(path, db) else { continue }
      try db.run(
        "UPDATE record SET authors = ?, generation = ?, is_foreign = ?, by_owner = ? WHERE key = ?",
        StoredIntroduction.values(standing.introduction(path)) + [.int(key)])
      switch path.kind {
      case .trace, .spans:
        let trace = try db.first("SELECT trace FROM record WHERE key = ?", [.int(key)]) {
          $0.optionalInt(0)
        }
        if case .some(.some(let trace)) = trace { touchedTraces.insert(trace) }
      case .assessment:
        try db.rows(
          "SELECT trace FROM assessment WHERE key = ?",
          [.int(key * IndexSchema.rowsPerRecord)]
        ) { row in touchedLabels.insert(row.int(0)) }
        // A label that waited may count now: the fold looks at all that are not plain.
        try db.run(
          "UPDATE assessment SET standing = ? WHERE key = ?",
          [.text(Self.duplicate), .int(key * IndexSchema.rowsPerRecord)])
      case .change:
        let change = try StoredChange.all("WHERE r.key = ?", [.int(key)], db).first
        guard let change else { continue }
        try db.run(
          "UPDATE change SET counts = ? WHERE record = ?",
          [SQLValue(counts(change.value, change.id, change.introduction)), .int(key)])
        try touch(change.value.target, db)
      default: try recount(changesOn: path, db)
      }
    }
  }
}
