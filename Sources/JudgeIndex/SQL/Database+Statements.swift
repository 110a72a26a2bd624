import GRDB
import GRDBSQLite

/// Statements on SQLite's own interface: bound values keep their bytes (a text may hold U+0000),
/// and a row costs no allocation.
extension Database {
  /// Runs a statement to its end.
  func run(_ sql: String, _ values: [SQLValue] = []) throws {
    try rows(sql, values) { _ in }
  }

  /// Runs a statement and looks at every row.
  ///
  /// - Parameters:
  ///   - sql: the statement.
  ///   - values: what is bound to it, in order.
  ///   - isKept: whether it is kept prepared for the next time; not for searches, which differ.
  ///   - body: called with each row.
  /// - Throws: `DatabaseError`, and what the closure throws.
  func rows(
    _ sql: String, _ values: [SQLValue] = [], isKept: Bool = true,
    _ body: (SQLRow) throws -> Void
  ) throws {
    let prepared = try isKept ? cachedStatement(sql: sql) : makeStatement(sql: sql)
    try withExtendedLifetime(prepared) {
      try step(prepared.sqliteStatement, sql, values, body)
    }
  }

  private func step(
    _ statement: OpaquePointer, _ sql: String, _ values: [SQLValue],
    _ body: (SQLRow) throws -> Void
  ) throws {
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() {
      try check(bind(value, at: Int32(index + 1), of: statement), sql)
    }
    let row = SQLRow(statement: statement)
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { return try check(code, sql) }
      try body(row)
    }
  }

  /// All rows of a query, each made into a value.
  func all<Value>(
    _ sql: String, _ values: [SQLValue] = [], _ make: (SQLRow) throws -> Value
  ) throws -> [Value] {
    var result: [Value] = []
    try rows(sql, values) { result.append(try make($0)) }
    return result
  }

  /// The first row of a query, made into a value.
  func first<Value>(
    _ sql: String, _ values: [SQLValue] = [], _ make: (SQLRow) throws -> Value
  ) throws -> Value? {
    var result: Value?
    try rows(sql, values) { row in
      if result == nil { result = try make(row) }
    }
    return result
  }

  private func bind(_ value: SQLValue, at index: Int32, of statement: OpaquePointer) -> Int32 {
    // SQLITE_TRANSIENT, a cast macro in C: SQLite copies what it is given.
    let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null: return sqlite3_bind_null(statement, index)
    case .int(let number): return sqlite3_bind_int64(statement, index, number)
    case .real(let number): return sqlite3_bind_double(statement, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          // An empty text has no address, and no address would bind NULL.
          guard let start = characters.baseAddress else {
            return sqlite3_bind_text(statement, index, "", 0, copy)
          }
          return sqlite3_bind_text(statement, index, start, Int32(characters.count), copy)
        }
      }
    case .blob(let bytes):
      return bytes.withUnsafeBytes { raw in
        guard let start = raw.baseAddress, !raw.isEmpty else {
          return sqlite3_bind_zeroblob(statement, index, 0)
        }
        return sqlite3_bind_blob(statement, index, start, Int32(raw.count), copy)
      }
    }
  }

  private func check(_ code: Int32, _ sql: String) throws {
    guard code != SQLITE_OK else { return }
    throw DatabaseError(
      resultCode: ResultCode(rawValue: code), message: lastErrorMessage, sql: sql)
  }
}
