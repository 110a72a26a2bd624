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
      VersionFold(
        try RecordValues.all(Registration.self, db).map { ($0.id, $0.value) },
        changes: try RecordValues.changeFold(.registration, db))
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
}
