import GRDB

/// The SQL of one page of a listing.
struct TraceListing {
  private struct Key {
    let sql: String
    let argument: SQLValue?
    let isDescending: Bool
  }

  let query: TraceQuery
  let needsDocuments: Bool
  /// The effort limit of regular expressions, or `nil` if there are none.
  let effort: SearchEffort?
  private let keys: [Key]
  private let filter: String
  let filterArguments: [SQLValue]
  private var after: TraceCursor?
  /// The trace that the cursor names by its id, or by the beginning of it.
  private let lastID: String?

  init(_ query: TraceQuery) throws {
    self.query = query
    var sql = SearchSQL()
    var conditions = ["t.is_listed"]
    var values: [SQLValue] = []
    if let experiment = query.experiment {
      conditions.append("t.experiment = ?")
      values.append(.id(experiment))
    }
    if !query.includeDeleted { conditions.append("NOT t.is_deleted") }
    var includesRows = query.includeRows
    if let text = query.filter {
      do throws(SearchSyntaxError) {
        let parsed = try SearchParser.parse(text)
        conditions.append("(" + sql.condition(parsed) + ")")
        includesRows = includesRows || parsed.namesRows
      } catch {
        throw error.indexError(.badFilter, what: "filter")
      }
    }
    if !includesRows { conditions.append("t.row_key IS NULL") }
    filter = conditions.joined(separator: " AND ")
    filterArguments = values + sql.arguments
    needsDocuments = sql.needsDocuments
    effort = sql.effort
    keys = try Self.keys(query)
    let isID = query.cursor?.hasPrefix("tr-") == true
    lastID = isID ? query.cursor : nil
    after = try (isID ? nil : query.cursor).map { text in
      try TraceCursor(text, for: query, count: try Self.keys(query).count)
    }
  }

  /// The listing after the trace that its cursor names, at the place where that trace is now.
  ///
  /// - Throws: `JudgeFailure` with code `not-found` or `ambiguous`.
  func located(_ db: Database) throws -> TraceListing {
    guard let lastID else { return self }
    let search = PrefixSearch(
      table: "trace", lead: "tr-", condition: "(is_listed OR is_deleted)", values: [])
    let key = try search.only(lastID, what: "trace", db)
    let columns = keys.enumerated().map { "\($1.sql) AS k\($0)" }.joined(separator: ", ")
    let found = try db.first(
      "SELECT \(columns) FROM trace t WHERE t.key = ?", keys.compactMap(\.argument) + [.int(key)]
    ) { row in TraceCursor(values: keys.indices.map { row.value(Int32($0)) }) }
    guard let found else { throw DamagedIndex() }
    var listing = self
    listing.after = found
    return listing
  }

  /// The order asked for, then the latest first, then the trace id.
  private static func keys(_ query: TraceQuery) throws -> [Key] {
    var orders = try SearchOrder.parse(query.orderBy)
    if !orders.contains(where: { $0.field == .number(.timestamp) }) {
      orders.append(SearchOrder(field: .number(.timestamp), isDescending: true))
    }
    if !orders.contains(where: { $0.field == .text(.traceID) }) {
      orders.append(SearchOrder(field: .text(.traceID), isDescending: false))
    }
    return orders.flatMap { order in
      (order.field.sortKeys ?? []).map {
        Key(sql: $0.sql, argument: $0.argument, isDescending: order.isDescending)
      }
    }
  }

  var countSQL: String { "SELECT count(*) FROM trace t WHERE \(filter)" }

  var idSQL: String { "SELECT t.id FROM trace t WHERE \(filter) ORDER BY t.id" }

  /// One row more than the page has tells whether something follows.
  var sql: String {
    var columns = ["t.key AS key", "t.is_deleted AS is_deleted"]
    columns += keys.enumerated().map { "\($1.sql) AS k\($0)" }
    let order = keys.enumerated().map { index, key in
      // NULL is SQLite's least value: descending, it comes last by itself.
      "k\(index) " + (key.isDescending ? "DESC" : "ASC NULLS LAST")
    }
    return """
      SELECT * FROM (SELECT \(columns.joined(separator: ", ")) FROM trace t WHERE \(filter)) \
      WHERE \(keyset.sql) ORDER BY \(order.joined(separator: ", ")) LIMIT \(limit + 1)
      """
  }

  var arguments: [SQLValue] {
    keys.compactMap(\.argument) + filterArguments + keyset.arguments
  }

  /// The page's size; one row more is asked for, so the greatest number is left out.
  var limit: Int { min(max(1, query.limit), Int.max - 1) }

  func cursor(_ row: SQLRow) -> TraceCursor {
    TraceCursor(values: keys.indices.map { row.value(Int32($0 + 2)) })
  }

  /// What comes after the cursor: for some key, those before it are equal and it is later.
  private var keyset: (sql: String, arguments: [SQLValue]) {
    guard let after else { return ("1", []) }
    var choices: [String] = []
    var arguments: [SQLValue] = []
    for (index, key) in keys.enumerated() where after.values[index] != .null {
      let equal = (0..<index).map { "k\($0) IS ?" }
      let later = "(k\(index) \(key.isDescending ? "<" : ">") ? OR k\(index) IS NULL)"
      choices.append("(" + (equal + [later]).joined(separator: " AND ") + ")")
      arguments += after.values[...index]
    }
    return (choices.isEmpty ? "0" : choices.joined(separator: " OR "), arguments)
  }
}
