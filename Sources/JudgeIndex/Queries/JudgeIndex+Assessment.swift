package import JudgeRecords
package import JudgeWork

extension JudgeIndex {
  /// An assessment that was looked up.
  package enum FoundAssessment: Hashable, Sendable {
    /// A label or an expectation, on a trace.
    case label(Label, traceID: String)
    /// A judge's verdict, on a trace.
    case verdict(Feedback, traceID: String)

    /// The trace it is about.
    package var traceID: String {
      switch self {
      case .label(_, let id), .verdict(_, let id): id
      }
    }
  }

  /// The assessment that has an id, or the only one whose id begins so.
  ///
  /// - Parameter text: an id, or at least four digits of one, with or without its `a-`.
  /// - Returns: the label or verdict, whatever its standing.
  /// - Throws: `JudgeFailure` with code `not-found`, or `ambiguous`, which lists candidates.
  package func assessment(idOrPrefix text: String) async throws(JudgeFailure) -> FoundAssessment {
    try await query { db in
      let search = PrefixSearch(
        table: "assessment", lead: "a-", condition: "standing <> 'duplicate'")
      let key = try search.only(text, what: "assessment", db)
      let found = try db.first(
        """
        SELECT t.id, \(StoredAssessment.columns)
        FROM assessment a JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
        JOIN trace t ON t.key = a.trace WHERE a.key = ?
        """, [.int(key)]
      ) { row -> FoundAssessment in
        switch try StoredAssessment(row, from: 1) {
        case .label(let label): return .label(label, traceID: row.text(0))
        case .verdict(let feedback): return .verdict(feedback, traceID: row.text(0))
        }
      }
      guard let found else { throw DamagedIndex() }
      return found
    }
  }

  /// Which of some assessment ids are there, of labels and of verdicts.
  ///
  /// - Parameter ids: assessment ids.
  /// - Returns: those that are there.
  /// - Throws: `JudgeFailure`.
  package func knownAssessmentIDs(among ids: [String]) async throws(JudgeFailure) -> Set<String> {
    try await query { db in
      var known = Set<String>()
      for id in ids {
        let isThere = try db.first(
          "SELECT 1 FROM assessment WHERE id = ? LIMIT 1", [.text(id)]
        ) { _ in true }
        if isThere ?? false { known.insert(id) }
      }
      return known
    }
  }
}
