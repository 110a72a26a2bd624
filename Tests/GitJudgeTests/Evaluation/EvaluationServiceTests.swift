import Testing

@testable import GitJudge

/// Evaluations of files, stored traces and rows.
@Suite struct EvaluationServiceTests {
  private static let rows = """
    {"client_request_id": "r0", "inputs": "q", "outputs": "short", "assessments": [\
    {"name": "long", "source_type": "HUMAN", "source_id": "ann@example.com", "value": false}]}
    {"client_request_id": "r1", "inputs": "q2", "outputs": "a very long answer"}
    """

  private static let long = FunctionJudge("long") { ($0.outputs.stringValue ?? "").count > 5 }

  @Test("A file gives a row a line; its verdicts belong to the run, and to no trace")
  func file() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let path = try fixture.file("rows.jsonl", Self.rows)
    let result = try await store.evaluations.evaluate(.file(path: path), with: ["pii_detection"])
    #expect(result.rows.count == 2 && result.errors == 0 && result.rejected.isEmpty)
    #expect(result.table.map { $0["pii_detection/value"] } == ["yes", "yes"])
    let info = try await store.runs.find(named: result.run)
    #expect(info.run.type == "evaluate" && info.status == "FINISHED")
    let verdicts = try #require(try await store.runs.verdicts(of: info.id)["pii_detection"])
    #expect(verdicts.values.keys.allSatisfy { $0.hasPrefix(RowMark.prefix) })
    #expect(try await store.traces.all().count == 6)
  }

  @Test("A CSV file is read by its columns; a row without an answer is an error of the judge")
  func csv() async throws {
    let fixture = try await Fixture()
    let path = try fixture.file(
      "rows.csv", "inputs,outputs\nq,short\nq2\nq3,a very long answer\n")
    let result = try await fixture.store.evaluations.evaluate(
      .file(path: path), with: ["pii_detection"])
    #expect(result.rows.map(\.id) == ["row-2", "row-3", "row-4"] && result.rejected.isEmpty)
    #expect(result.table.map { $0["pii_detection/value"] } == ["yes", .null, "yes"])
    #expect(result.errors == 1 && result.metrics["pii_detection/errors"] == 1)
    let reason = result.table[1]["pii_detection/error_message"]?.stringValue
    #expect(reason?.contains("row-3") == true)
  }

  @Test("A line that is no row is reported with its number, and the others are judged")
  func badLine() async throws {
    let fixture = try await Fixture()
    let path = try fixture.file(
      "rows.jsonl",
      #"{"inputs": "q", "outputs": "short"}"# + "\nnonsense\n"
        + #"{"inputs": "q3", "outputs": "a very long answer"}"#)
    var plan = EvaluationPlan()
    plan.judges = [Self.long]
    let result = try await fixture.store.evaluations.evaluate(.file(path: path), plan)
    #expect(result.rejected.map(\.line) == [2] && result.rows.count == 2)
    #expect(result.table.map { $0["long/value"] } == [false, true])
    #expect(result.metrics["long/mean"] == 0.5)
    #expect(result.json["rejected"]?.arrayValue?.first?["line"] == 2)
  }

  @Test("Without a row there is nothing to evaluate; the first bad line is named")
  func noRow() async throws {
    let fixture = try await Fixture()
    let evaluations = fixture.store.evaluations
    let path = try fixture.file("rows.jsonl", "nonsense\n")
    let error = await failure { try await evaluations.evaluate(.file(path: path), with: ["tone"]) }
    #expect(error.code == "invalid" && error.says("line 1"))
    let none = await failure { try await evaluations.evaluate(.rows([]), with: ["tone"]) }
    #expect(none.code == "invalid")
    let missing = await failure {
      try await evaluations.evaluate(.file(path: fixture.path("none.jsonl")), with: ["tone"])
    }
    #expect(missing.isOfData && missing.says("none.jsonl"))
  }

  @Test("Stored traces get the verdicts, and figures compare them with the consensus")
  func traces() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let result = try await store.evaluations.evaluate(.traces(where: nil), with: ["tone"])
    #expect(result.rows.count == 6)
    let accuracy = try #require(result.metrics["tone/accuracy"])
    #expect(abs(accuracy - 0.8) < 1e-9, "5 traces with a consensus, wrong on c3")
    let judge = try await store.judges.find(named: "tone").hash
    #expect(try await store.traces.find("c0").verdicts.contains { $0.judge == judge })
    #expect(result.fits["tone"]?.verdict == .tooFewLabels)
    #expect(result.looks["tone"]?.isOpen == true)
    #expect(result.pass == ["tone": ["good"]])
  }

  @Test("A decision of an adjudicator is the truth of a stored trace")
  func decided() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.store.labels.adjudicate("tone", "c3", value: "good")
    let result = try await fixture.store.evaluations.evaluate(.traces(where: nil), with: ["tone"])
    #expect(result.metrics["tone/accuracy"] == 1)
  }

  @Test("Without a log nothing is kept, and the held-out part stays closed")
  func noLog() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let result = try await store.evaluations.evaluate(
      .traces(where: nil), with: ["tone"], log: false)
    let judge = try await store.judges.find(named: "tone").hash
    #expect(try await !store.traces.find("c0").verdicts.contains { $0.judge == judge })
    #expect(result.looks["tone"]?.isOpen == false)
    #expect(result.warnings.contains { $0.contains("stays closed") })
    let experiment = try await store.experiments.current().id
    #expect(try await store.looks.all(at: "tone", in: experiment) == Looks())
  }

  @Test("Two judges of one name have their numbers in columns and figures")
  func columns() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.store.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    let result = try await fixture.store.evaluations.evaluate(
      .traces(where: "tag.topic = 'billing'"), with: ["tone@v1", "tone@v2"])
    #expect(result.judges == ["tone@v1", "tone@v2"] && result.rows.count == 3)
    #expect(result.table.first?["tone@v1/value"] != nil)
    #expect(result.metrics["tone@v2/accuracy"] == result.metrics["tone@v1/accuracy"])
  }

  @Test("Answers of an application are judged instead of the stored ones")
  func predicted() async throws {
    let fixture = try await Fixture()
    var plan = EvaluationPlan()
    plan.judges = [Self.long]
    plan.predict = { inputs in inputs["issue"] == "issue c0" ? "no" : "a long answer" }
    let result = try await fixture.store.evaluations.evaluate(.traces(where: nil), plan)
    #expect(result.table.count { $0["long/value"] == false } == 1)
    #expect(try await fixture.store.traces.find("c0").outputs == ["response": "answer c0"])
    #expect(try await !fixture.store.traces.find("c0").verdicts.contains { $0.name == "long" })
  }

  @Test("Rows that taught a judge are counted and warned about")
  func taught() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    var body = Fixture.tone
    body.examples = [
      FewShotExamples.example(try await store.traces.find("c1"), value: "bad", rationale: nil)
    ]
    _ = try await store.judges.create(body)
    let result = try await store.evaluations.evaluate(.traces(where: nil), with: ["tone"])
    #expect(result.metrics["tone/taught"] == 1)
    #expect(result.warnings.contains { $0.contains("1 of 6") })
  }

  @Test("Labels that the judge does not declare are warned about")
  func undeclared() async throws {
    let fixture = try await Fixture(
      .team, [TraceLine("x", [Fixture.ann: "great"], said: ["gpt": "good"])])
    let result = try await fixture.store.evaluations.evaluate(.traces(where: nil), with: ["tone"])
    #expect(result.warnings.contains { $0.contains("great") && $0.contains("tone") })
  }

  @Test("A rate is corrected only if a report card knows how often the judge errs")
  func corrected() async throws {
    let fixture = try await Fixture()
    let result = try await fixture.store.evaluations.evaluate(.traces(where: nil), with: ["tone"])
    #expect(!result.metrics.keys.contains { $0.contains("corrected") })
    let tone = try await fixture.store.judges.find(named: "tone")
    #expect(try await fixture.store.evaluations.heldOutRates(of: tone) == nil)
  }

  @Test("A judge that nobody knows is an error before anything is asked")
  func unknown() async throws {
    let fixture = try await Fixture()
    let commits = try fixture.commits
    let error = await failure {
      try await fixture.store.evaluations.evaluate(.traces(where: nil), with: ["tone", "tome"])
    }
    #expect(error.code == "not-found" && error.says("tome"))
    #expect(try fixture.commits == commits)
  }
}
