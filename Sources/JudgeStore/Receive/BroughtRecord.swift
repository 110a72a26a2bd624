import JudgeRecords

/// A record that a commit adds, checked against its schema.
struct BroughtRecord: Sendable {
  let path: RecordPath
  let record: Record
  /// The source, for labels, expectations and decisions.
  let source: AssessmentSource?

  /// - Throws: `RecordError` if a field does not fit the schema.
  init(_ record: Record, at path: RecordPath) throws(RecordError) {
    self.path = path
    self.record = record
    switch record.kind {
    case .assessment: source = try Assessment(record: record).source
    case .adjudication: source = try Adjudication(record: record).source
    default:
      try record.validate()
      source = nil
    }
  }
}
