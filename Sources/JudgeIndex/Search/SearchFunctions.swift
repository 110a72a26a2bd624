import GRDB
import JudgeJSON

/// The SQL functions that searches use, all of them pure; `NULL` for `NULL`.
enum SearchFunctions {
  static let all: [DatabaseFunction] = [ilike, regexp, attribute]

  /// `judge_ilike(text, pattern, search)`: the pattern has no capitals.
  private static let ilike = DatabaseFunction(
    "judge_ilike", argumentCount: 3, pure: true
  ) { values in
    guard let text = String.fromDatabaseValue(values[0]),
      let pattern = String.fromDatabaseValue(values[1]),
      let search = Int64.fromDatabaseValue(values[2])
    else { return nil }
    return try SearchEffort.isAlike(text.lowercased(), pattern, for: search)
  }

  /// `judge_regexp(text, pattern, search)`, with the number of a ``SearchEffort``.
  private static let regexp = DatabaseFunction(
    "judge_regexp", argumentCount: 3, pure: true
  ) { values in
    guard let text = String.fromDatabaseValue(values[0]),
      let pattern = String.fromDatabaseValue(values[1]),
      let search = Int64.fromDatabaseValue(values[2])
    else { return nil }
    return try SearchEffort.isFound(SearchPattern.compiled(pattern), in: text, for: search)
  }

  /// `judge_attribute(span, key)`.
  private static let attribute = DatabaseFunction(
    "judge_attribute", argumentCount: 2, pure: true
  ) { values in
    guard let text = String.fromDatabaseValue(values[0]),
      let key = String.fromDatabaseValue(values[1]),
      let span = try? JSONValue(parsing: Array(text.utf8))
    else { return nil }
    return SpanAttributes.text(key, of: span)
  }
}
