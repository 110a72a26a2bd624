package import JudgeRecords
package import JudgeWork

extension JudgeIndex {
  /// Labels by their exact ids, however they stand today.
  ///
  /// - Parameter ids: assessment ids.
  /// - Returns: the labels and the traces they are on, by id; ids that nothing has, and verdicts,
  ///   are left out.
  /// - Throws: `JudgeFailure`.
  package func labels(
    ids: some Sequence<String> & Sendable
  ) async throws(JudgeFailure) -> [String: (label: Label, traceID: String)] {
    try await query { db in
      var found: [String: (label: Label, traceID: String)] = [:]
      for id in ids {
        try db.rows(
          """
          SELECT t.id, \(StoredAssessment.columns)
          FROM assessment a JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
          JOIN trace t ON t.key = a.trace
          WHERE a.id = ? AND a.standing <> 'duplicate'
          """, [.text(id)]
        ) { row in
          guard found[id] == nil, case .label(let label) = try StoredAssessment(row, from: 1)
          else { return }
          found[id] = (label, row.text(0))
        }
      }
      return found
    }
  }

  /// Whether somebody labelled anything.
  ///
  /// - Parameter source: the source id.
  /// - Returns: whether a label of that source is there.
  /// - Throws: `JudgeFailure`.
  package func hasLabels(of source: String) async throws(JudgeFailure) -> Bool {
    try await query { db in
      try db.first(
        "SELECT 1 FROM assessment WHERE source_type = 'HUMAN' AND source_id = ? LIMIT 1",
        [.text(source)]
      ) { _ in true } ?? false
    }
  }
}
