package import JudgeRecords
package import JudgeWork

extension JudgeIndex {
  /// The fewest digits by which a trace or an assessment can be named.
  package static let shortestPrefix = 4

  /// The trace that has an id, or the only one whose id begins so.
  ///
  /// - Parameters:
  ///   - text: an id, or at least four digits of one, with or without its `tr-`.
  ///   - experiment: looks there only.
  ///   - includeDeleted: finds deleted traces too.
  /// - Returns: the trace with labels, verdicts and spans.
  /// - Throws: `JudgeFailure` with code `not-found`, or `ambiguous`, which lists candidates.
  package func trace(
    idOrPrefix text: String, experiment: ContentID? = nil, includeDeleted: Bool = false
  ) async throws(JudgeFailure) -> Trace {
    try await query { db in
      var condition = "(is_listed OR is_deleted)"
      var values: [SQLValue] = []
      if let experiment {
        condition += " AND experiment = ?"
        values.append(.id(experiment))
      }
      if !includeDeleted { condition += " AND NOT is_deleted" }
      let search = PrefixSearch(table: "trace", lead: "tr-", condition: condition, values: values)
      let key = try search.only(text, what: "trace", db)
      guard let trace = try TraceLoader(db: db).load([key]).first else { throw DamagedIndex() }
      return trace
    }
  }

  /// Traces by their exact ids, in the order asked for; ids that nothing has are left out.
  ///
  /// - Parameters:
  ///   - ids: trace ids.
  ///   - includeSpans: whether traces carry their spans.
  /// - Returns: the traces, deleted ones too.
  /// - Throws: `JudgeFailure`.
  package func traces(
    ids: [String], includeSpans: Bool = false
  ) async throws(JudgeFailure) -> [Trace] {
    try await query { db in
      let keys = try ids.compactMap { id in
        try db.first("SELECT key FROM trace WHERE id = ?", [.text(id)]) { $0.int(0) }
      }
      return try TraceLoader(db: db, includeSpans: includeSpans).load(keys)
    }
  }

  /// The traces that carry a caller's key in an experiment; more than one is a conflict.
  ///
  /// - Parameters:
  ///   - key: the `client_request_id`.
  ///   - experiment: the experiment.
  /// - Returns: trace ids in order, deleted ones left out.
  /// - Throws: `JudgeFailure`.
  package func traceIDs(
    clientRequestID key: String, experiment: ContentID
  ) async throws(JudgeFailure) -> [String] {
    try await query { db in
      try db.all(
        """
        SELECT id FROM trace
        WHERE client_request_id = ? AND experiment = ? AND NOT is_deleted ORDER BY id
        """, [.text(key), .id(experiment)]
      ) { $0.text(0) }
    }
  }

  /// All traces of an experiment that carry a caller's key, deleted ones too: what an import
  /// needs to tell new from present from conflicting.
  ///
  /// - Parameter experiment: the experiment.
  /// - Returns: the traces by their `client_request_id`.
  /// - Throws: `JudgeFailure`.
  package func knownClientRequests(
    in experiment: ContentID
  ) async throws(JudgeFailure) -> TextMap<[KnownTrace]> {
    try await query { db in
      var known = TextMap<[KnownTrace]>()
      try db.rows(
        """
        SELECT t.client_request_id, t.id, r.id, t.content
        FROM trace t JOIN record r ON r.key = t.record
        WHERE t.experiment = ? AND t.client_request_id IS NOT NULL ORDER BY t.id
        """, [.id(experiment)]
      ) { row in
        known[row.text(0), default: []].append(
          KnownTrace(
            id: row.text(1), record: try IndexBuilder.contentID(row.blob(2)),
            content: try IndexBuilder.contentID(row.blob(3))))
      }
      return known
    }
  }

  /// Every trace with a human feedback or a verdict of a name, whole.
  ///
  /// - Parameters:
  ///   - experiment: looks there only; `nil` for everywhere.
  ///   - name: the feedback name.
  ///   - includeSpans: whether traces carry their spans.
  /// - Returns: the traces in order of their ids, deleted ones left out.
  /// - Throws: `JudgeFailure`.
  package func labelledTraces(
    experiment: ContentID?, feedbackName name: String, includeSpans: Bool = false
  ) async throws(JudgeFailure) -> [Trace] {
    try await query { db in
      var values: [SQLValue] = [.text(name)]
      if let experiment { values.append(.id(experiment)) }
      let keys = try db.all(
        """
        SELECT t.key FROM trace t
        WHERE t.key IN (
          SELECT trace FROM assessment INDEXED BY assessment_name
          WHERE name = ? AND (class = 2 OR (class = 0 AND source_type = 'HUMAN'))
            AND standing <> 'duplicate')
          AND t.is_listed AND NOT t.is_deleted
          \(experiment == nil ? "" : "AND t.experiment = ?")
        ORDER BY t.id
        """, values
      ) { $0.int(0) }
      return try TraceLoader(db: db, includeSpans: includeSpans).load(keys)
    }
  }
}

/// A trace as an import needs to know it.
package struct KnownTrace: Hashable, Sendable {
  /// The trace id.
  package let id: String
  /// The identity of the trace record that counts.
  package let record: ContentID
  /// The hash of inputs and outputs (`TraceFold.content`).
  package let content: ContentID
}
