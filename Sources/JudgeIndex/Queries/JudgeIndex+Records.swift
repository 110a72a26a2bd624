import GRDB
import JudgeJSON
package import JudgeRecords
package import JudgeStore
package import JudgeWork

extension JudgeIndex {
  /// All records of a kind as values, redacted and invalid ones left out.
  ///
  /// Not for spans and verdicts, whose parts the index keeps by trace.
  ///
  /// - Parameter type: such as `JudgeBody.self`.
  /// - Returns: identities and values, in order of identity.
  /// - Throws: `JudgeFailure`.
  package func values<Value: RecordValue>(
    of type: Value.Type
  ) async throws(JudgeFailure) -> [(id: ContentID, value: Value)] {
    try await query { db in try RecordValues.all(type, db) }
  }

  /// One record as a value.
  ///
  /// - Parameters:
  ///   - type: such as `JudgeBody.self`.
  ///   - id: its identity.
  /// - Returns: the record, or `nil` if it does not exist, is redacted or is invalid.
  /// - Throws: `JudgeFailure`.
  package func value<Value: RecordValue>(
    of type: Value.Type, _ id: ContentID
  ) async throws(JudgeFailure) -> Value? {
    try await query { db in
      try db.first(
        """
        SELECT bytes FROM record
        WHERE id = ? AND kind = ? AND problem IS NULL AND bytes IS NOT NULL
        """, [.id(id), .text(Value.kind.rawValue)]
      ) { row in try Value(record: try RecordValues.record(row.blob(0), id: id)) }
    }
  }

  /// The identities of a kind that begin with some hexadecimal digits.
  ///
  /// - Parameters:
  ///   - kind: the kind.
  ///   - prefix: digits, none for all.
  /// - Returns: identities in order, redacted and invalid ones left out.
  /// - Throws: `JudgeFailure`.
  package func identities(
    of kind: RecordKind, prefix: String = ""
  ) async throws(JudgeFailure) -> [ContentID] {
    try await query { db in
      try db.all(
        "SELECT id FROM record WHERE kind = ? AND problem IS NULL ORDER BY id",
        [.text(kind.rawValue)]
      ) { try IndexBuilder.contentID($0.blob(0)) }
      .filter { $0.hex.hasPrefix(prefix) }
    }
  }

  /// The changes on a target: those that a new one supersedes, and those in force.
  ///
  /// - Parameter target: what the changes are about.
  /// - Returns: identities and changes, in order of identity.
  /// - Throws: `JudgeFailure`.
  package func changes(
    on target: ChangeTarget
  ) async throws(JudgeFailure) -> [(id: ContentID, value: Change)] {
    try await query { db in
      try RecordValues.changes(
        "c.target_kind = ? AND c.target_id = ?", [.text(target.kind.rawValue), .text(target.id)],
        db)
    }
  }

  /// The fold of all changes on targets of a kind.
  ///
  /// - Parameter kind: the targets' kind.
  /// - Returns: what is in force.
  /// - Throws: `JudgeFailure`.
  package func changes(ofKind kind: RecordKind) async throws(JudgeFailure) -> ChangeFold {
    try await query { db in try RecordValues.changeFold(kind, db) }
  }

  /// The judge versions, with renumberings and removals applied.
  ///
  /// - Returns: the fold of all registrations.
  /// - Throws: `JudgeFailure`.
  package func versions() async throws(JudgeFailure) -> VersionFold {
    try await query { db in
      // The texts of scorers say nothing about versions, and are long.
      let changes = try RecordValues.changes(
        "c.target_kind = 'registration' AND instr(r.bytes, ?) = 0",
        [.blob(Array("\"key\":\"\(Change.scorer)\"".utf8))], db)
      return VersionFold(
        try RecordValues.all(Registration.self, db).map { ($0.id, $0.value) },
        changes: ChangeFold(changes.map { ($0.id, $0.value) }))
    }
  }

  /// The adjudications and rubrics in force.
  ///
  /// - Returns: the fold of all of them.
  /// - Throws: `JudgeFailure`.
  package func decisions() async throws(JudgeFailure) -> DecisionFold {
    try await query { db in
      let changes = try RecordValues.changes(
        "c.target_kind IN ('adjudication', 'rubric')", [], db)
      return DecisionFold(
        adjudications: try RecordValues.all(Adjudication.self, db).map { ($0.id, $0.value) },
        rubrics: try RecordValues.all(Rubric.self, db).map { ($0.id, $0.value) },
        changes: ChangeFold(changes.map { ($0.id, $0.value) }))
    }
  }

  /// How many record files of each kind there are, redacted and invalid ones included.
  ///
  /// - Returns: numbers for the kinds that there are.
  /// - Throws: `JudgeFailure`.
  package func counts() async throws(JudgeFailure) -> [RecordKind: Int] {
    try await query { db in
      let rows = try db.all("SELECT kind, count(*) FROM record GROUP BY kind") {
        (RecordKind(rawValue: $0.text(0)), Int($0.int(1)))
      }
      return Dictionary(rows, uniquingKeysWith: +)
    }
  }

