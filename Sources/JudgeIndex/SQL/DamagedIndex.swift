import GRDB
import JudgeJSON
import JudgeRecords

/// The tables hold what this program did not write there; they must be rebuilt.
struct DamagedIndex: Error {}

extension Database {
  /// A record value whose bytes lie in the table; they must hash to its id.
  func storedValue<Value: RecordValue>(key: Int64, id: ContentID) throws -> Value {
    let bytes = try first("SELECT bytes FROM record WHERE key = ?", [.int(key)]) { $0.blob(0) }
    return try Value(record: try Self.storedRecord(bytes ?? [], id: id))
  }

  /// A record whose bytes were in the table.
  ///
  /// SQLite has no checksums, so a file damaged within a value shows here.
  static func storedRecord(_ bytes: [UInt8], id: ContentID) throws -> JudgeRecords.Record {
    guard ContentID(hashing: bytes) == id else { throw DamagedIndex() }
    return try JudgeRecords.Record(reading: bytes, named: id, trusted: true)
  }
}
