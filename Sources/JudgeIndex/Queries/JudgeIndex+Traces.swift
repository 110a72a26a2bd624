import GRDB
package import JudgeRecords
package import JudgeWork

extension JudgeIndex {
  /// One page of traces.
  ///
  /// - Parameter query: which traces, in which order, how many.
  /// - Returns: the traces, and where the next page begins.
  /// - Throws: `JudgeFailure` with code `bad-filter`, `bad-order` or `bad-cursor`, which names the
  ///   place and what was expected there.
  package func traces(_ query: TraceQuery) async throws(JudgeFailure) -> TracePage {
    let listing: TraceListing
    do { listing = try TraceListing(query) } catch {
      throw IndexFailure.translate(error, file: file)
    }
    while true {
      if listing.needsDocuments { try await completeDocuments() }
      let page = try await search(listing) { db in
        // A catch-up in between has brought traces whose text is not there yet.
        if listing.needsDocuments, try Documents.areMissing(db) { return nil as TracePage? }
        return try Self.page(listing.located(db), db)
      }
      if let page { return page }
    }
  }

  private static func page(_ listing: TraceListing, _ db: Database) throws -> TracePage {
    var keys: [Int64] = []
    var deleted = Set<Int64>()
    var last: TraceCursor?
    var hasMore = false
    try db.rows(listing.sql, listing.arguments, isKept: false) { row in
      if keys.count == listing.limit {
        hasMore = true
        return
      }
      keys.append(row.int(0))
      if row.bool(1) { deleted.insert(row.int(0)) }
      last = listing.cursor(row)
    }
    let loader = TraceLoader(db: db, includeSpans: listing.query.includeSpans)
    let traces = try loader.load(keys)
    guard traces.count == keys.count else { throw DamagedIndex() }
    return TracePage(
      traces: traces,
      deleted: zip(keys, traces).compactMap { deleted.contains($0) ? $1.id : nil },
      next: hasMore ? last?.text(for: listing.query) : nil)
  }

  /// How many traces a query finds, whatever its limit and cursor.
  ///
  /// - Parameter query: which traces.
  /// - Returns: their number.
  /// - Throws: `JudgeFailure` as ``traces(_:)``.
  package func count(_ query: TraceQuery) async throws(JudgeFailure) -> Int {
    let listing: TraceListing
    do { listing = try TraceListing(query) } catch {
      throw IndexFailure.translate(error, file: file)
    }
    if listing.needsDocuments { try await completeDocuments() }
    return try await search(listing) { db in
      let count = try db.first(listing.countSQL, listing.filterArguments) { Int($0.int(0)) }
      return count ?? 0
    }
  }

  /// Asks the tables for a listing; its regular expressions may take too long.
  func search<Answer: Sendable>(
    _ listing: TraceListing, _ body: @escaping @Sendable (Database) throws -> Answer
  ) async throws(JudgeFailure) -> Answer {
    do throws(JudgeFailure) {
      return try await query(body)
    } catch {
      throw listing.effort?.failure ?? error
    }
  }

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

  /// The deleted ones among some traces.
  ///
  /// - Parameter ids: trace ids.
  /// - Returns: the ids of those that are deleted.
  /// - Throws: `JudgeFailure`.
  package func deletedTraces(
    among ids: some Sequence<String> & Sendable
  ) async throws(JudgeFailure) -> Set<String> {
    try await query { db in
      var deleted: Set<String> = []
      for id in ids {
        let isDeleted = try db.first("SELECT is_deleted FROM trace WHERE id = ?", [.text(id)]) {
          $0.bool(0)
        }
        if isDeleted == true { deleted.insert(id) }
      }
      return deleted
    }
  }

