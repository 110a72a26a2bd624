import GRDBSQLite

/// The row that a statement stands on; valid until the next step.
struct SQLRow {
  let statement: OpaquePointer

  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(statement, column) == SQLITE_NULL
  }

  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  func bool(_ column: Int32) -> Bool { int(column) != 0 }

  func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(statement, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Adds a text to a hash, without making a `String` of it.
  func hash(_ column: Int32, into hasher: inout Hasher) {
    let count = Int(sqlite3_column_bytes(statement, column))
    hasher.combine(isNull(column) ? -1 : count)
    guard let start = sqlite3_column_text(statement, column) else { return }
    hasher.combine(bytes: UnsafeRawBufferPointer(start: start, count: count))
  }

  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  func blob(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    let count = Int(sqlite3_column_bytes(statement, column))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  func optionalBlob(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : blob(column) }

  /// The value with its storage class.
  func value(_ column: Int32) -> SQLValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: .int(int(column))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
    case SQLITE_TEXT: .text(text(column))
    case SQLITE_BLOB: .blob(blob(column))
    default: .null
    }
  }
}
