import JudgeJSON
import JudgeRecords
import JudgeTestSupport

@testable import JudgeIndex

/// Records of all kinds that refer to each other, from a seed: few ids, so that they collide.
struct HistoryGenerator {
  var random: SeededGenerator
  private var records: [Record] = []
  /// Spans have times of their own, so that none is taken for another version of the same.
  private var spanCount = 0
  private var assessmentIDs: [String] = ["a-imported-1", "a-imported-2"]
  private let experiments: [Experiment] = [Experiment(name: "one"), Experiment(name: "two")]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// So many records, each different.
  mutating func history(_ count: Int) throws -> [Record] {
    records = try experiments.map { try $0.record() }
    while records.count < count {
      let record = try next()
      if !records.contains(record) { records.append(record) }
    }
    return records
  }

  private mutating func next() throws -> Record {
    switch random.below(20) {
    case 0...4: try trace().record()
    case 5...6: try spans().record()
    case 7...12: try assessment()
    case 13...14: try verdicts()
    case 15...17: try change()
    case 18: try random.once(in: 3) ? redaction().record() : run().record()
    default: try odd()
    }
  }

  private mutating func traceID() -> String { "tr-\(random.below(8))" }

  private mutating func time() -> Timestamp? {
    random.once(in: 4) ? nil : Timestamp(milliseconds: Int64(1_700_000_000_000 + random.below(6)))
  }

  private mutating func source() -> AssessmentSource {
    random.once(in: 5)
      ? AssessmentSource(type: .code, id: "check") : .human(random.one(of: ["ann", "bob", "eve"]))
  }

  private mutating func value() -> JSONValue {
    random.one(of: ["good", "poor", 1, 2.5, true, .null, ["a", 1]])
  }

  private mutating func experiment() throws -> ContentID {
    try experiments[random.below(2)].record().id
  }

  private mutating func trace() throws -> TraceRecord {
    var trace = TraceRecord(experiment: try experiment())
    if !random.once(in: 6) { trace.traceID = traceID() }
    if random.once(in: 2) { trace.clientRequestID = "c\(random.below(4))" }
    trace.requestTime = time()
    if random.once(in: 2) { trace.executionDuration = Double(random.below(5)) * 1.5 }
    trace.state = random.one(of: [nil, "OK", "ERROR", "IN_PROGRESS"])
    trace.inputs = ["question": .number(Double(random.below(3)))]
    if !random.once(in: 4) { trace.outputs = .string("answer \(random.below(3))") }
    if random.once(in: 2) { trace.tags = ["topic": random.one(of: ["billing", "Login", "größe"])] }
    if random.once(in: 2) { trace.tags["mlflow.traceName"] = random.one(of: ["chat", "Search"]) }
    if random.once(in: 3) { trace.metadata["mlflow.trace.session"] = random.one(of: ["s1", "s2"]) }
    if random.once(in: 3) { trace.metadata["mlflow.sourceRun"] = "run-1" }
    return trace
  }

  private mutating func spans() -> SpanBatch {
    let spans = (0...random.below(2)).map { _ -> JSONValue in
      spanCount += 1
      return [
        "name": random.one(of: ["retrieve", "generate"]), "span_id": .string("\(random.below(3))"),
        "start_time_unix_nano": .string("\(random.below(30) * 1000 + spanCount)"),
        "status": ["code": random.one(of: ["STATUS_CODE_OK", "STATUS_CODE_ERROR"])],
        "attributes": [
          "mlflow.spanType": random.one(of: ["\"LLM\"", "\"TOOL\""]),
          "model": random.one(of: ["a", "b"]),
        ],
      ]
    }
    return SpanBatch(traceID: traceID(), spans: spans)
  }

