import JudgeJSON
import JudgeRecords

/// The introduction of a record, as the columns `authors`, `generation`, `is_foreign` and
/// `by_owner` of `record`.
enum StoredIntroduction {
  /// The columns, for a query that calls the table `r`.
  static let columns = "r.authors, r.generation, r.is_foreign, r.by_owner"

  /// The values of the columns.
  static func values(_ introduction: Introduction?) -> [SQLValue] {
    guard let introduction else { return [.null, .null, .int(0), .null] }
    let authors = JSONValue.array(introduction.authors.sorted().map { .string($0.text) })
    return [
      .text(authors.canonicalText), .int(Int64(introduction.generation)),
      SQLValue(introduction.isForeign), introduction.byOwner.map { SQLValue($0) } ?? .null,
    ]
  }

  /// Reads the columns, which begin at a place of the row.
  static func read(_ row: SQLRow, _ place: Int32) -> Introduction? {
    guard let text = row.optionalText(place),
      let value = try? JSONValue(parsing: Array(text.utf8))
    else { return nil }
    return Introduction(
      authors: Set((value.arrayValue ?? []).compactMap { $0.stringValue.map { Address($0) } }),
      generation: Int(row.int(place + 1)), isForeign: row.bool(place + 2),
      byOwner: row.optionalInt(place + 3).map { $0 != 0 })
  }
}
