import JudgeJSON
import JudgeRecords

@testable import JudgeIndex

/// Small records for scenarios.
enum Samples {
  static let experiment = Experiment(name: "support")

  static func experimentID() throws -> ContentID { try experiment.record().id }

  static func trace(
    _ id: String, at milliseconds: Int64? = nil, tags: JSONObject = JSONObject(),
    metadata: JSONObject = JSONObject(), key: String? = nil
  ) throws -> Record {
    var trace = TraceRecord(experiment: try experimentID())
    trace.traceID = id
    trace.clientRequestID = key
    trace.requestTime = milliseconds.flatMap { Timestamp(milliseconds: $0) }
    trace.inputs = ["question": .string("What about \(id)?")]
    trace.outputs = "An answer"
    trace.tags = tags
    trace.metadata = metadata
    return try trace.record()
  }

  static func label(
    _ value: JSONValue, on trace: String, by source: String = "ann", at milliseconds: Int64 = 1,
    name: String = "quality", _ adjust: (inout Assessment) -> Void = { _ in }
  ) throws -> Record {
    var label = Assessment(
      traceID: trace, name: name, source: .human(source), content: .feedback(value))
    label.createTime = Timestamp(milliseconds: milliseconds)
    adjust(&label)
    return try label.record()
  }

  static func verdicts(
    _ values: [(trace: String, value: JSONValue)], by source: String = "m1",
    name: String = "quality", run: ContentID? = nil
  ) throws -> Record {
    var batch = VerdictBatch(
      name: name, source: AssessmentSource(type: .llmJudge, id: source),
      verdicts: values.map { Verdict(traceID: $0.trace, result: .success($0.value)) })
    batch.run = run
    return try batch.record()
  }

  static func change(
    _ kind: RecordKind, _ id: String, _ key: String, _ value: JSONValue, by source: String = "ann",
    at milliseconds: Int64 = 5
  ) throws -> Record {
    var change = Change(target: ChangeTarget(kind: kind, id: id), key: key, value: value)
    change.source = .human(source)
    change.time = Timestamp(milliseconds: milliseconds)
    return try change.record()
  }

  static func redaction(_ ids: [ContentID], purge: Bool? = nil) throws -> Record {
    var redaction = Redaction(hashes: ids, reason: "private", source: .human("ann"))
    redaction.purge = purge
    return try redaction.record()
  }

  /// The id that people see of a label's record.
  static func assessmentID(_ record: Record) -> String { "a-" + record.id.prefix(32) }
}

/// An index in a folder of its own, over a branch in memory.
struct IndexFixture {
  let folder: TemporaryFolder
  let source = FakeSource()
  let index: JudgeIndex

  init(_ records: [Record] = []) async throws {
    folder = try TemporaryFolder()
    index = try JudgeIndex.open(file: folder.file("index.sqlite"))
    if !records.isEmpty { try await set(records) }
  }

  @discardableResult
  func set(_ records: [Record]) async throws -> CatchUp {
    source.commit(records)
    return try await index.catchUp(from: source)
  }

  func ids(_ filter: String? = nil, orderBy: [String] = []) async throws -> [String] {
    try await index.traces(TraceQuery(filter: filter, orderBy: orderBy)).traces.map(\.id)
  }
}
