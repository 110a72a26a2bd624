import JudgeRecords
import JudgeTestSupport
import Testing

@testable import GitJudge

/// Rows of evaluations as traces of the store.
@Suite struct RowTraceTests {
  private static let rows = [
    Trace.row("r1", inputs: "q1", outputs: "short"),
    Trace.row("r2", inputs: "q2", outputs: "a very long answer", expectations: ["length": "long"]),
  ]
  private static let long = FunctionJudge("long") { ($0.outputs.stringValue ?? "").count > 5 }

  private func listed(_ store: JudgeRepository, _ run: String) async throws -> [Trace] {
    try await store.traces.all(where: "run_id = '\(run)'")
  }

  @Test("The same row is one trace of both runs; only a search that names a run or it finds it")
  func sameRow() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let first = try await store.evaluations.evaluate(Self.rows, with: [Self.long])
    let second = try await store.evaluations.evaluate(Self.rows, with: [Self.long])
    let traces = try await listed(store, first.run)
    #expect(Set(traces.compactMap(\.rowKey)) == ["r1", "r2"])
    #expect(try await listed(store, second.run).map(\.id) == traces.map(\.id))
    #expect(first.rows.compactMap(\.traceID).sorted() == traces.map(\.id).sorted())
    #expect(traces.first { $0.rowKey == "r2" }?.expectations == ["length": "long"])
    #expect(try await store.traces.all().count == 6)
    #expect(try await store.traces.all(where: "trace_id = '\(traces[0].id)'").count == 1)
    #expect(try await store.traces.all(where: "NOT run_id = '\(first.run)'").count == 6)
    #expect(try await store.traces.page(TraceQuery(includeRows: true)).traces.count == 8)
    #expect(try await store.traces.find("r1").rowKey == "r1")
  }

  @Test("The row of a stored run is that of the evaluation, with what it was asked and labels")
  func stored() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    var plan = EvaluationPlan()
    plan.judges = [Self.long, FunctionJudge("asks") { $0.inputs == "q1" }]
    plan.runName = "nightly"
    let result = try await store.evaluations.evaluate(.rows(Self.rows), plan)
    let table = try await store.runs.table(of: result.run)
    #expect(table.info.name == "nightly" && table.judges == ["long", "asks"])
    #expect(table.rows.map(\.json) == result.rows.map(\.json))
    let columns = RowColumn.allCases
    #expect(table.rows.map { $0.json(with: columns) } == result.rows.map { $0.json(with: columns) })
    #expect(table.rows[1].json(with: columns)["response"] == "a very long answer")
    let verdicts = try await store.runs.verdicts(of: result.run)
    #expect(verdicts.count == 4 && verdicts.allSatisfy { $0.source.type == .code })
    #expect(try await store.runs.verdicts(of: result.run, on: "asks").count == 2)
    #expect(try await store.runs.verdicts(of: nil, where: "run_id = '\(result.run)'").count == 4)
  }

  @Test("Other outputs under a key are another trace, and compare pairs by the key")
  func otherOutputs() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let first = try await store.evaluations.evaluate(Self.rows, with: [Self.long])
    var better = Self.rows
    better[0].outputs = "long enough by now"
    let second = try await store.evaluations.evaluate(better, with: [Self.long])
    #expect(try await listed(store, first.run).map(\.id) != listed(store, second.run).map(\.id))
    let compared = try await store.runs.compare(first.run, second.run)["long"]?.figures
    #expect(compared?.n == 2 && compared?.fixed == ["row:r1"])
    let named = await failure { try await store.traces.find("r1") }
    #expect(named.code == "ambiguous" && named.says("2 rows"))
  }

  @Test("A label on a row counts in compare, and in agreement only if rows are asked for")
  func labelled() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let first = try await store.evaluations.evaluate(Self.rows, with: [Self.long])
    let second = try await store.evaluations.evaluate(Self.rows, with: [Self.long])
    let row = try #require(first.rows[0].traceID)
    var label = LabelService.NewLabel(trace: row, name: "long")
    label.json = true
    _ = try await store.labels.addFeedback(label)
    let compared = try await store.fresh.runs.compare(first.run, second.run)["long"]?.figures
    #expect(compared?.measure == .accuracy && compared?.n == 1)
    let experiment = try await store.experiments.current().id
    let labels = store.fresh.labels
    #expect(try await labels.labelledTraces("long", in: experiment).isEmpty)
    let included = try await labels.labelledTraces("long", in: experiment, includeRows: true)
    #expect(included.contains { $0.id == row })
  }

  @Test("Labels on rows teach a judge only if rows are asked for") func taught() async throws {
    let fixture = try await Taught.fixture(12)
    let store = fixture.store
    let rows = (0..<20).map { Trace.row("r\($0)", inputs: "q\($0)", outputs: "answer \($0)") }
    let run = try await store.evaluations.evaluate(rows, with: [Self.long])
    for (number, row) in run.rows.enumerated() {
      var label = LabelService.NewLabel(trace: try #require(row.traceID), name: "tone")
      label.text = number % 2 == 0 ? "bad" : "good"
      _ = try await store.labels.addFeedback(label)
    }
    func lessons(withRows: Bool) async -> Int {
      var options = AlignOptions(minimum: 1_000)
      options.includeRows = withRows
      let few = await failure {
        try await store.fresh.alignments.align("tone", using: Taught.optimizer, options: options)
      }
      return Int(few.text.prefix { $0.isNumber }) ?? 0
    }
    let (without, with) = (await lessons(withRows: false), await lessons(withRows: true))
    #expect(without > 0 && without <= 12 && with > without && with <= 32, "\(without), \(with)")
  }

  @Test("Rows that are assigned are labelled, counted and done as traces are")
  func assigned() async throws {
    let fixture = try await Fixture(.empty, [TraceLine("a"), TraceLine("b")])
    let store = fixture.store
    _ = try await store.judges.create(Fixture.tone)
    let run = try await store.evaluations.evaluate(Self.rows, with: [Self.long])
    var new = ReviewService.NewAssignment(batch: "rows")
    new.reviewers = [Fixture.bob]
    new.filter = "run_id = '\(run.run)'"
    let batch = try await store.reviews.assign("tone", new)
    #expect(batch.assignment.traces == run.rows.compactMap(\.traceID).sorted())
    func left() async throws -> [Int] {
      try await store.fresh.reviews.progress("tone", batch: "rows").flatMap(\.reviewers).map(\.left)
    }
    #expect(try await left() == [2])
    var label = LabelService.NewLabel(trace: try #require(run.rows[0].traceID), name: "tone")
    label.sourceID = Fixture.bob
    label.text = "good"
    _ = try await store.labels.addFeedback(label)
    #expect(try await left() == [1])
  }

  @Test("Nothing is written without a record, also if an application answers")
  func unlogged() async throws {
    let fixture = try await Fixture()
    let before = try await fixture.store.store.head()
    var plan = EvaluationPlan()
    plan.judges = [Self.long]
    plan.log = false
    plan.predict = { _ in "an answer" }
    let result = try await fixture.store.evaluations.evaluate(.rows(Self.rows), plan)
    #expect(try await fixture.store.store.head() == before)
    #expect(result.run.isEmpty && result.json["run"] == .null)
    #expect(result.rows.allSatisfy { $0.traceID == nil })
  }

  @Test("The answers of an application are stored, without labels of other answers")
  func predicted() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let path = try fixture.file(
      "rows.jsonl",
      """
      {"client_request_id": "a", "inputs": "q", "outputs": "old", "assessments": [{"name": "long", \
      "source_type": "HUMAN", "source_id": "ann@example.com", "value": false}], \
      "expectations": {"answer": "new"}}
      """)
    var plan = EvaluationPlan()
    plan.judges = [Self.long]
    plan.predict = { _ in "a new answer" }
    let result = try await store.evaluations.evaluate(.file(path: path), plan)
    let trace = try #require(try await listed(store, result.run).first)
    #expect(trace.outputs == "a new answer" && trace.executionDuration == nil)
    #expect(trace.expectations == ["answer": "new"] && trace.labels.count == 1)
    let again = try await store.evaluations.evaluate(.file(path: path), plan)
    #expect(try await listed(store, again.run).map(\.id) == [trace.id])
  }

  @Test("A row with a secret is judged and compared, but not stored")
  func secret() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let key = "sk-proj-" + "Zq8vN3xW1mT5yR7uK2pL9aB4cD6eF0gH"
    let rows = [Trace.row("s", inputs: "q", outputs: .string("the key is \(key)"))]
    let first = try await store.evaluations.evaluate(rows, with: [Self.long])
    #expect(first.warnings.contains { $0.contains("1 row is not stored") }, "\(first.warnings)")
    #expect(try await listed(store, first.run).isEmpty)
    let second = try await store.evaluations.evaluate(rows, with: [Self.long])
    #expect(try await store.runs.compare(first.run, second.run)["long"]?.figures.n == 1)
    #expect(try await store.runs.table(of: first.run).rows.map(\.id) == ["s"])
  }

  @Test("Verdicts of earlier versions, under ids of no trace, are compared with stored rows")
  func earlierVersions() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let result = try await store.evaluations.evaluate(Self.rows, with: [Self.long])
    let earlier = Run(
      experiment: try await store.experiments.current().id, nonce: "n", type: "evaluate",
      judges: [try Self.long.body.record().id])
    let run = try earlier.record()
    var batch = VerdictBatch(
      name: "long", source: Self.long.source,
      verdicts: ["r1", "r2"].map {
        Verdict(traceID: "row:\($0)", result: .success(true))
      })
    batch.run = run.id
    batch.judge = try Self.long.body.record().id
    _ = try await store.append([run, try batch.record()], message: "Evaluate")
    let now = store.fresh
    let compared = try await now.runs.compare(run.id.runID, result.run)["long"]?.figures
    #expect(compared?.n == 2 && compared?.broken == ["row:r1"])
    #expect(try await now.runs.table(of: run.id.runID).rows.map(\.id) == ["r1", "r2"])
    #expect(try await now.traces.all().count == 6)
  }

  @Test("A run without judges has its rows")
  func noJudges() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let result = try await store.evaluations.evaluate(Self.rows, with: [])
    #expect(try await listed(store, result.run).count == 2)
    #expect(try await store.runs.table(of: result.run).rows.map(\.id) == ["r1", "r2"])
    #expect(try await store.traces.all(where: "run_id IS NULL").count == 6)
  }
}
