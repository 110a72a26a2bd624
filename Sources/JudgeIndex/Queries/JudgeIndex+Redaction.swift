import GRDB
import JudgeJSON
package import JudgeRecords
package import JudgeWork

extension JudgeIndex {
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
