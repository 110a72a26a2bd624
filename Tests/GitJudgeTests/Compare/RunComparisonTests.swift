import Testing

@testable import GitJudge

/// Two runs on the same traces.
@Suite struct RunComparisonTests {
  /// The judges `old` (wrong on c3) and `new` (wrong on c0), each with a run.
  private func pair() async throws -> (fixture: Fixture, old: String, new: String) {
    let lines = TraceLine.team.map { line in
      var line = line
      line.verdicts = [
        "old": line.verdicts[0].value, "new": ["c2": "good"][line.key] ?? "bad",
      ]
      return line
    }
    let fixture = try await Fixture(.empty, lines)
    let store = fixture.store
    _ = try await store.judges.create(Fixture.judge("tone", model: "recorded:/old"))
    _ = try await store.judges.create(Fixture.judge("tone", model: "recorded:/new"))
    let old = try await store.runs.run(["tone@v1"]).run
    return (fixture, old, try await store.runs.run(["tone@v2"]).run)
  }

  @Test("Verdicts are compared with the people's consensus, trace by trace")
  func compared() async throws {
    let (fixture, old, new) = try await pair()
    let result = try await fixture.store.runs.compare(old, new)
    let figures = try #require(result["tone"]).figures
    #expect(result.count == 1 && figures.measure == .accuracy)
    #expect(figures.n == 5 && figures.fixed.count == 1 && figures.broken.count == 1)
    let fixed = try await fixture.store.traces.find("c3").id
    #expect(figures.fixed == [fixed] && figures.delta == 0)
    let back = try #require(try await fixture.store.runs.compare(new, old)["tone"]).figures
    #expect(back.broken == [fixed])
    #expect(result["tone"]?.json["measure"] == "accuracy")
  }

  @Test("The look at held-out traces is recorded, or they stay out of the figures")
  func looks() async throws {
    let (fixture, old, new) = try await pair()
    let closed = try #require(
      try await fixture.store.runs.compare(old, new, test: .closed)["tone"])
    #expect(!closed.look.isOpen && closed.figures.n < 5)
    #expect(closed.notes.contains { $0.contains("stays closed") })
    let open = try #require(try await fixture.store.runs.compare(old, new)["tone"])
    #expect(open.look.isOpen && open.look.judges == 2 && open.figures.n == 5)
  }

  @Test("Without labels the share of passing verdicts is compared")
  func unlabelled() async throws {
    let lines = (0..<4).map {
      TraceLine("u\($0)", said: ["old": "good", "new": $0 == 0 ? "bad" : "good"])
    }
    let fixture = try await Fixture(.empty, lines)
    let store = fixture.store
    _ = try await store.judges.create(Fixture.judge("tone", model: "recorded:/old"))
    _ = try await store.judges.create(Fixture.judge("tone", model: "recorded:/new"))
    let old = try await store.runs.run(["tone@v1"]).run
    let new = try await store.runs.run(["tone@v2"]).run
    let figures = try #require(try await store.runs.compare(old, new)["tone"]).figures
    #expect(figures.measure == .passRate && figures.n == 4 && figures.delta == -0.25)
  }

  @Test("Traces that taught one of the judges are noted")
  func taught() async throws {
    let (fixture, old, _) = try await pair()
    let store = fixture.store
    try await fixture.teach("c3", Fixture.judge("tone", model: "recorded:/new"))
    let new = try await store.runs.run(["tone@v3"]).run
    let comparison = try #require(try await store.runs.compare(old, new)["tone"])
    #expect(comparison.figures.taught == 1)
    #expect(comparison.notes.contains { $0.contains("1 of 5") })
  }

  @Test("Runs without a common question cannot be compared")
  func nothingInCommon() async throws {
    let (fixture, old, _) = try await pair()
    let other = try await fixture.store.runs.run(["pii_detection"]).run
    let error = await failure { try await fixture.store.runs.compare(old, other) }
    #expect(error.code == "not-found" && error.says(old, other))
    let none = await failure { try await fixture.store.runs.compare(old, "00000000") }
    #expect(none.code == "not-found")
  }
}
