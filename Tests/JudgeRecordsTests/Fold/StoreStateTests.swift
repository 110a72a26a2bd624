import JudgeJSON
import JudgeRecords
import Testing

@Suite("The state of a store")
struct StoreStateTests {
  @Test("Of several trace records the finished, then the latest, then the greatest counts")
  func traceRecords() throws {
    var scene = Scene()
    func trace(_ state: String?, _ hour: Int?, _ output: JSONValue) -> TraceRecord {
      var trace = TraceRecord(experiment: Scene.experiment)
      trace.traceID = Scene.trace
      trace.state = state
      trace.requestTime = Scene.hour(hour)
      trace.outputs = output
      return trace
    }
    try scene.add(trace("IN_PROGRESS", 9, 1))
    #expect(scene.state.traces[Scene.trace]?.trace?.outputs == 1)
    try scene.add(trace(nil, 8, 2))
    #expect(scene.state.traces[Scene.trace]?.trace?.outputs == 2)
    try scene.add(trace("OK", 3, 3))
    try scene.add(trace("ERROR", 2, 4))
    #expect(scene.state.traces[Scene.trace]?.trace?.outputs == 3)
    let tied = try scene.add(trace("OK", 3, 5))
    let fold = try #require(scene.state.traces[Scene.trace])
    #expect(fold.record == max(tied, scene.records[2].id))
    #expect(Set(fold.others + [fold.record]).count == 5)
  }

  @Test("Spans, labels and verdicts without a trace record are there")
  func withoutTrace() throws {
    var scene = Scene()
    try scene.add(SpanBatch(traceID: "t-spans", spans: [[:]]))
    try scene.label("ann", 1, at: 1) { $0.traceID = "t-label" }
    try scene.add(
      VerdictBatch(
        name: "n", source: AssessmentSource(type: .llmJudge, id: "m"),
        verdicts: [Verdict(traceID: "t-verdict", result: .success(1))]))
    #expect(scene.state.traces.keys == ["t-label", "t-spans", "t-verdict"])
    #expect(scene.state.traces.values.allSatisfy { $0.record == nil })
  }

  @Test("Trace ids that differ only by Unicode normalisation are two traces")
  func normalisation() throws {
    var scene = Scene()
    for id in ["\u{e9}", "e\u{301}"] { try scene.label("ann", 1, at: 1) { $0.traceID = id } }
    #expect(scene.state.traces.count == 2)
    #expect(scene.state.labels["\u{e9}"]?.count == 1)
  }

  @Test("The same verdict in two batches is one")
  func verdicts() throws {
    var scene = Scene()
    var batch = VerdictBatch(
      name: "n", source: AssessmentSource(type: .llmJudge, id: "m"),
      verdicts: [Verdict(traceID: "t", result: .success(1))])
    try scene.add(batch)
    batch.modelSnapshot = "m-2026"
    batch.verdicts.append(Verdict(traceID: "t", result: .failure(AssessmentError())))
    try scene.add(batch)
    #expect(scene.state.verdicts["t"]?.count == 2)
    batch.repeatIndex = 1
    try scene.add(batch)
    #expect(scene.state.verdicts["t"]?.count == 4)
    #expect(Set((scene.state.verdicts["t"] ?? []).map(\.assessmentID)).count == 4)
  }

  @Test("Of imported verdicts under one id the last counts; another trace has its own")
  func importedVerdicts() throws {
    var scene = Scene()
    for (trace, hour, value) in [("t", 2, 2), ("t", 1, 1), ("u", 0, 3)] as [(String, Int, Int)] {
      var verdict = Verdict(traceID: trace, result: .success(.number(Double(value))))
      verdict.assessmentID = "a-1"
      verdict.createTime = Scene.hour(hour)
      try scene.add(
        VerdictBatch(
          name: "n", source: AssessmentSource(type: .llmJudge, id: "m"), verdicts: [verdict]))
    }
    #expect(scene.state.verdicts["t"]?.map(\.value) == [2])
    #expect(scene.state.verdicts["u"]?.map(\.value) == [3])
  }

  @Test("Adjudications: the last that nobody supersedes; a deleted one brings the older back")
  func adjudications() throws {
    var scene = Scene()
    func decide(_ value: JSONValue, _ hour: Int, _ supersedes: [ContentID]) -> Adjudication {
      var decision = Adjudication(
        traceID: "t", name: "quality", value: value, source: .human("ann"))
      decision.time = Scene.hour(hour)
      decision.supersedes = supersedes
      return decision
    }
    let first = try scene.add(decide(1, 9, []))
    let second = try scene.add(decide(2, 1, [first]))
    #expect(scene.state.decisions.adjudications["t"]?["quality"]?.winner.value == 2)
    try scene.add(decide(3, 2, [first]))
    let contended = try #require(scene.state.decisions.adjudications["t"]?["quality"])
    #expect(contended.winner.value == 3 && contended.isContended)
    for id in [second, scene.records[2].id] {
      try scene.change(
        ChangeTarget(kind: .adjudication, id: id.hex), "lifecycle", Change.deleted)
    }
    #expect(scene.state.decisions.adjudications["t"]?["quality"]?.winner.value == 1)
  }

  @Test("The rubric in force is the one that no other supersedes")
  func rubrics() throws {
    var scene = Scene()
    let old = try scene.add(Rubric(name: "quality", text: "old"))
    var new = Rubric(name: "quality", text: "new")
    new.supersedes = [old]
    try scene.add(new)
    #expect(scene.state.decisions.rubrics["quality"]?.winner.text == "new")
  }

  @Test("Redacted records are left out and listed, the redaction of a redaction undoes nothing")
  func redacted() throws {
    var scene = Scene()
    let secret = try scene.label("ann", "secret", at: 1)
    let record = scene.records[0].id
    let redaction = try scene.add(
      Redaction(hashes: [record], reason: "private", source: .human("ann")))
    #expect(scene.label(secret) == nil)
    #expect(scene.state.ignored.map(\.id) == [record])
    #expect(scene.state.ignored.map(\.reason) == ["redacted"])
    try scene.add(Redaction(hashes: [redaction], reason: "undo", source: .human("eve")))
    #expect(scene.label(secret) == nil)
    #expect(scene.state.redacted == [record, redaction])
  }

  @Test("A redaction of a newer version hides all the same")
  func newerRedaction() throws {
    var scene = Scene()
    let secret = try scene.label("ann", "secret", at: 1)
    var fields = Redaction(
      hashes: [scene.records[0].id], reason: "private", source: .human("ann")
    ).fields
    fields["kind"] = "redaction"
    fields["v"] = 2
    let bytes = JSONValue.object(fields).canonicalBytes()
    scene.records.append(try Record(reading: bytes))
    #expect(scene.label(secret) == nil)
    #expect(scene.state.ignored.count == 2)
  }

  @Test("Records of a wrong shape are left out and listed; unknown kinds are passed over")
  func ignored() throws {
    var scene = Scene()
    scene.records.append(try Record(reading: Array(#"{"kind":"trace","v":1}"#.utf8)))
    scene.records.append(try Record(reading: Array(#"{"kind":"trace","v":2}"#.utf8)))
    scene.records.append(try Record(reading: Array(#"{"kind":"judge","v":1}"#.utf8)))
    scene.records.append(try Record(reading: Array(#"{"kind":"wishes","v":1}"#.utf8)))
    let state = scene.state
    #expect(state.ignored.count == 3)
    #expect(state.ignored.contains { $0.reason.contains("experiment: is missing") })
    #expect(state.traces.isEmpty)
  }
}
