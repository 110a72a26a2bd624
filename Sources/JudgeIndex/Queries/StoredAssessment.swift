import GRDB
import JudgeJSON
import JudgeRecords

/// An assessment as the tables have it.
enum StoredAssessment {
  case label(Label)
  case verdict(Feedback)

  /// What to select from `assessment a JOIN record r`.
  static let columns = """
    a.class, a.id, r.id, r.bytes, a.standing, a.is_stale, a.disputes, a.body, a.name, \
    a.source_type, a.source_id, a.run, a.judge, a.repeat
    """

  init(_ row: SQLRow, from start: Int32) throws {
    if row.int(start) == AssessmentRow.Class.verdict.rawValue {
      self = try Self.verdict(row, from: start)
    } else {
      self = try Self.label(row, from: start)
    }
  }

  private static func label(_ row: SQLRow, from start: Int32) throws -> StoredAssessment {
    let record = try IndexBuilder.contentID(row.blob(start + 2))
    let stored = try Database.storedRecord(row.blob(start + 3), id: record)
    var label = Label(
      id: row.text(start + 1), record: record, assessment: try Assessment(record: stored))
    guard let standing = Label.Standing(rawValue: row.text(start + 4)) else {
      throw DamagedIndex()
    }
    // The address that stands for the person, if an owner has joined several.
    label.assessment.source = AssessmentSource(
      type: .init(rawValue: row.text(start + 9)), id: row.text(start + 10))
    label.standing = standing
    label.isStale = row.bool(start + 5)
    label.disputes = StoredStanding.disputes(row.optionalText(start + 6))
    return .label(label)
  }

  private static func verdict(_ row: SQLRow, from start: Int32) throws -> StoredAssessment {
    let object = try TraceLoader.object(row.text(start + 7))
    let verdict = try Verdict(FieldReader(object))
    var batch = VerdictBatch(
      name: row.text(start + 8),
      source: AssessmentSource(
        type: .init(rawValue: row.text(start + 9)), id: row.text(start + 10)),
      verdicts: [])
    batch.run = try row.optionalBlob(start + 11).map(IndexBuilder.contentID)
    batch.judge = try row.optionalBlob(start + 12).map(IndexBuilder.contentID)
    batch.repeatIndex = row.optionalInt(start + 13).map { Int($0) }
    return .verdict(batch.feedback(of: verdict, id: row.text(start + 1)))
  }
}