  private mutating func assessment() throws -> Record {
    let content: Assessment.Content =
      switch random.below(6) {
      case 0: .expectation(value())
      case 1: .error(AssessmentError(message: "no answer"))
      default: .feedback(value())
      }
    var label = Assessment(
      traceID: traceID(), name: random.one(of: ["quality", "tone"]), source: source(),
      content: content, rationale: random.one(of: [nil, "because", "Why not"]))
    label.createTime = time()
    if random.once(in: 4) { label.overrides = random.one(of: assessmentIDs) }
    if random.once(in: 8) { label.repeatIndex = 1 }
    if random.once(in: 8) { label.valid = random.once(in: 2) }
    if random.once(in: 8) { label.spanID = "1" }
    if random.once(in: 5) { label.seen = random.one(of: shownHashes()) }
    if random.once(in: 10) {
      label.assessmentID = random.one(of: ["a-imported-1", "a-imported-2"])
    }
    if random.once(in: 8) { label.metadata["mlflow.trace.session"] = random.one(of: ["s1", "s2"]) }
    let record = try label.record()
    assessmentIDs.append(label.id(in: record.id))
    return record
  }

  /// What traces show now, so that some labels are stale and some are not.
  private func shownHashes() -> [ContentID] {
    [ContentID(hashing: [])] + StoreState(records).traces.values.map(\.shown).sorted()
  }

  private mutating func verdicts() throws -> Record {
    var batch = VerdictBatch(
      name: random.one(of: ["quality", "tone"]),
      source: AssessmentSource(type: .llmJudge, id: random.one(of: ["m1", "m2"])),
      verdicts: (0...random.below(3)).map { _ in
        var verdict = Verdict(
          traceID: traceID(),
          result: random.once(in: 5) ? .failure(AssessmentError(message: "x")) : .success(value()))
        if random.once(in: 5) { verdict.assessmentID = random.one(of: ["v1", "v2"]) }
        verdict.createTime = time()
        return verdict
      })
    if random.once(in: 2) { batch.judge = ContentID(hashing: [1]) }
    if random.once(in: 2) { batch.run = ContentID(hashing: [2]) }
    let record = try batch.record()
    assessmentIDs += batch.verdicts.map { batch.id(of: $0) }
    return record
  }

  private mutating func change() throws -> Record {
    let target: ChangeTarget
    let key: String
    var value: JSONValue = random.one(of: [Change.deleted, Change.active])
    if random.once(in: 2) {
      target = ChangeTarget(kind: .trace, id: traceID())
      key = random.one(of: ["lifecycle", "tag/topic", "tag/new"])
      if key != "lifecycle" { value = random.one(of: ["x", .null, "größe"]) }
    } else {
      target = ChangeTarget(kind: .assessment, id: random.one(of: assessmentIDs))
      key = "lifecycle"
    }
    var change = Change(target: target, key: key, value: value)
    change.time = time()
    change.source =
      random.once(in: 3) ? AssessmentSource(type: .llmJudge, id: "m1") : source()
    let earlier = records.filter { $0.kind == .change }
    if !earlier.isEmpty, random.once(in: 2) { change.supersedes = [random.one(of: earlier).id] }
    return try change.record()
  }

  private mutating func redaction() -> Redaction {
    var redaction = Redaction(
      hashes: [random.one(of: records).id, random.one(of: records).id], reason: "private",
      source: .human("ann"))
    redaction.time = time()
    if random.once(in: 2) { redaction.purge = true }
    return redaction
  }

  private mutating func run() throws -> Run {
    Run(experiment: try experiment(), nonce: "\(random.below(1000))")
  }

  /// A record whose fields are not what its kind allows, and kinds without a table of their own.
  private mutating func odd() throws -> Record {
    switch random.below(3) {
    case 0:
      try Record(kind: .assessment, fields: ["n": .number(Double(random.below(1000)))])
    case 1:
      try Record(kind: .trace, fields: ["experiment": .number(Double(random.below(1000)))])
    default:
      try JudgeBody(name: "judge \(random.below(1000))", instructions: "").record()
    }
  }
}
