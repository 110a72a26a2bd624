import Synchronization
import Testing

@testable import GitJudge

/// Asking a judge about single cases: nothing is recorded.
@Suite struct AskTests {
  @Test("A stored trace is answered from its verdicts, and nothing is written")
  func trace() async throws {
    let fixture = try await Fixture()
    let commits = try fixture.commits
    let answer = try await fixture.store.judges.ask("tone", .trace("c3"))
    #expect(answer.value == "good" && answer.passes == true)
    #expect(answer.id == "c3" && answer.line == nil && answer.failure == nil)
    #expect(answer.version.label == "tone@v1" && answer.isCached == nil && answer.score == nil)
    #expect(try fixture.commits == commits)
    #expect(try await fixture.store.judges.ask("tone", .trace("c1")).passes == false)
    let none = await failure { try await fixture.store.judges.ask("tone", .trace("c9")) }
    #expect(none.code == "not-found")
  }

  @Test("A held-out trace is answered with a warning, or its look is recorded")
  func heldOut() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let trace = try await store.traces.find("c0")
    try #require(HeldOutSplit.part(of: trace, feedbackName: "tone") == .test)
    let warned = try await store.judges.ask("tone", .trace("c0"))
    #expect(warned.warnings.contains { $0.contains("held-out part") })
    #expect(try await store.judges.ask("tone", .trace("c1")).warnings.isEmpty)
    let opened = try await store.judges.ask("tone", .trace("c0"), opensTest: true)
    #expect(opened.warnings.isEmpty)
    let experiment = try await store.experiments.current().id
    let judge = try await store.judges.find(named: "tone").hash
    #expect(try await store.looks.all(at: "tone", in: experiment).groups(of: judge).count == 1)
  }

  @Test("Fields are one case; a field that is missing is an error of the case")
  func fields() async throws {
    let fixture = try await Fixture()
    let judges = fixture.store.judges
    let answer = try await judges.ask("pii_detection", .fields(["inputs": "q", "outputs": "ok"]))
    #expect(answer.value == "yes" && answer.id == nil && answer.passes == true)
    let missing = try await judges.ask("pii_detection", .fields(["inputs": "q"]))
    #expect(missing.value == nil && missing.failure?.code.name == "invalid")
    #expect(missing.verdict.error?.text.contains("outputs") == true)
    #expect(missing.json["error"]?["code"] != .null && missing.json["value"] == .null)
  }

  @Test("A file holds one case; more, none or something else is named with its place")
  func file() async throws {
    let fixture = try await Fixture()
    let judges = fixture.store.judges
    func ask(_ text: String) async throws -> CaseAnswer {
      try await judges.ask("pii_detection", .file(path: try fixture.file("case.json", text)))
    }
    let answer = try await ask(#"{"client_request_id": "k", "inputs": "q", "outputs": "ok"}"#)
    #expect(answer.value == "yes" && answer.id == "k" && answer.line == nil)
    let two = await failure {
      try await ask("{\"inputs\": 1, \"outputs\": 2}\n{\"inputs\": 1, \"outputs\": 3}\n")
    }
    #expect(two.code == "invalid" && two.says("case.json", "line 2", "ask many"))
    let none = await failure { try await ask("\n") }
    #expect(none.code == "invalid" && none.says("case.json", "no case"))
    let bad = await failure { try await ask("[1]") }
    #expect(bad.code == "invalid" && bad.says("case.json"))
  }

  @Test("Lines are answered in their order, errors among them, and tallied")
  func lines() async throws {
    let fixture = try await Fixture()
    let path = try fixture.file(
      "cases.jsonl",
      """
      {"inputs": "q", "outputs": "ok"}
      nonsense
      {"inputs": "q"}
      {"inputs": "q", "outputs": "mail ann@example.com"}
      """)
    let answers = Mutex<[CaseAnswer]>([])
    let tally = try await fixture.store.judges.ask("pii_detection", lines: path) { answer in
      answers.withLock { $0.append(answer) }
    }
    let all = answers.withLock { $0 }
    #expect(all.map(\.line) == [1, 2, 3, 4] && all.map(\.value) == ["yes", nil, nil, "no"])
    #expect(tally.cases == 4 && tally.errors == 2 && tally.code?.name == "invalid")
    #expect(all[1].verdict.error?.code == "INVALID_CASE")
  }

  @Test("A calibrated judge tells its probabilities, and the answer before them")
  func calibrated() async throws {
    let lines = (0..<30).map { number in
      let value = number % 2 == 0 ? "good" : "bad"
      return TraceLine(
        "k\(number)", outputs: .string(number % 2 == 0 ? "kind words \(number)" : "no \(number)"),
        [Fixture.ann: value], said: ["gpt": number % 2 == 0 ? "bad" : "good"])
    }
    let fixture = try await Fixture(.empty, lines)
    let store = fixture.store
    _ = try await store.judges.create(Fixture.tone)
    _ = try await store.alignments.align("tone", using: CalibrationOptimizer())
    _ = try await store.alignments.registerAligned("tone", anyway: true)
    let answer = try await store.judges.ask("tone", .trace("k1"))
    #expect(answer.value == "bad" && answer.calibration?.uncalibrated == "good")
    let sum = answer.calibration?.probabilities.reduce(0) { $0 + $1.probability } ?? 0
    #expect(abs(sum - 1) < 1e-9)
    let score = try #require(answer.score)
    #expect(score < 0.5, "the probability of a passing value")
    #expect(answer.json["uncalibrated_value"] == "good")
  }

  @Test("Calls of a model are counted, and its failure is the answer's")
  func model() async throws {
    let chat = try RuleChat { text in
      text.contains("fine") ? #"{"rationale": "Short.", "result": "good"}"# : "no idea"
    }
    let fixture = try await Fixture(models: chat.registry)
    _ = try await fixture.store.judges.create(Fixture.judge("asked", model: Taught.model))
    let answer = try await fixture.store.judges.ask(
      "asked", .fields(["inputs": "q", "outputs": "fine"]))
    #expect(answer.value == "good" && answer.verdict.rationale == "Short.")
    #expect(answer.json["model"]?.stringValue == Taught.model)
    let failed = try await fixture.store.judges.ask(
      "asked", .fields(["inputs": "q", "outputs": "bad"]))
    #expect(failed.value == nil && failed.failure?.code.name == "invalid")
    #expect(await chat.calls >= 2)
  }
}
