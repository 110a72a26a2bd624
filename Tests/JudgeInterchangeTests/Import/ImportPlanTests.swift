import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeInterchange

@Suite("What an import takes")
struct ImportPlanTests {
  private static let experiment = ContentID(hashing: Array("experiment".utf8))

  private func plan(_ known: (String, String, JSONValue)...) -> ImportPlan {
    var byRequest = TextMap<ImportPlan.Known>()
    var byTrace = TextMap<ImportPlan.Known>()
    for (request, id, inputs) in known {
      let content = TraceFold.content(inputs: inputs, outputs: nil)
      byTrace[id] = ImportPlan.Known(traceID: id, content: content)
      byRequest[request] = byTrace[id]
    }
    return ImportPlan(byRequest: byRequest, byTrace: byTrace)
  }

  private func add(_ line: String, to plan: inout ImportPlan) throws {
    let item = try LineReader(experiment: Self.experiment).read(Array(line.utf8))
    try plan.add(item, file: "f", line: 1)
  }

  private static let label =
    #"{"name": "n", "source_type": "HUMAN", "source_id": "a", "value": 1}"#

  @Test("A line twice is one trace and one label")
  func twice() throws {
    var plan = plan()
    for _ in 0..<2 {
      try add(
        #"{"client_request_id": "c", "inputs": 1, "assessments": [\#(Self.label)]}"#, to: &plan)
    }
    let records = try plan.finish(known: [])
    #expect(plan.result.traces == 1 && plan.result.alreadyPresent == 1)
    #expect(plan.result.assessments == 1)
    #expect(records.map(\.kind) == [.trace, .assessment])
  }

  @Test("Other inputs under a key are a conflict, and nothing of the line is taken")
  func conflict() throws {
    var plan = plan(("c", "tr-1", 1))
    try add(
      #"""
      {"client_request_id": "c", "inputs": 2, "tags": {"a": 1}, "run": "r",
       "assessments": [\#(Self.label)]}
      """#, to: &plan)
    #expect(plan.result.conflicting.count == 1 && plan.result.repaired == 0)
    #expect(try plan.finish(known: []).isEmpty)
  }

  @Test("A preview of a trace that is there is no conflict")
  func excerpt() throws {
    var plan = plan(("c", "tr-1", 1))
    try add(
      #"""
      {"info": {"trace_id": "tr-1", "request_preview": "something shorter",
                "assessments": [\#(Self.label)]}}
      """#, to: &plan)
    #expect(plan.result.conflicting.isEmpty && plan.result.alreadyPresent == 1)
    #expect(try plan.finish(known: []).map(\.kind) == [.assessment])
  }

  @Test("Keys that differ by Unicode normalisation only are two")
  func normalisation() throws {
    var plan = plan()
    try add("{\"client_request_id\": \"\u{e9}\", \"inputs\": 1}", to: &plan)
    try add("{\"client_request_id\": \"e\u{301}\", \"inputs\": 2}", to: &plan)
    #expect(plan.result.traces == 2 && plan.result.conflicting.isEmpty)
  }

  @Test("Labels before their trace wait for its id; without one they are refused")
  func labelsFirst() throws {
    var plan = plan()
    try add(#"{"trace_id": "tr-1", "assessments": [\#(Self.label)]}"#, to: &plan)
    #expect(throws: ImportError.self) {
      try add(#"{"client_request_id": "c", "assessments": [\#(Self.label)]}"#, to: &plan)
    }
    try add(#"{"trace_id": "tr-1", "inputs": 1}"#, to: &plan)
    #expect(plan.result.traces == 1 && plan.result.alreadyPresent == 0)
    #expect(try plan.finish(known: []).map(\.kind) == [.trace, .assessment])
    #expect(plan.result.assessments == 1)
  }

  @Test("A line that throws leaves nothing behind")
  func atomic() throws {
    var plan = plan()
    var item = try LineReader(experiment: Self.experiment).read(
      Array(#"{"inputs": 1, "run": "r", "tags": {"a": 1}, "assessments": [\#(Self.label)]}"#.utf8))
    item.assessments.append(item.assessments[0])
    item.assessments[1].name = ""
    #expect(throws: ImportError.self) { try plan.add(item, file: "f", line: 1) }
    #expect(plan.result.traces == 0 && plan.result.repaired == 0)
    #expect(try plan.finish(known: []).isEmpty)
  }

  @Test("Spans that need several records get them")
  func spans() throws {
    var plan = plan()
    let name = String(repeating: "n", count: 500_000)
    let spans = (0..<3).map { #"{"span_id": "\#($0)", "name": "\#(name)"}"# }
    try add(#"{"trace_id": "t", "spans": [\#(spans.joined(separator: ","))]}"#, to: &plan)
    #expect(try plan.finish(known: []).map(\.kind) == [.spans, .spans, .spans])
  }

  @Test("Verdicts make batches of at most 1,000 and of at most 1 MiB")
  func batches() throws {
    var batches = VerdictBatches()
    let source = AssessmentSource(type: .llmJudge, id: "m")
    let long = String(repeating: "x", count: 400_000)
    for index in 0..<2_005 {
      let verdict = Verdict(
        traceID: "tr-\(index)", result: .success(1), rationale: index > 2_000 ? long : nil)
      batches.add(verdict, name: "n", source: source)
    }
    batches.add(Verdict(traceID: "t", result: .success(1)), name: "other", source: source)
    let made = batches.batches()
    #expect(made.map(\.verdicts.count).sorted() == [1, 2, 3, 1_000, 1_000])
    for batch in made { _ = try batch.record() }
    let ids = made.flatMap(\.verdicts).filter { $0.traceID != "t" }.map(\.traceID)
    #expect(Set(ids).count == 2_005)
  }
}
