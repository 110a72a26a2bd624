import JudgeJSON
import JudgeRecords

/// A record on its way into the tables: checked, and as far prepared as can be without them.
///
/// Preparing is pure, so it runs beside the writer.
struct IncomingRecord: Sendable {
  /// What a record says, as the tables hold it.
  enum Content: Sendable {
    case trace(TraceRecord)
    case spans(traceID: String, rows: [SpanRow])
    case assessment(traceID: String, row: AssessmentRow)
    case verdicts([(traceID: String, row: AssessmentRow)])
    case change(Change)
    case run(Run)
    case redaction(hashes: [ContentID], purge: Bool)
    case other
    /// Nothing that counts.
    case nothing
  }

  /// Why a record is left out.
  struct Fault: Sendable {
    let kind: String
    let message: String
  }

  let path: RecordPath
  let content: Content
  let fault: Fault?
  /// The canonical bytes; missing if the rows hold all that is needed.
  let bytes: [UInt8]?

  /// The JSON that it says, in one or several documents.
  var texts: [[UInt8]] {
    if let bytes { return [bytes] }
    guard case .spans(_, let rows) = content else { return [] }
    return rows.map { Array($0.content.utf8) }
  }

  init(_ path: RecordPath, _ result: SourceResult) {
    self.path = path
    switch result {
    case .problem(let kind, let message):
      content = .nothing
      fault = Fault(kind: kind, message: message)
      bytes = nil
    case .record(let record) where record.kind != path.kind:
      content = .nothing
      fault = Fault(
        kind: RecordError.Code.wrongPlace.rawValue,
        message: "lies in the folder of kind \(path.kind) and is of kind \(record.kind)")
      bytes = nil
    case .record(let record):
      do throws(RecordError) {
        try Self.check(record, path)
        content = try Self.content(of: record)
        fault = nil
        bytes = Self.keepsBytes(record.kind) ? record.bytes : nil
      } catch {
        content = Self.contentAnyway(of: record)
        fault = Fault(kind: error.code.rawValue, message: error.description)
        bytes = nil
      }
    }
  }

  private static func check(_ record: Record, _ path: RecordPath) throws(RecordError) {
    guard ContentID(hashing: record.bytes) == path.id else {
      throw RecordError(.nameMismatch, "the bytes do not hash to the name")
    }
    do { try CanonicalJSON.verify(record.bytes) } catch {
      throw RecordError(.notCanonical, "not canonical JSON (RFC 8785): \(error)")
    }
  }

  private static func keepsBytes(_ kind: RecordKind) -> Bool {
    kind != .spans && kind != .verdicts
  }

  /// What a record that is left out says all the same: a redaction of a newer version hides.
  private static func contentAnyway(of record: Record) -> Content {
    guard record.kind == .redaction, record.version > JudgeRecords.Record.currentVersion,
      let value = try? Redaction(fields: record.fields)
    else { return .nothing }
    return .redaction(hashes: value.hashes, purge: value.purge ?? false)
  }

  private static func content(of record: Record) throws(RecordError) -> Content {
    switch record.kind {
    case .trace: return .trace(try TraceRecord(record: record))
    case .spans:
      let batch = try SpanBatch(record: record)
      return .spans(traceID: batch.traceID, rows: batch.spans.map { SpanRow($0) })
    case .assessment:
      let value = try Assessment(record: record)
      return .assessment(
        traceID: value.traceID, row: AssessmentRow(value, record: record.id))
    case .verdicts:
      let batch = try VerdictBatch(record: record)
      let elements = record.fields["verdicts"]?.arrayValue ?? []
      return .verdicts(
        zip(batch.verdicts, elements).map { verdict, element in
          (verdict.traceID, AssessmentRow(verdict, of: batch, body: element))
        })
    case .change: return .change(try Change(record: record))
    case .run: return .run(try Run(record: record))
    case .redaction:
      let value = try Redaction(record: record)
      return .redaction(hashes: value.hashes, purge: value.purge ?? false)
    default:
      try record.validate()
      return .other
    }
  }
}
