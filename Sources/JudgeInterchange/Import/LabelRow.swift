public import JudgeJSON
import JudgeRecords

/// A row of a file of labels: one feedback or one expectation on a trace that is known already.
///
/// Columns, the first of several spellings that is there: `trace`, or `trace_id` or
/// `client_request_id`; `name`, `assessment_name`, `question`; `value`, `expectation`, `error`, or
/// MLflow's `feedback` and `expectation` objects; `rationale`; `source_id`, `source`, `reviewer`;
/// `source_type`, HUMAN if missing; `time`, `create_time`, `timestamp`; `guideline_version`; and
/// what else an assessment of an import may have.
public struct LabelRow: Sendable {
  /// What fills columns that a row does not have.
  public struct Defaults: Hashable, Sendable {
    /// The question.
    public var name: String?
    /// Whose labels they are.
    public var sourceID: String?
    /// Whether `value` is what the answer should have been.
    public var isExpectation = false

    /// No defaults: each row says everything.
    public init() {}
  }

  /// The trace as the row names it: its id or the caller's key, of whichever it is.
  public let trace: String?
  /// What the row says.
  public var item: ImportedItem

  /// Reads a row.
  ///
  /// - Parameters:
  ///   - row: its columns.
  ///   - defaults: what fills columns that it does not have.
  ///   - reader: reads lines of the experiment.
  ///   - repaired: how many values the parser had to repair.
  /// - Throws: `ImportError` that names the column.
  public init(
    _ row: JSONObject, defaults: Defaults, reader: LineReader, repaired: Int = 0
  ) throws(ImportError) {
    var row = row
    let fields = LineFields(row)
    trace = try fields.text("trace")
    let traceID = try fields.text("trace_id")
    let key = try fields.text("client_request_id", "request_id")
    guard trace != nil || traceID != nil || key != nil else {
      throw ImportError(
        field: "trace", "is missing: name the trace by trace_id or client_request_id")
    }
    if let name = try fields.text("name", "assessment_name", "question") ?? defaults.name {
      row["name"] = .string(name)
    }
    row["source"] = .object(try Self.source(fields, defaults))
    row["create_time"] = fields.value("create_time") ?? fields.value("time")
    try Self.setContent(&row, fields, defaults)
    try Self.setGuideline(&row, fields)
    var line: JSONObject = ["assessments": [.object(row)]]
    if let traceID { line["trace_id"] = .string(traceID) }
    if let key { line["client_request_id"] = .string(key) }
    // A row that names its trace in one column says below what that is.
    if traceID == nil, key == nil { line["client_request_id"] = .string(trace ?? "") }
    do throws(ImportError) {
      item = try reader.read(.object(line), repaired: repaired)
    } catch {
      let inner = "assessments[0]."
      let field =
        error.field.hasPrefix(inner) ? String(error.field.dropFirst(inner.count)) : error.field
      throw ImportError(field: field, error.message)
    }
  }

  private static func source(
    _ fields: LineFields, _ defaults: Defaults
  ) throws(ImportError) -> JSONObject {
    var source = JSONObject()
    if let given = fields.value("source")?.objectValue {
      source = given
    } else if let id = try fields.text("source_id", "source", "reviewer") ?? defaults.sourceID {
      source["source_id"] = .string(id)
    }
    if source["source_type"] == nil {
      source["source_type"] = .string(try fields.text("source_type") ?? "HUMAN")
    }
    return source
  }

  /// Copies the guideline version of a row to the label's metadata.
  private static func setGuideline(
    _ row: inout JSONObject, _ fields: LineFields
  ) throws(ImportError) {
    guard let text = try fields.text("guideline_version"), !text.isEmpty else { return }
    guard ContentID(hex: text) != nil else {
      throw fields.fail(
        "guideline_version", "must be 64 hexadecimal digits, the hash of a version")
    }
    var metadata = row["metadata"]?.objectValue ?? JSONObject()
    metadata[Assessment.guidelineKey] = .string(text)
    row["metadata"] = .object(metadata)
  }

  private static func setContent(
    _ row: inout JSONObject, _ fields: LineFields, _ defaults: Defaults
  ) throws(ImportError) {
    if let expected = fields.value("expectation") {
      guard fields.value("value") == nil else {
        throw fields.fail("expectation", "stands beside a value: a row has one or the other")
      }
      let isWrapped = ["value", "serialized_value"].contains { expected.objectValue?[$0] != nil }
      row["expectation"] = isWrapped ? expected : ["value": expected]
    } else if defaults.isExpectation {
      guard let value = fields.value("value") else { throw fields.fail("value", "is missing") }
      row["expectation"] = ["value": value]
    }
    // Rows of a table say "no value" by an empty cell or null.
    if fields.value("value") == nil { row["value"] = nil }
    if let feedback = fields.value("feedback"), feedback.objectValue == nil {
      throw fields.fail("feedback", "must be {value}; the column of plain values is value")
    }
  }
}
