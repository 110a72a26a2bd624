package import JudgeRecords
package import JudgeWork

extension JudgeIndex {
  /// A label that somebody else brought in the name of a pinned source.
  package struct Unconfirmed: Sendable, Hashable {
    /// The assessment id.
    package let id: String
    /// The record.
    package let record: ContentID
    /// The question.
    package let name: String
    /// The source.
    package let source: String
  }

  /// The labels that wait for an owner to confirm them, by source and id.
  package func unconfirmed() async throws(JudgeFailure) -> [Unconfirmed] {
    try await query { db in
      try db.all(
        """
        SELECT a.id, r.id, a.name, a.source_id FROM assessment a
        JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
        WHERE a.standing = ? ORDER BY a.source_id, a.id
        """, [.text(Label.Standing.unconfirmed.rawValue)]
      ) { row in
        Unconfirmed(
          id: row.text(0), record: try IndexBuilder.contentID(row.blob(1)), name: row.text(2),
          source: row.text(3))
      }
    }
  }

  /// The people in whose names there are labels, with how many each has.
  package func people() async throws(JudgeFailure) -> [(id: String, labels: Int)] {
    try await query { db in
      try db.all(
        """
        SELECT source_id, count(*) FROM assessment WHERE source_type = 'HUMAN'
        GROUP BY source_id ORDER BY source_id
        """
      ) { ($0.text(0), Int($0.int(1))) }
    }
  }

  /// What brought the record that a change would be about, or `nil` if unknown.
  package func introduction(of target: ChangeTarget) async throws(JudgeFailure) -> Introduction? {
    try await query { db in
      guard target.kind == .trace else {
        guard let id = ContentID(hex: target.id) else { return nil }
        return try db.first(
          "SELECT \(StoredIntroduction.columns) FROM record r WHERE r.id = ? AND r.kind = ?",
          [.id(id), .text(target.kind.rawValue)]
        ) { StoredIntroduction.read($0, 0) } ?? nil
      }
      var known: [RecordKind: [ContentID: Introduction]] = [:]
      try db.rows(
        """
        SELECT r.id, r.kind, \(StoredIntroduction.columns) FROM record r
        JOIN trace t ON t.key = r.trace WHERE t.id = ?
        """, [.text(target.id)]
      ) { row in
        guard let introduction = StoredIntroduction.read(row, 2) else { return }
        known[RecordKind(rawValue: row.text(1)), default: [:]][
          try IndexBuilder.contentID(row.blob(0))] = introduction
      }
      let records = known[.trace] ?? known[.spans] ?? [:]
      return TraceFold.introduction(of: records.keys, records)
    }
  }
}
