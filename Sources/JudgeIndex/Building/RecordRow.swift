import GRDB
import JudgeJSON
import JudgeRecords

/// One row of `record`.
struct RecordRow {
  /// The problem of a record that a redaction names.
  static let redacted = "redacted"
  /// The problem of a trace record that may not replace another one.
  static let disputed = "disputed"

  let key: Int64
  let path: RecordPath
  var trace: Int64?
  var problem: String?
  var message: String?
  /// The canonical bytes; missing if other tables hold all that is needed.
  var bytes: [UInt8]?
  /// What brought it, or `nil` if unknown.
  var introduction: Introduction?

  init(key: Int64, path: RecordPath) {
    self.key = key
    self.path = path
  }

  mutating func markRedacted() {
    problem = Self.redacted
    message = "a redaction names it"
    bytes = nil
  }

  func insert(_ db: Database) throws {
    try db.run(
      """
      INSERT INTO record(
        key, id, kind, trace, problem, message, bytes, authors, generation, is_foreign, by_owner)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .int(key), .id(path.id), .text(path.kind.rawValue), SQLValue(trace),
        SQLValue(problem), SQLValue(message), SQLValue(bytes),
      ] + StoredIntroduction.values(introduction))
  }
}
