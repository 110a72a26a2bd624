import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeInterchange

@Suite("Several labels of one source in files")
struct LabelOrderTests {
  private struct Row {
    var source = "ann"
    var value: JSONValue
    var more = ""
    var trace = "c"
  }

  /// Imports files of rows into a store with these records, as the services do.
  private func importing(
    _ files: [[Row]], into store: [Record] = [], at time: Int64 = 1
  ) throws -> (plan: ImportPlan, records: [Record]) {
    let state = StoreState(store)
    var byTrace = TextMap<ImportPlan.Known>()
    var byRequest = TextMap<ImportPlan.Known>()
    for trace in state.traces.map(\.value) {
      byTrace[trace.id] = ImportPlan.Known(traceID: trace.id, content: trace.content)
      if let key = trace.trace?.clientRequestID { byRequest[key] = byTrace[trace.id] }
    }
    var plan = ImportPlan(byRequest: byRequest, byTrace: byTrace)
    for file in files {
      plan.beginFile()
      for (index, row) in file.enumerated() {
        let line = #"""
          {"client_request_id": "\#(row.trace)", "inputs": 1, "outputs": 2, "assessments": [{
           "name": "q", "source_type": "HUMAN", "source_id": "\#(row.source)",
           "value": \#(row.value.canonicalText)\#(row.more)}]}
          """#
        try plan.add(try read(line), file: "f", line: index + 1)
      }
    }
    var earlier = EarlierLabels()
    earlier.labels = state.labels
    earlier.time = Timestamp(milliseconds: time)
    let known = Set(state.labels.flatMap { $0.value.flatMap { [$0.id, $0.record.hex] } })
    let records = try plan.finish(known: known, earlier: earlier)
    // As they are read back from a store.
    return (plan, try records.map { try Record(reading: $0.bytes) })
  }

  private func votes(_ records: [Record]) -> [JSONValue] {
    StoreState(records).labels.flatMap { $0.value }.filter { $0.standing == .counts }
      .compactMap {
        if case .feedback(let value) = $0.assessment.content { value } else { nil }
      }
  }

  @Test(
    "Of two rows of one source without times the later one counts, whatever they hash to",
    arguments: [["yes", "no"], ["no", "yes"], ["yes", "no", "yes"], ["a", "b", "c", "b", "a"]])
  func later(values: [String]) throws {
    let rows = values.map { Row(value: .string($0)) }
    let (plan, records) = try importing([rows])
    #expect(votes(records) == [.string(values.last ?? "")])
    #expect(plan.result.assessments == values.count && plan.result.replaced == values.count - 1)
    let standings = StoreState(records).labels.flatMap { $0.value.map(\.standing) }
    #expect(standings.count { $0 == .overridden } == values.count - 1)
    // The same file again, and the same file twice, add nothing.
    #expect(try importing([rows], into: records).records.isEmpty)
    #expect(try importing([rows, rows]).records.map(\.id) == records.map(\.id))
  }

  @Test("Only a row that meets another of its source differs from the row alone")
  func bytes() throws {
    let alone = try importing([[Row(value: "yes")]]).records.filter { $0.kind == .assessment }
    let both = try importing([
      [Row(value: "yes"), Row(value: "no"), Row(source: "bob", value: "no")]
    ])
    .records.filter { $0.kind == .assessment }
    #expect(both.first?.id == alone.first?.id)
    #expect(both.map { $0.fields["overrides"] != nil } == [false, true, false])
  }

  @Test("Times decide before the place; equal times are no order")
  func times() throws {
    func time(_ day: Int) -> String { #", "create_time": "2026-01-0\#(day)T00:00:00Z""# }
    let newestFirst = [Row(value: "late", more: time(2)), Row(value: "early", more: time(1))]
    #expect(votes(try importing([newestFirst]).records) == ["late"])
    for values in [["a", "b"], ["b", "a"]] {
      let same = values.map { Row(value: .string($0), more: time(1)) }
      #expect(votes(try importing([same]).records) == [.string(values[1])])
    }
  }

  @Test(
    "A corrected file replaces the labels of the file before; the older file flips nothing back")
  func corrected() throws {
    let traces = (0..<20).map { "c\($0)" }
    let old = traces.map { Row(value: "yes", trace: $0) }
    let new = traces.map { Row(value: "no", trace: $0) }
    var store = try importing([old]).records
    let (plan, records) = try importing([new], into: store)
    #expect(plan.result.assessments == 20 && plan.result.corrections == 20)
    #expect(records.count { $0.kind == .change } == 20)
    // A label's bytes are those of the file, wherever it is imported.
    let alone = Set(try importing([new]).records.filter { $0.kind == .assessment }.map(\.id))
    #expect(Set(records.filter { $0.kind == .assessment }.map(\.id)) == alone)
    store += records
    #expect(votes(store) == Array(repeating: "no", count: 20))
    for file in [old, new, old] {
      let again = try importing([file], into: store, at: 9)
      #expect(again.records.isEmpty && again.plan.result.corrections == 0)
    }
    // Both files in one command come to the same.
    #expect(votes(try importing([old, new]).records) == Array(repeating: "no", count: 20))
  }

  @Test("A correction replaces all that stood, also a label with a time and one that contends")
  func standing() throws {
    var store: [Record] = []
    for value in ["yes", "no"] { store += try importing([[Row(value: .string(value))]]).records }
    var own = Assessment(
      traceID: StoreState(store).labels.map(\.key)[0], name: "q", source: .human("ann"),
      content: .feedback("own"))
    own.createTime = Timestamp(milliseconds: 5)
    store.append(try own.record())
    let (plan, records) = try importing([[Row(value: "maybe")]], into: store)
    #expect(plan.result.corrections == 1)
    #expect(votes(store + records) == ["maybe"])
    #expect(
      StoreState(store + records).labels.flatMap { $0.value.map(\.standing) }
        .allSatisfy { $0 != .contended })
  }

  @Test("A label that is older by its time corrects nothing, and one of another person neither")
  func older() throws {
    let time = #", "create_time": "2026-01-02T00:00:00Z""#
    let store = try importing([[Row(value: "yes", more: time)]]).records
    let older = Row(value: "no", more: #", "create_time": "2026-01-01T00:00:00Z""#)
    let other = Row(source: "bob", value: "no")
    let (plan, records) = try importing([[older, other]], into: store)
    #expect(plan.result.corrections == 0 && !records.contains { $0.kind == .change })
    #expect(Set(votes(store + records)) == ["yes", "no"])
  }

  @Test("What an earlier version wrote is present: both rows of one source, and ids with blanks")
  func earlierVersion() throws {
    let rows = [Row(value: "yes"), Row(value: "no"), Row(source: " bob ", value: "yes")]
    var store = try importing([[Row(value: "yes"), Row(source: "bob", value: "yes")]]).records
    store.removeAll { $0.fields["source"]?["source_id"] == "bob" }
    let trace = StoreState(store).traces.map(\.key)[0]
    for (source, value) in [("ann", "no"), (" bob ", "yes")] as [(String, JSONValue)] {
      store.append(
        try Assessment(
          traceID: trace, name: "q", source: .human(source), content: .feedback(value)
        ).record())
    }
    let (plan, records) = try importing([rows], into: store)
    #expect(records.isEmpty && plan.result.assessments == 0)
  }

  @Test("Blanks around an id make no second person, nor a second row")
  func blanks() throws {
    let rows = ["ann", " ann", "ann ", "\\u00a0ann\\t"].map { Row(source: $0, value: "yes") }
    let (plan, records) = try importing([rows])
    #expect(votes(records) == ["yes"] && plan.result.assessments == 1)
  }

  @Test("An id with characters that nobody sees is refused", arguments: ["a\\u0007b", "a\\u200bb"])
  func controls(source: String) {
    #expect(throws: ImportError.self) { try importing([[Row(source: source, value: 1)]]) }
  }

  @Test("NaN and null are no label, no verdict and no expectation, and counted")
  func missing() throws {
    let text = #"""
      {"client_request_id": "c", "inputs": 1, "expectations": {"a": NaN, "b": 1},
       "assessments": [
        {"name": "q", "source_type": "HUMAN", "source_id": "ann", "value": NaN},
        {"name": "q", "source_type": "HUMAN", "source_id": "bob", "value": null, "rationale": "r"},
        {"name": "q", "source": {"source_type": "HUMAN", "source_id": "cy"},
         "feedback": {"value": null}},
        {"name": "q", "source_type": "LLM_JUDGE", "source_id": "m", "value": NaN},
        {"name": "e", "source_type": "HUMAN", "source_id": "cy", "expectation": {"value": null}},
        {"name": "q", "source_type": "HUMAN", "source_id": "dan", "value": 1}]}
      """#
    let item = try read(text)
    #expect(item.withoutValue == 6 && item.verdicts.isEmpty)
    #expect(item.assessments.map(\.source.id) == ["default", "dan"])
  }
}
