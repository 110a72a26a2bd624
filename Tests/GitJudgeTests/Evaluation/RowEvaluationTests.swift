import JudgeTestSupport
import Synchronization
import Testing

@testable import GitJudge

/// Evaluations of rows that a program made, by judges that need not be registered.
@Suite struct RowEvaluationTests {
  private static let rows = [
    Trace.row("r0", inputs: "q0", outputs: "short"),
    Trace.row("r1", inputs: "q1", outputs: "a very long answer"),
    Trace.row("r2", inputs: "q2", outputs: "another long answer"),
  ]

  private static let long = FunctionJudge("long") { ($0.outputs.stringValue ?? "").count > 5 }

  @Test("A row gets a verdict of each judge; the run is kept, and no row becomes a trace")
  func judged() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let asks = FunctionJudge("asks") { $0.inputs.stringValue?.hasSuffix("1") == true }
    let result = try await store.evaluations.evaluate(Self.rows, with: [Self.long, asks])
    #expect(result.judges == ["long", "asks"] && result.rows.map(\.id) == ["r0", "r1", "r2"])
    #expect(result.table.map { $0["long/value"] } == [false, true, true])
    #expect(result.table.map { $0["asks/value"] } == [false, true, false])
    let run = try await store.runs.find(named: result.run)
    #expect(try await Set(store.runs.verdicts(of: run.id).keys) == ["long", "asks"])
    #expect(try await store.traces.all().count == 6)
  }

  @Test("A body that nobody registered is kept with the run, under no name")
  func unregistered() async throws {
    let fixture = try await Fixture()
    let judges = fixture.store.judges
    let hash = try Self.long.body.record().id
    _ = try await fixture.store.evaluations.evaluate(Self.rows, with: [Self.long])
    let found = try await judges.find(named: hash.prefix(16))
    #expect(found.hash == hash && found.number == nil)
    #expect(await failure { try await judges.find(named: "long") }.code == "not-found")
    #expect(try await judges.all().map(\.name) == ["tone"])
  }

  @Test("A registered judge stands under its registered name, and its verdicts under its hash")
  func registered() async throws {
    let fixture = try await Fixture()
    let judges = fixture.store.judges
    let body = try await judges.find(named: "pii_detection").body
    _ = try await judges.register(
      try body.record(), as: "privacy", report: nil, parents: nil, tags: [:])
    let judge = try await judges.callable("privacy@v1")
    let result = try await fixture.store.evaluations.evaluate(Self.rows, with: [judge])
    #expect(result.judges == ["privacy"])
    #expect(result.table.map { $0["privacy/value"] } == ["yes", "yes", "yes"])
    #expect(result.rows.allSatisfy { $0.feedback.first?.judge == judge.hash })
  }

  @Test("A judge that throws is an error of its row alone")
  func throwing() async throws {
    let fixture = try await Fixture()
    let picky = FunctionJudge("picky") { row in
      guard row.id != "r1" else { throw AssessmentError(code: "TOO_HARD", message: "no idea") }
      return true
    }
    let result = try await fixture.store.evaluations.evaluate(Self.rows, with: [picky])
    #expect(result.errors == 1 && result.unasked == 0)
    #expect(result.table.map { $0["picky/value"] } == [true, .null, true])
    #expect(result.rows[1].feedback.first?.error?.code == "TOO_HARD")
    #expect(result.metrics["picky/errors"] == 1)
  }

  @Test("A judge sees what is expected of a row, and what was retrieved for it")
  func expectations() async throws {
    let fixture = try await Fixture()
    let row = Trace.row(
      "r", inputs: "q", outputs: "a", expectations: ["answer": "a"],
      retrievedContext: [["doc_uri": "d", "content": "text"]])
    let exact = FunctionJudge("exact") { $0.expectations?["answer"] == $0.outputs }
    let sourced = FunctionJudge("sourced") { Double($0.retrievedContext.count) }
    let result = try await fixture.store.evaluations.evaluate([row], with: [exact, sourced])
    #expect(result.table.map { $0["exact/value"] } == [true])
    #expect(result.table.map { $0["sourced/value"] } == [1])
  }

  @Test("An application answers rows; one that fails is an error, and no judge is asked about it")
  func predicted() async throws {
    let fixture = try await Fixture()
    let asked = Mutex<[String]>([])
    let judge = FunctionJudge("long") { row in
      asked.withLock { $0.append(row.outputs.stringValue ?? "") }
      return (row.outputs.stringValue ?? "").count > 5
    }
    let result = try await fixture.store.evaluations.evaluate(Self.rows, with: [judge]) { inputs in
      guard inputs != "q1" else { throw JudgeFailure(.failed, "the application is down") }
      return .string("new \(inputs.stringValue ?? "")")
    }
    #expect(asked.withLock { $0.sorted() } == ["new q0", "new q2"])
    #expect(result.table.map { $0["long/value"] } == [true, .null, true])
    #expect(result.rows[1].feedback.first?.error?.code == "PREDICTION_FAILED")
    #expect(result.rows[1].feedback.first?.error?.message?.contains("down") == true)
  }

  @Test("No more answers are in flight than the repository allows")
  func concurrency() async throws {
    let fixture = try await Fixture()
    var calls = CallOptions()
    calls.concurrency = 2
    let store = try await JudgeRepository.open(
      at: fixture.folder.path, models: ModelRegistry(), calls: calls)
    let flight = Mutex<(now: Int, most: Int)>((0, 0))
    let rows = (0..<8).map { Trace.row("r\($0)", inputs: .string("q\($0)")) }
    let result = try await store.evaluations.evaluate(rows, with: [Self.long]) { _ in
      flight.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      try await Task.sleep(for: .milliseconds(2))
      flight.withLock { $0.now -= 1 }
      return "an answer"
    }
    #expect(result.errors == 0 && result.rows.count == 8)
    #expect((1...2).contains(flight.withLock { $0.most }))
  }

  @Test("Progress counts verdicts of all judges to the end")
  func progress() async throws {
    let fixture = try await Fixture()
    let seen = Seen()
    var plan = EvaluationPlan()
    plan.judges = [Self.long, FunctionJudge("any") { _ in true }]
    plan.progress = { seen.add($0, $1) }
    _ = try await fixture.store.evaluations.evaluate(.rows(Self.rows), plan)
    #expect(seen.last == [6, 6])
  }
}
