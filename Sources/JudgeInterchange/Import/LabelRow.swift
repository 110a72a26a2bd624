public import JudgeJSON
package import JudgeRecords

/// A row of a file of labels: one feedback or one expectation on an existing trace.
///
/// Columns with several spellings use the first one that exists: `trace`, or `trace_id` or
/// `client_request_id`; `name`, `assessment_name`, `question`; `value`, `expectation`, `error`, or
/// MLflow's `feedback` and `expectation` objects; `rationale`; `source_id`, `source`, `reviewer`;
/// `source_type`, HUMAN if missing; `time`, `create_time`, `timestamp`; `guideline_version`; and
/// the other fields of an imported assessment.
public struct LabelRow: Sendable {
  /// Values for columns that a row does not have.
  public struct Defaults: Hashable, Sendable {
    /// The question.
    public var name: String?
    /// The source id of the labels.
    public var sourceID: String?
    /// Whether `value` is an expectation, the value that the answer should have had.
    public var isExpectation = false

    /// Creates empty defaults, so that each row must have all columns.
    public init() {}
  }

  /// The trace as named by the row, by its id or the caller's key.
  public let trace: String?
  /// The content of the row.
  public var item: ImportedItem

  /// Reads a row.
  ///
  /// - Parameters:
  ///   - row: the columns of the row.
  ///   - defaults: values for columns that the row does not have.
  ///   - reader: reads lines of the experiment.
  ///   - repaired: the number of values that the parser repaired.
  /// - Throws: `ImportError` with the column.
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
    // In a row with one column for its trace, the kind of key is decided below.
    if traceID == nil, key == nil { line["client_request_id"] = .string(trace ?? "") }
    do throws(ImportError) {
      item = try reader.read(.object(line), repaired: repaired)
    } catch {
      let inner = "assessments[0]."
      let field =
        error.field.hasPrefix(inner) ? String(error.field.dropFirst(inner.count)) : error.field
      throw ImportError(field: field, error.message)
    }
    guard item.withoutValue == 0 else {
      throw ImportError(field: "value", "is null: a row needs a value or an error")
    }
  }

  /// Wraps a label of a bundle.
  ///
  /// - Parameters:
  ///   - label: the label, with its trace's id.
  ///   - experiment: the experiment of the import.
  package init(_ label: Assessment, experiment: ContentID) {
    trace = nil
    item = ImportedItem(experiment: experiment)
    item.trace.traceID = label.traceID
    item.assessments = [label]
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
    // Rows of a table write a missing value as an empty cell or null.
    if fields.value("value") == nil { row["value"] = nil }
    if let feedback = fields.value("feedback"), feedback.objectValue == nil {
      throw fields.fail("feedback", "must be {value}; the column of plain values is value")
    }
  }
}
