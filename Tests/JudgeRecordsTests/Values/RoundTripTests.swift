import JudgeJSON
import JudgeRecords
import JudgeTestSupport
import Testing

@Suite("Values and their records")
struct RoundTripTests {
  @Test("Value to record to bytes to record to value", arguments: RecordKind.all)
  func roundTrip(kind: RecordKind) throws {
    for seed in PropertyRuns.seeds(200) {
      var maker = RandomRecords(seed: seed)
      switch kind {
      case .experiment: try check(maker.experiment(), seed)
      case .run: try check(maker.run(), seed)
      case .trace: try check(maker.trace(), seed)
      case .spans: try check(maker.spans(), seed)
      case .assessment: try check(maker.assessment(), seed)
      case .verdicts: try check(maker.verdicts(), seed)
      case .judge: try check(maker.judge(), seed)
      case .registration: try check(maker.registration(), seed)
      case .report: try check(maker.report(), seed)
      case .rubric: try check(maker.rubric(), seed)
      case .assignment: try check(maker.assignment(), seed)
      case .adjudication: try check(maker.adjudication(), seed)
      case .change: try check(maker.change(), seed)
      case .redaction: try check(maker.redaction(), seed)
      case .endorsement: try check(maker.endorsement(), seed)
      default: Issue.record("no generator for \(kind)")
      }
    }
  }

  private func check<Value: RecordValue>(_ value: Value, _ seed: UInt64) throws {
    let record = try value.record()
    try CanonicalJSON.verify(record.bytes)
    let read = try Record(reading: record.bytes, named: record.id)
    try read.validate()
    let back = try Value(record: read)
    #expect(read.kind == Value.kind && read.version == 1)
    #expect(back == value, "seed \(seed)")
    // Member by member too: `==` sees only what is written.
    #expect(described(back) == described(value), "seed \(seed)")
    #expect(try back.record().bytes == record.bytes, "seed \(seed)")
  }

  /// All stored members.
  private func described(_ value: some Any) -> String {
    var text = ""
    dump(value, to: &text)
    return text
  }

  @Test("Values are equal by bytes, not by Unicode equivalence")
  func equality() {
    #expect(Experiment(name: "\u{e9}") != Experiment(name: "e\u{301}"))
    #expect(Set([Experiment(name: "\u{e9}"), Experiment(name: "e\u{301}")]).count == 2)
    let composed = ChangeTarget(kind: .trace, id: "\u{e9}")
    #expect(composed != ChangeTarget(kind: .trace, id: "e\u{301}"))
  }

  @Test("Ids are given or derived")
  func ids() throws {
    var trace = TraceRecord(experiment: ContentID(hashing: []))
    let record = try trace.record()
    #expect(trace.id(in: record.id) == "tr-" + record.id.hex.prefix(32))
    trace.traceID = "tr-1"
    #expect(trace.id(in: record.id) == "tr-1")
    var label = Assessment(
      traceID: "tr-1", name: "n", source: .human("a@b"), content: .feedback(1))
    #expect(label.id(in: record.id) == "a-" + record.id.hex.prefix(32))
    label.assessmentID = "a-1"
    #expect(label.id(in: record.id) == "a-1")
  }

  @Test("The id of a verdict depends on its batch and its unknown fields")
  func verdictIDs() throws {
    var batch = VerdictBatch(
      name: "n", source: AssessmentSource(type: .llmJudge, id: "m"),
      verdicts: [Verdict(traceID: "t", result: .success(1))])
    var seen: Set<String> = [batch.id(of: batch.verdicts[0])]
    #expect(batch.id(of: batch.verdicts[0]).utf8.count == 34)
    batch.run = ContentID(hashing: [1])
    seen.insert(batch.id(of: batch.verdicts[0]))
    batch.judge = ContentID(hashing: [2])
    seen.insert(batch.id(of: batch.verdicts[0]))
    batch.repeatIndex = 0
    seen.insert(batch.id(of: batch.verdicts[0]))
    batch.modelSnapshot = "m-2026"
    seen.insert(batch.id(of: batch.verdicts[0]))
    #expect(seen.count == 4)
    var fields = batch.fields
    fields["verdicts"] = [["trace_id": "t", "value": 1, "newer": true]]
    let newer = try VerdictBatch(fields: fields)
    seen.insert(newer.id(of: newer.verdicts[0]))
    #expect(seen.count == 5)
    #expect(newer.fields == fields)
  }

  @Test("Experiment ids are 31 bits, Default is 0")
  func experimentNumbers() throws {
    let id = try #require(ContentID(hex: String(repeating: "f", count: 64)))
    #expect(id.experimentNumber(createdAs: "x") == "2147483647")
    #expect(id.experimentNumber(createdAs: "Default") == "0")
    #expect(id.runID == String(repeating: "f", count: 32))
  }
}
