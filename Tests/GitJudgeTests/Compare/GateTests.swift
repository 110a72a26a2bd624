import Testing

@testable import GitJudge

/// What a run must reach.
@Suite struct GateTests {
  /// A judge that is always right, with a run.
  private func proven() async throws -> (fixture: Fixture, run: String) {
    let fixture = try await Fixture(.proven)
    return (fixture, try #require(try await fixture.store.runs.all().first).id.hex)
  }

  private func gate(
    _ fixture: Fixture, _ run: String, _ change: (inout GateConditions) -> Void = { _ in }
  ) async throws -> GateResult {
    var conditions = GateConditions()
    change(&conditions)
    return try await fixture.store.runs.gate(run, conditions)
  }

  @Test("A judge that proved itself passes, and is named with number and hash")
  func passed() async throws {
    let (fixture, run) = try await proven()
    let result = try await gate(fixture, run) {
      $0.minimum = ["tone/pass": 0.5]
      $0.minimumKappa = 0.9
    }
    #expect(result.passed && result.checks.allSatisfy(\.passed) && result.warnings.isEmpty)
    #expect(Set(result.checks.map(\.name)) == ["errors", "tone/pass", "tone/cohen_kappa"])
    let hash = try await fixture.store.judges.find(named: "tone").hash
    #expect(result.judges == ["tone@v1 (\(hash.prefix(12)))"])
    #expect(result.fitness.map(\.isUsable) == [true] && result.fitness.first?.basis == .verdicts)
    #expect(result.json["passed"] == true)
  }

  @Test("One condition that is missed fails the run")
  func missed() async throws {
    let (fixture, run) = try await proven()
    let result = try await gate(fixture, run) { $0.minimum = ["tone/pass": 0.51] }
    #expect(!result.passed)
    let check = try #require(result.checks.first { $0.name == "tone/pass" })
    #expect(!check.passed && check.value == 0.5 && check.threshold == 0.51)
  }

  @Test("A figure that the run does not have is a mistake, with those that it has")
  func unknownFigure() async throws {
    let (fixture, run) = try await proven()
    let error = await failure { try await gate(fixture, run) { $0.minimum = ["tone/pas": 0.5] } }
    #expect(error.code == "usage" && error.says("tone/pas", "tone/pass"))
    let recorded = try await gate(fixture, run) { $0.minimum = ["tone/error_rate": 0] }
    #expect(recorded.checks.contains { $0.name == "tone/error_rate" && $0.value == 0 })
  }

  @Test("A verdict that failed is an error, and does not pass")
  func errors() async throws {
    let fixture = try await Fixture(.proven, [TraceLine("silent")])
    let run = try await fixture.store.runs.run(["tone"]).run
    let result = try await gate(fixture, run) { $0.minimum = ["tone/pass": 0.5] }
    #expect(!result.passed && result.checks.filter { !$0.passed }.count == 2)
    let lenient = try await gate(fixture, run) { $0.maximumErrors = 1 }
    #expect(lenient.passed)
  }

  @Test("A judge that is not known to be fit fails the run, unless that is allowed and noted")
  func unfit() async throws {
    let fixture = try await Fixture()
    let run = try await fixture.store.runs.run(["tone"]).run
    let refused = try await gate(fixture, run)
    #expect(!refused.passed && refused.checks.allSatisfy(\.passed))
    #expect(refused.fitness.first?.fit?.verdict == .tooFewLabels)
    #expect(try await fixture.store.runs.find(named: run).tags.isEmpty)
    let allowed = try await gate(fixture, run) { $0.allowsUnfit = true }
    #expect(allowed.passed && allowed.allowsUnfit)
    let tags = try await fixture.store.runs.find(named: run).tags
    #expect(tags["judge.allowed_unfit"]?.stringValue?.contains("tone") == true)
  }

  @Test("A judge that is proved wrong is not fit")
  func wrong() async throws {
    let fixture = try await Fixture(.proven)
    _ = try await fixture.store.judges.create(Fixture.judge("tone", model: "recorded:/bad"))
    let run = try await fixture.store.runs.run(["tone"]).run
    let result = try await gate(fixture, run) { $0.minimumKappa = 0.1 }
    #expect(!result.passed && result.fitness.first?.fit?.verdict == .notFit)
    #expect(result.checks.first { $0.name == "tone/cohen_kappa" }?.passed == false)
  }

  @Test("A run must not fall behind its baseline")
  func baseline() async throws {
    let (fixture, good) = try await proven()
    _ = try await fixture.store.judges.create(Fixture.judge("tone", model: "recorded:/bad"))
    let bad = try await fixture.store.runs.run(["tone"]).run
    let same = try await gate(fixture, good) { $0.baseline = good }
    #expect(same.passed)
    let behind = try await gate(fixture, bad) {
      $0.baseline = good
      $0.allowsUnfit = true
    }
    #expect(!behind.passed && behind.checks.contains { !$0.passed && $0.name.contains("baseline") })
    let ahead = try await gate(fixture, good) { $0.baseline = bad }
    #expect(ahead.passed)
  }

  @Test("A judge without passing values has no share of passing verdicts")
  func noPass() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.store.judges.create(Fixture.judge("plain", pass: []))
    let run = try await fixture.store.runs.run(["plain"]).run
    let error = await failure {
      try await gate(fixture, run) { $0.minimum = ["plain/pass": 0.5] }
    }
    #expect(error.code == "invalid" && error.says("plain", "pass"))
  }

  @Test("A run that left no verdicts cannot be gated")
  func noVerdicts() async throws {
    let fixture = try await Fixture()
    let line = #"{"client_request_id": "z", "inputs": "a", "outputs": "b", "run": "nightly"}"#
    _ = try await fixture.store.traces.importTraces(
      from: [ImportSource(Array(line.utf8), name: "lines")], options: .init())
    let error = await failure { try await gate(fixture, "nightly") }
    #expect(error.code == "not-found" && error.says("verdicts"))
  }

  @Test("A judge that was taught by the traces of the run is warned about")
  func taught() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    try await fixture.teach()
    let run = try await store.runs.run(["tone"]).run
    let result = try await gate(fixture, run)
    #expect(result.warnings.contains { $0.contains("1 of 6") && $0.contains("tone") })
  }
}