  /// The traces that carry a caller's key in an experiment; more than one is a conflict.
  ///
  /// Rows of evaluations are not among them.
  ///
  /// - Parameters:
  ///   - key: the `client_request_id`.
  ///   - experiment: the experiment.
  /// - Returns: trace ids in order, deleted ones left out.
  /// - Throws: `JudgeFailure`.
  package func traceIDs(
    clientRequestID key: String, experiment: ContentID
  ) async throws(JudgeFailure) -> [String] {
    try await traceIDs("client_request_id = ? AND row_key IS NULL", key, experiment)
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
        WHERE t.experiment = ? AND t.client_request_id IS NOT NULL AND t.row_key IS NULL
        ORDER BY t.id
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

  /// The keys of the rows of evaluations among some traces, by trace id.
  ///
  /// - Parameter ids: trace ids.
  /// - Returns: the keys; traces that are no rows are left out.
  /// - Throws: `JudgeFailure`.
  package func rowKeys(of ids: some Sequence<String> & Sendable) async throws(JudgeFailure)
    -> [String: String]
  {
    try await query { db in
      var keys: [String: String] = [:]
      for id in ids {
        let key = try db.first("SELECT row_key FROM trace WHERE id = ?", [.text(id)]) {
          $0.optionalText(0)
        }
        if case .some(.some(let key)) = key { keys[id] = key }
      }
      return keys
    }
  }

  /// The rows of an experiment that have a key; other content under the key is another trace.
  ///
  /// - Parameters:
  ///   - key: the row's key.
  ///   - experiment: the experiment.
  /// - Returns: trace ids in order, deleted ones left out.
  /// - Throws: `JudgeFailure`.
  package func traceIDs(
    rowKey key: String, experiment: ContentID
  ) async throws(JudgeFailure) -> [String] {
    try await traceIDs("row_key = ?", key, experiment)
  }

  /// Returns the traces of an experiment with a key, in order; deleted ones are left out.
  private func traceIDs(
    _ condition: String, _ key: String, _ experiment: ContentID
  ) async throws(JudgeFailure) -> [String] {
    try await query { db in
      try db.all(
        """
        SELECT id FROM trace
        WHERE \(condition) AND experiment = ? AND NOT is_deleted ORDER BY id
        """, [.text(key), .id(experiment)]
      ) { $0.text(0) }
    }
  }

  /// The ids of the traces and rows of a run: those that it judged, and those that it names.
  ///
  /// - Parameter run: the run.
  /// - Returns: the ids in order, deleted ones left out.
  /// - Throws: `JudgeFailure`.
  package func traceIDs(ofRun run: ContentID) async throws(JudgeFailure) -> [String] {
    try await query { db in
      try db.all(
        """
        SELECT t.id FROM trace t
        WHERE NOT t.is_deleted AND (
          t.key IN (SELECT a.trace FROM assessment a WHERE a.run = ?)
          OR t.id IN (
            SELECT l.trace_id FROM run_row l JOIN change c ON c.record = l.record
            WHERE l.run = ? AND c.counts))
        ORDER BY t.id
        """, [.id(run), .id(run)]
      ) { $0.text(0) }
    }
  }

  /// Every trace with a human feedback or a verdict of a name, whole.
  ///
  /// - Parameters:
  ///   - experiment: looks there only; `nil` for everywhere.
  ///   - name: the feedback name.
  ///   - includeSpans: whether traces carry their spans.
  ///   - includeRows: whether rows of evaluations are among them.
  /// - Returns: the traces in order of their ids, deleted ones left out.
  /// - Throws: `JudgeFailure`.
  package func labelledTraces(
    experiment: ContentID?, feedbackName name: String, includeSpans: Bool = false,
    includeRows: Bool = false
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
          AND t.is_listed AND NOT t.is_deleted\(includeRows ? "" : " AND t.row_key IS NULL")
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

/// A trace as an import needs to know it.
package struct TraceKey: Hashable, Sendable {
  /// The trace id.
  package let id: String
  /// The caller's key.
  package let clientRequestID: String?
  /// The experiment.
  package let experiment: ContentID?
  /// The hash of its inputs and outputs.
  package let content: ContentID
}

extension JudgeIndex {
  /// Every trace that has a record, deleted ones included.
  ///
  /// - Returns: keys and content hashes, in order of id.
  /// - Throws: `JudgeFailure`.
  package func knownTraces() async throws(JudgeFailure) -> [TraceKey] {
    try await query { db in
      try db.all(
        """
        SELECT id, CASE WHEN row_key IS NULL THEN client_request_id END, experiment, content
        FROM trace
        WHERE record IS NOT NULL AND content IS NOT NULL ORDER BY id
        """
      ) { row in
        TraceKey(
          id: row.text(0), clientRequestID: row.optionalText(1),
          experiment: try row.optionalBlob(2).map { try IndexBuilder.contentID($0) },
          content: try IndexBuilder.contentID(row.blob(3)))
      }
    }
  }
}
