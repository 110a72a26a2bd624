import GRDB
import JudgeJSON
import JudgeRecords

@testable import JudgeIndex

/// All tables as text, in an order that does not depend on the way they were built.
///
/// Keys of rows depend on it and stand for nothing, so the ids that they point to are shown.
enum IndexDump {
  private static let queries = [
    "SELECT 'record', hex(r.id), r.kind, t.id, r.problem, r.message, hex(r.bytes) FROM record r "
      + "LEFT JOIN trace t ON t.key = r.trace",
    "SELECT 'trace', t.id, hex(r.id), hex(t.experiment), t.client_request_id, t.request_time, "
      + "t.duration, t.end_time, t.state, t.name, t.run, t.session, t.is_listed, t.is_deleted, "
      + "hex(t.shown), t.tags FROM trace t LEFT JOIN record r ON r.key = t.record",
    "SELECT 'attribute', t.id, a.scope, a.name, a.value FROM attribute a "
      + "LEFT JOIN trace t ON t.key = a.trace",
    "SELECT 'span', t.id, hex(r.id), s.key % 524288, s.span_id, s.name, s.type, s.status, "
      + "s.start, s.content FROM span s LEFT JOIN trace t ON t.key = s.trace "
      + "LEFT JOIN record r ON r.key = s.key / 524288",
    "SELECT 'assessment', t.id, hex(r.id), a.key % 524288, a.id, a.class, a.name, a.source_type, "
      + "a.source_id, a.span_id, a.value, a.number, a.rationale, a.session, a.time, a.overrides, "
      + "a.repeat, hex(a.seen), a.valid, hex(a.run), hex(a.judge), a.body, a.standing, "
      + "a.is_stale, a.disputes FROM assessment a LEFT JOIN trace t ON t.key = a.trace "
      + "LEFT JOIN record r ON r.key = a.key / 524288",
    "SELECT 'change', hex(r.id), c.target_kind, c.target_id FROM change c "
      + "LEFT JOIN record r ON r.key = c.record",
    "SELECT 'redaction', hex(d.hash), hex(r.id), d.purge FROM redaction d "
      + "LEFT JOIN record r ON r.key = d.record",
    "SELECT 'document', t.id, d.text FROM document d LEFT JOIN trace t ON t.key = d.trace",
  ]

  static func lines(_ index: JudgeIndex) async throws -> [String] {
    try await index.completeDocuments()
    return try await index.query { db in
      var lines: [String] = []
      for sql in queries {
        let count = try db.makeStatement(sql: sql).columnCount
        try db.rows(sql) { row in
          lines.append((0..<Int32(count)).map { "\(row.value($0))" }.joined(separator: " | "))
        }
      }
      return lines.sorted()
    }
  }
}
