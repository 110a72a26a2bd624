import JudgeJSON
import JudgeRecords

/// A row of `assessment` with what the fold needs of it, and what was folded before.
struct StoredStanding {
  static let query = """
    SELECT a.key, r.id, a.id, a.class, a.name, a.source_type, a.source_id, a.span_id, a.time,
      a.overrides, a.repeat, a.seen, a.valid, a.standing, a.is_stale, a.disputes,
      CASE WHEN a.value = 'null' AND a.class <> \(AssessmentRow.Class.verdict.rawValue) THEN
        coalesce(json_type(CAST(r.bytes AS TEXT), '$.feedback.value'),
          json_type(CAST(r.bytes AS TEXT), '$.expectation.value')) = 'null' END,
      \(StoredIntroduction.columns)
    FROM assessment a JOIN record r ON r.key = a.key / \(IndexSchema.rowsPerRecord)
    WHERE a.trace = ?
    """

  let key: Int64
  let record: ContentID
  let id: String
  let isVerdict: Bool
  /// All but the value, of which the fold only asks whether it is `null`.
  let assessment: Assessment
  let stored: Standing
  /// The introduction of its record.
  let introduction: Introduction?

  init(_ row: SQLRow) throws {
    key = row.int(0)
    record = try IndexBuilder.contentID(row.blob(1))
    id = row.text(2)
    isVerdict = row.int(3) == AssessmentRow.Class.verdict.rawValue
    let isExpectation = row.int(3) == AssessmentRow.Class.expectation.rawValue
    let content: JSONValue = row.optionalInt(16) == 1 ? .null : true
    var value = Assessment(
      traceID: "", name: row.text(4),
      source: AssessmentSource(type: .init(rawValue: row.text(5)), id: row.text(6)),
      content: isExpectation ? .expectation(content) : .feedback(content))
    value.assessmentID = id
    value.spanID = row.optionalText(7)
    // The table has the later of creation and update, which is all that the fold compares.
    value.createTime = row.optionalInt(8).flatMap { Timestamp(milliseconds: $0) }
    value.overrides = row.optionalText(9)
    value.repeatIndex = row.optionalInt(10).map { Int($0) }
    value.seen = try row.optionalBlob(11).map(IndexBuilder.contentID)
    value.valid = row.optionalInt(12).map { $0 != 0 }
    assessment = value
    stored = Standing(
      word: row.text(13), isStale: row.bool(14), disputes: Self.disputes(row.optionalText(15)))
    introduction = StoredIntroduction.read(row, 17)
  }

  static func disputes(_ text: String?) -> [String] {
    guard let text, let value = try? JSONValue(parsing: Array(text.utf8)) else { return [] }
    return (value.arrayValue ?? []).compactMap(\.stringValue)
  }
}
