import GRDB
import JudgeJSON
import JudgeRecords

extension IndexBuilder {
  /// Adds records; those that are there already are passed over.
  func add(_ items: [IncomingRecord], _ db: Database) throws {
    for item in items {
      if !isFresh, try recordKey(item.path, db) != nil { continue }
      addedCount += 1
      if mayHaveVanished, let text = item.path.text {
        vanished.remove(text)
        try db.run("DELETE FROM vanished WHERE path = ?", [.text(text)])
      }
      try add(item, db)
    }
    // Labels wait for the end: all those of a trace are folded at once.
    try foldTraces(db)
    parsedTraces.removeAll(keepingCapacity: true)
  }

  private func add(_ item: IncomingRecord, _ db: Database) throws {
    var row = RecordRow(key: nextRecordKey, path: item.path)
    nextRecordKey += 1
    row.bytes = item.bytes
    row.problem = item.fault?.kind
    row.message = item.fault?.message
    row.introduction = standing?.introduction(item.path)
    // A redaction that another one names is hidden, and stays in force: otherwise the hidden
    // records would depend on which of two came first.
    let isRedacted = redacted.contains(item.path.id)
    if isRedacted {
      hiddenBytes += item.texts
      row.markRedacted()
    }
    if !isRedacted || item.path.kind == .redaction {
      try project(item, into: &row, db)
    }
    try row.insert(db)
    try recount(changesOn: item.path, db)
  }

  private func project(_ item: IncomingRecord, into row: inout RecordRow, _ db: Database) throws {
    let firstRow = row.key * IndexSchema.rowsPerRecord
    switch item.content {
    case .trace(let value):
      let trace = try traceKey(value.id(in: item.path.id), db)
      row.trace = trace
      parsedTraces[row.key] = value
      touchedTraces.insert(trace)
    case .spans(let id, let rows):
      let trace = try traceKey(id, db)
      row.trace = trace
      touchedTraces.insert(trace)
      for (index, span) in rows.enumerated() {
        try span.insert(key: firstRow + Int64(index), trace: trace, db)
      }
    case .assessment(let id, let assessment):
      let trace = try traceKey(id, db)
      touchedLabels.insert(trace)
      var label = assessment
      label.source = authority.person(label.source)
      if case .unconfirmed = authority.claim(of: label.source, item.path.id, row.introduction) {
        label.standing = .unconfirmed
      }
      try label.insert(key: firstRow, trace: trace, db)
    case .verdicts(let list):
      for (index, verdict) in list.enumerated() {
        let trace = try traceKey(verdict.traceID, db)
        touchedLabels.insert(trace)
        try verdict.row.insert(key: firstRow + Int64(index), trace: trace, db)
      }
    case .change(let change):
      let target = change.target
      try db.run(
        "INSERT INTO change(record, target_kind, target_id, counts) VALUES (?, ?, ?, ?)",
        [
          .int(row.key), .text(target.kind.rawValue), .text(target.id),
          SQLValue(counts(change, item.path.id, row.introduction)),
        ])
      try addRows(change, by: row.key, db)
      try touch(target, db)
    case .run(let run):
      try db.run(
        "INSERT INTO run(id, record, run_id, given) VALUES (?, ?, ?, ?)",
        [.id(item.path.id), .int(row.key), .text(item.path.id.runID), SQLValue(run.givenID)])
    case .redaction(let hashes, let purge):
      if isDecided { break }
      try add(hashes, purge: purge, by: row.key, db)
    case .other, .nothing: break
    }
  }

  /// Adds the rows that a run names because it has no verdict on them.
  private func addRows(_ change: Change, by key: Int64, _ db: Database) throws {
    guard change.target.kind == .run, let run = ContentID(hex: change.target.id),
      change.key.utf8.starts(with: Run.rowsKey.utf8)
    else { return }
    for id in change.value.arrayValue ?? [] {
      guard let id = id.stringValue else { continue }
      try db.run(
        "INSERT INTO run_row(record, run, trace_id) VALUES (?, ?, ?)",
        [.int(key), .id(run), .text(id)])
    }
  }

  private func add(_ hashes: [ContentID], purge: Bool, by key: Int64, _ db: Database) throws {
    for hash in hashes {
      try db.run(
        "INSERT OR REPLACE INTO redaction(hash, record, purge) VALUES (?, ?, ?)",
        [.id(hash), .int(key), SQLValue(purge)])
      if purge { purged.insert(hash) }
      if redacted.insert(hash).inserted { try hide(hash, db) }
    }
  }

  /// Takes over what the source says is hidden.
  ///
  /// - Throws: `RebuildNeeded` if something is to be shown again.
  func decide(_ redactions: SourceRedactions, _ db: Database) throws {
    guard redacted.isSubset(of: redactions.hidden) else { throw RebuildNeeded() }
    isDecided = true
    purged = redactions.purged
    for hash in redactions.hidden.sorted() {
      try db.run(
        "INSERT OR REPLACE INTO redaction(hash, record, purge) VALUES (?, 0, ?)",
        [.id(hash), SQLValue(purged.contains(hash))])
      if redacted.insert(hash).inserted { try hide(hash, db) }
    }
  }

  /// Hides the records of a hash that a redaction names; a redaction itself stays in force.
  private func hide(_ hash: ContentID, _ db: Database) throws {
    let rows = try db.all(
      "SELECT key, kind FROM record WHERE id = ?", [.id(hash)]
    ) { ($0.int(0), RecordKind(rawValue: $0.text(1))) }
    for (key, kind) in rows {
      try keepHidden(key, db)
      if kind != .redaction { try unproject(key, kind, db) }
      var row = RecordRow(key: key, path: RecordPath(kind: kind, id: hash))
      row.markRedacted()
      try db.run("DELETE FROM record WHERE key = ?", [.int(key)])
      try row.insert(db)
    }
  }

  /// Keeps the text of a record, for the caches that must forget it.
  private func keepHidden(_ key: Int64, _ db: Database) throws {
    let bytes = try db.first("SELECT bytes FROM record WHERE key = ?", [.int(key)]) {
      $0.optionalBlob(0)
    }
    if case .some(.some(let bytes)) = bytes { hiddenBytes.append(bytes) }
    let low = SQLValue.int(key * IndexSchema.rowsPerRecord)
    let high = SQLValue.int((key + 1) * IndexSchema.rowsPerRecord)
    hiddenBytes += try db.all(
      "SELECT content FROM span WHERE key >= ? AND key < ?", [low, high]
    ) { Array($0.text(0).utf8) }
  }
}
