import GRDB

/// Traces on which the fold changes nothing: every assessment counts, as it was written.
///
/// It is so for nearly all traces, and seen from a few columns: nobody overrides, repeats,
/// invalidates or deletes, nothing is stale, and no two are of one source on one question or
/// share an id. What this cannot rule out goes to the fold.
enum PlainLabels {
  private static let query = """
    SELECT a.class = 2, a.name, a.span_id, a.source_type, a.source_id, a.id, a.class,
      a.overrides IS NOT NULL OR a.valid IS NOT NULL OR (a.class <> 2 AND a.repeat IS NOT NULL)
      OR (a.value = 'null' AND a.class <> 2) IS TRUE OR (a.seen <> t.shown) IS TRUE OR a.standing <> 'counts' OR a.is_stale
      OR a.disputes IS NOT NULL
    FROM trace t JOIN assessment a ON a.trace = t.key WHERE t.key = ?
    """

  static func areAll(of trace: Int64, haveChanges: Bool, _ db: Database) throws -> Bool {
    if haveChanges, try isChanged(trace, db) { return false }
    var isPlain = true
    // Equal questions have equal hashes; unequal ones that have them too cost a fold, no more.
    var questions = Set<Int>()
    var ids = Set<Int>()
    try db.rows(query, [.int(trace)]) { row in
      guard isPlain else { return }
      var id = Hasher()
      row.hash(5, into: &id)
      row.hash(4, into: &id)
      isPlain = !row.bool(7) && ids.insert(id.finalize()).inserted
      // Verdicts are many by one source on one question, each counts.
      if row.bool(0) { return }
      var question = Hasher()
      for column in 1...4 as ClosedRange<Int32> { row.hash(column, into: &question) }
      question.combine(row.int(6))
      isPlain = isPlain && questions.insert(question.finalize()).inserted
    }
    return isPlain
  }

  private static func isChanged(_ trace: Int64, _ db: Database) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM assessment a
      JOIN change c ON c.target_kind = 'assessment' AND c.target_id = a.id
      WHERE a.trace = ? LIMIT 1
      """, [.int(trace)]
    ) { _ in true } ?? false
  }
}
