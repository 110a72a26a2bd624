public import JudgeJSON

/// The columns of evaluation rows, current and older, as the fields of one form.
///
/// The current columns are `inputs`, `outputs` and `expectations`. The older ones are `request`,
/// `response`, `expected_response`, `expected_facts`, `guidelines`, `expected_retrieved_context`,
/// `request_id`, and `retrieved_context` as `[{doc_uri, content}]` (databricks-agents).
public enum RowColumns {
  /// The older columns that are now expectations.
  static let expectations = [
    "expected_response", "expected_facts", "guidelines", "expected_retrieved_context",
    "expected_tool_calls",
  ]

  /// Renames the older columns of a row.
  ///
  /// - Parameter row: the row as it was read.
  /// - Returns: the row with the current columns.
  /// - Throws: `ImportError` with the column, also if a value is in both a current and an older
  ///   column.
  public static func modern(_ row: JSONObject) throws(ImportError) -> JSONObject {
    var result = JSONObject()
    var expected = JSONObject()
    // Tables and data frames fill a column that a row does not have with NaN or null.
    for member in row where !member.value.isNull {
      switch member.key {
      case "request": try put(member.value, "inputs", "request", row, &result)
      case "response": try put(member.value, "outputs", "response", row, &result)
      case "request_id":
        try put(member.value, "client_request_id", "request_id", row, &result)
      case _ where expectations.contains(member.key):
        expected[member.key] = member.value
      default: result[member.key] = member.value
      }
    }
    guard !expected.isEmpty else { return result }
    if let given = result["expectations"], !given.isNull {
      guard let object = given.objectValue else {
        throw ImportError(field: "expectations", "must be an object, {name: value}")
      }
      for member in object { expected[member.key] = member.value }
    }
    result["expectations"] = .object(expected)
    return result
  }

  /// The maximum number of columns of a table.
  static let mostColumns = 1000

  /// Checks the heading of a table.
  ///
  /// - Parameter row: the first row.
  /// - Returns: the column names without blanks around them. An unnamed column has an empty name.
  /// - Throws: `ImportError` for a heading that cannot be read or names a column twice.
  public static func heading(_ row: CSVReader.Row) throws(ImportError) -> [String] {
    if let problem = row.problem { throw ImportError("the heading: \(problem)") }
    guard row.fields.count <= mostColumns else {
      throw ImportError(
        "the heading has \(row.fields.count) columns; at most \(mostColumns) are read")
    }
    var names: [String] = []
    var seen = Set<[UInt8]>()
    for field in row.fields {
      let name = Blanks.trimmed(field)
      guard name.isEmpty || seen.insert(Array(name.utf8)).inserted else {
        throw ImportError("the heading has the column \"\(name)\" twice: rename one of them")
      }
      names.append(name)
    }
    return names
  }

  /// The columns of labels that can hold a JSON object or list.
  ///
  /// All others are texts. A label's value is a text too until its judge says what it is.
  public static let labelStructures: Set<String> = [
    "metadata", "feedback", "expectation", "expectations", "source",
  ]

  /// The columns of evaluation rows that are always texts.
  static let rowTexts: Set<String> = [
    "trace_id", "client_request_id", "request_id", "rationale", "source_id", "name", "run_id",
    "response", "expected_response",
  ]

  /// Creates a row from the cells of a CSV file.
  ///
  /// A cell with a JSON object or list becomes that value, except in columns of texts. An empty
  /// cell is left out.
  ///
  /// - Parameters:
  ///   - heading: the column names.
  ///   - fields: the cells.
  ///   - structures: the only columns that can hold an object or a list; `nil` for the columns of
  ///     evaluation rows.
  /// - Returns: the row.
  /// - Throws: `ImportError` if there are more cells than columns.
  public static func row(
    heading: [String], fields: [String], structures: Set<String>? = nil
  ) throws(ImportError) -> JSONObject {
    guard fields.dropFirst(heading.count).allSatisfy(\.isEmpty) else {
      throw ImportError("has \(fields.count) cells, the heading has \(heading.count)")
    }
    var row = JSONObject()
    for (name, cell) in zip(heading, fields) where !cell.isEmpty && !name.isEmpty {
      let isText = structures.map { !$0.contains(name) } ?? rowTexts.contains(name)
      row[name] = isText ? .string(cell) : value(cell)
    }
    return row
  }

  /// Returns the JSON object or list that a cell holds; any other cell is a text.
  public static func value(_ cell: String) -> JSONValue {
    let first = cell.utf8.first { $0 != 0x20 }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      let value = try? JSONValue(parsing: Array(cell.utf8))
    {
      return value
    }
    return .string(cell)
  }

  private static func put(
    _ value: JSONValue, _ name: String, _ older: String, _ row: JSONObject,
    _ result: inout JSONObject
  ) throws(ImportError) {
    guard row[name]?.isNull ?? true else {
      throw ImportError(field: older, "stands beside \(name), which is the same column's new name")
    }
    result[name] = value
  }
}
