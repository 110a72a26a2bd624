import GRDB
import JudgeRecords

/// Records of the small kinds, read from their bytes.
enum RecordValues {
  static func record(_ bytes: [UInt8], id: ContentID) throws -> JudgeRecords.Record {
    try Database.storedRecord(bytes, id: id)
  }

  static func all<Value: RecordValue>(
    _ type: Value.Type, _ db: Database
  ) throws -> [(id: ContentID, value: Value)] {
    try db.all(
      """
      SELECT id, bytes FROM record
      WHERE kind = ? AND problem IS NULL AND bytes IS NOT NULL ORDER BY id
      """, [.text(Value.kind.rawValue)]
    ) { row in
      let id = try IndexBuilder.contentID(row.blob(0))
      return (id, try Value(record: try record(row.blob(1), id: id)))
    }
  }

  static func changes(
    _ condition: String, _ values: [SQLValue], _ db: Database
  ) throws -> [(id: ContentID, value: Change)] {
    try db.all(
      """
      SELECT r.id, r.bytes FROM change c JOIN record r ON r.key = c.record
      WHERE c.counts AND (\(condition)) ORDER BY r.id
      """, values
    ) { row in
      let id = try IndexBuilder.contentID(row.blob(0))
      return (id, try Change(record: try record(row.blob(1), id: id)))
    }
  }

  static func changeFold(_ kind: RecordKind, _ db: Database) throws -> ChangeFold {
    ChangeFold(
      try changes("c.target_kind = ?", [.text(kind.rawValue)], db).map { ($0.id, $0.value) })
  }
}
