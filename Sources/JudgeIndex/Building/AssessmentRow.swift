import GRDB
import JudgeJSON
import JudgeRecords

/// One row of `assessment`: a label, an expectation, or one verdict of a batch.
struct AssessmentRow: Sendable {
  /// What the row is, as column `class` has it.
  enum Class: Int64, Sendable {
    /// A feedback of a person or a program.
    case feedback = 0
    /// What the answer should have been.
    case expectation = 1
    /// A judge's feedback, an element of a batch.
    case verdict = 2
  }

  /// The metadata key by which MLflow marks assessments of a whole session.
  static let sessionKey = "mlflow.trace.session"

  let kind: Class
  let id: String
  let name: String
  var source: AssessmentSource
  let spanID: String?
  let rationale: String?
  let session: String?
  let time: Timestamp?
  var value: String?
  var number: Double?
  var overrides: String?
  var repeatIndex: Int?
  var seen: ContentID?
  var valid: Bool?
  var run: ContentID?
  var judge: ContentID?
  /// The element of the batch; missing for what is a record of its own.
  var body: String?
  /// The label's state before the fold.
  var standing = Label.Standing.counts

  init(_ assessment: Assessment, record: ContentID) {
    if case .expectation = assessment.content { kind = .expectation } else { kind = .feedback }
    id = assessment.id(in: record)
    name = assessment.name
    source = assessment.source
    spanID = assessment.spanID
    rationale = assessment.rationale
    session = assessment.metadata[Self.sessionKey]?.stringValue
    time = assessment.statedTime
    overrides = assessment.overrides
    repeatIndex = assessment.repeatIndex
    seen = assessment.seen
    valid = assessment.valid
    switch assessment.content {
    case .feedback(let value), .expectation(let value): set(value)
    case .error: break
    }
  }

  init(_ verdict: Verdict, of batch: VerdictBatch, body: JSONValue) {
    kind = .verdict
    id = batch.id(of: verdict)
    name = batch.name
    source = batch.source
    spanID = verdict.spanID
    rationale = verdict.rationale
    session = verdict.metadata[Self.sessionKey]?.stringValue
    time = verdict.createTime
    repeatIndex = batch.repeatIndex
    run = batch.run
    judge = batch.judge
    self.body = body.canonicalText
    if let value = verdict.value { set(value) }
  }

  /// What searches compare: a text as it is, all else as JSON; numbers as numbers too.
  private mutating func set(_ value: JSONValue) {
    self.value = value.stringValue ?? value.canonicalText
    number = value.doubleValue
  }

  func insert(key: Int64, trace: Int64, _ db: Database) throws {
    try db.run(
      """
      INSERT INTO assessment(
        key, trace, id, class, name, source_type, source_id, span_id, value, number, rationale,
        session, time, overrides, repeat, seen, valid, run, judge, body, standing, is_stale)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
      """,
      [
        .int(key), .int(trace), .text(id), .int(kind.rawValue), .text(name),
        .text(source.type.rawValue), .text(source.id), SQLValue(spanID), SQLValue(value),
        SQLValue(number), SQLValue(rationale), SQLValue(session),
        SQLValue(time?.milliseconds), SQLValue(overrides), SQLValue(repeatIndex.map(Int64.init)),
        SQLValue(seen), SQLValue(valid.map { $0 ? 1 : 0 as Int64 }),
        SQLValue(run), SQLValue(judge), SQLValue(body), .text(standing.rawValue),
      ])
  }
}
