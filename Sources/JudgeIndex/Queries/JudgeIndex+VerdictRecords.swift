package import JudgeRecords
package import JudgeWork

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

  /// The records that hold a judge's verdicts on a question.
  ///
  /// - Parameters:
  ///   - judge: the judge's body.
  ///   - name: the question.
  /// - Returns: the record by verdict.
  /// - Throws: `JudgeFailure`.
  package func verdictRecords(
    of judge: ContentID, named name: String
  ) async throws(JudgeFailure) -> [VerdictKey: ContentID] {
    try await query { db in
      var found: [VerdictKey: ContentID] = [:]
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
      return found
    }
  }
}