  /// How many records of each kind a redaction hides.
  ///
  /// - Returns: numbers for the kinds of which some are hidden.
  /// - Throws: `JudgeFailure`.
  package func redactedCounts() async throws(JudgeFailure) -> [RecordKind: Int] {
    try await query { db in
      let rows = try db.all(
        "SELECT kind, count(*) FROM record WHERE problem = ? GROUP BY kind",
        [.text(RecordRow.redacted)]
      ) { (RecordKind(rawValue: $0.text(0)), Int($0.int(1))) }
      return Dictionary(rows, uniquingKeysWith: +)
    }
  }

  /// The record files that are left out of everything, and why; `fsck` knows other files too.
  ///
  /// - Returns: redacted and invalid records, in order of path.
  /// - Throws: `JudgeFailure`.
  package func ignored() async throws(JudgeFailure) -> [Problem] {
    try await query { db in
      let records = try db.all(
        "SELECT id, kind, problem, message FROM record WHERE problem IS NOT NULL"
      ) { row in
        let path = RecordPath(
          kind: RecordKind(rawValue: row.text(1)), id: try IndexBuilder.contentID(row.blob(0)))
        return Problem(kind: row.text(2), path: path.text ?? "", message: row.text(3))
      }
      return records.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
  }

  /// A record that is one source's word.
  package struct SaidRecord: Hashable, Sendable {
    /// The record.
    package let record: ContentID
    /// The id that users see.
    package let id: String
    /// The question that it answers.
    package let name: String
  }

  /// The records that hold a trace: its own, and its spans.
  ///
  /// - Parameter id: the trace's id.
  /// - Returns: identities in order, hidden and invalid ones left out.
  /// - Throws: `JudgeFailure`.
  package func records(ofTrace id: String) async throws(JudgeFailure) -> [ContentID] {
    try await query { db in
      try db.all(
        """
        SELECT r.id FROM record r JOIN trace t ON t.key = r.trace
        WHERE t.id = ? AND r.problem IS NULL ORDER BY r.id
        """, [.text(id)]
      ) { try IndexBuilder.contentID($0.blob(0)) }
    }
  }

  /// The labels, expectations and adjudications of a person.
  ///
  /// - Parameter source: the source id.
  /// - Returns: in order of identity.
  /// - Throws: `JudgeFailure`.
  package func recordsOfSource(_ source: String) async throws(JudgeFailure) -> [SaidRecord] {
    try await query { db in
      let labels = try db.all(
        """
        SELECT r.id, a.id, a.name FROM assessment a
        JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
        WHERE a.source_type = 'HUMAN' AND a.source_id = ? AND r.kind = ? ORDER BY r.id
        """, [.text(source), .text(RecordKind.assessment.rawValue)]
      ) {
        SaidRecord(
          record: try IndexBuilder.contentID($0.blob(0)), id: $0.text(1), name: $0.text(2))
      }
      let decisions = try RecordValues.all(Adjudication.self, db).filter {
        $0.value.source == .human(source)
      }
      return labels
        + decisions.map { SaidRecord(record: $0.id, id: $0.id.hex, name: $0.value.name) }
    }
  }
}

/// One stored verdict: its trace and its id there.
package struct VerdictKey: Hashable, Sendable {
  package let trace: String
  package let id: String

  /// Creates a key.
  package init(trace: String, id: String) {
    self.trace = trace
    self.id = id
  }
}

extension JudgeIndex {
  /// The verdict batches of a run.
  ///
  /// - Parameter run: the run.
  /// - Returns: identities in order, redacted and invalid ones left out.
  /// - Throws: `JudgeFailure`.
  package func verdictBatches(of run: ContentID) async throws(JudgeFailure) -> [ContentID] {
    try await query { db in
      try db.all(
        """
        SELECT id FROM record WHERE kind = ? AND problem IS NULL AND key IN (
          SELECT key / \(IndexSchema.rowsPerRecord) FROM assessment WHERE run = ?)
        ORDER BY id
        """, [.text(RecordKind.verdicts.rawValue), .id(run)]
      ) { try IndexBuilder.contentID($0.blob(0)) }
    }
  }

  /// The records that hold a judge's verdicts under some names.
  ///
  /// - Parameters:
  ///   - judge: the judge's body.
  ///   - names: the names of the verdicts.
  /// - Returns: the record by verdict.
  /// - Throws: `JudgeFailure`.
  package func verdictRecords(
    of judge: ContentID, named names: [String]
  ) async throws(JudgeFailure) -> [VerdictKey: ContentID] {
    try await query { db in
      var found: [VerdictKey: ContentID] = [:]
      for name in names {
        try db.rows(
          """
          SELECT t.id, a.id, r.id FROM assessment a
          JOIN trace t ON t.key = a.trace
          JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
          WHERE a.name = ? AND a.judge = ? AND a.standing <> 'duplicate'
          """, [.text(name), .id(judge)]
        ) { row in
          found[VerdictKey(trace: row.text(0), id: row.text(1))] = try IndexBuilder.contentID(
            row.blob(2))
        }
      }
      return found
    }
  }
}
