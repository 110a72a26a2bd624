import GRDB
import JudgeRecords

/// A change in the tables, with what brought it.
struct StoredChange {
  let key: Int64
  let id: ContentID
  let value: Change
  let introduction: Introduction?

  /// The changes that a condition selects, each once.
  ///
  /// - Parameters:
  ///   - condition: what follows `FROM change c JOIN record r …`.
  ///   - arguments: its values.
  ///   - db: the database.
  /// - Returns: the changes.
  /// - Throws: if the tables are damaged.
  static func all(
    _ condition: String, _ arguments: [SQLValue], _ db: Database
  ) throws -> [StoredChange] {
    try db.all(
      """
      SELECT DISTINCT r.key, r.id, \(StoredIntroduction.columns)
      FROM change c JOIN record r ON r.key = c.record \(condition)
      """, arguments
    ) { row in
      (
        row.int(0), try IndexBuilder.contentID(row.blob(1)), StoredIntroduction.read(row, 2)
      )
    }.map { key, id, introduction in
      StoredChange(
        key: key, id: id, value: try db.storedValue(key: key, id: id), introduction: introduction)
    }
  }
}
