import Testing

@testable import GitJudge

/// A judge that is registered under another name than its question.
@Suite struct RenamedJudgeTests {
  /// The store of `tone@v1`, with the same body as `tone_aligned@v1`.
  private func fixture() async throws -> Fixture {
    let fixture = try await Fixture()
    let body = try await fixture.store.judges.find(named: "tone").body
    _ = try await fixture.store.judges.register(
      try body.record(), as: "tone_aligned", report: nil, parents: nil,
      tags: ["alignment_date": "2026-11-20", "note": "two\nlines"])
    return fixture
  }

  @Test("Its verdicts, figures and columns carry its name, and searches find them")
  func name() async throws {
    let fixture = try await fixture()
    let store = fixture.store
    let run = try await store.runs.run(["tone_aligned"])
    #expect(run.verdicts.keys.sorted() == ["tone_aligned"])
    let found = try await store.traces.all(where: "feedback.tone_aligned IS NOT NULL")
    #expect(found.count == 6)
    let own = try #require(found.first?.verdicts.first { $0.judge != nil })
    #expect(own.name == "tone_aligned" && own.question == "tone")
    let info = try await store.runs.find(named: run.run)
    #expect(try await Array(store.runs.verdicts(of: info.id).keys) == ["tone_aligned"])
    #expect(info.metrics["tone_aligned/pass_rate"] != nil)
    let result = try await store.evaluations.evaluate(
      .traces(where: nil), with: ["tone_aligned"])
    #expect(result.judges == ["tone_aligned"])
    #expect(result.table.allSatisfy { $0["tone_aligned/value"] != nil })
  }

  @Test("People's labels stay those of the question: agreement, errors and fitness count it")
  func question() async throws {
    let fixture = try await fixture()
    let store = fixture.store
    _ = try await store.runs.run(["tone_aligned"])
    let report = try await store.agreement.report("tone_aligned")
    let row = try #require(report.judges.first { $0.judge != nil })
    #expect(row.comparison.count == 5 && report.set.feedbackName == "tone")
    #expect(try await store.agreement.errors(of: "tone_aligned").judge == "tone_aligned@v1")
    let version = try await store.judges.find(named: "tone_aligned")
    let experiment = try await store.experiments.current().id
    let fitness = try await store.fitness.assess(of: version, in: experiment)
    #expect(fitness.judge == "tone_aligned@v1")
    #expect(fitness.basis == .verdicts && fitness.feedbackName == "tone")
  }

  @Test("Runs of the base and of the renamed judge are compared on their question")
  func compare() async throws {
    let fixture = try await fixture()
    let runs = fixture.store.runs
    let first = try await runs.run(["tone"])
    let second = try await runs.run(["tone_aligned"])
    #expect(try await runs.compare(first.run, second.run).keys.sorted() == ["tone_aligned"])
    var conditions = GateConditions()
    conditions.minimum = ["tone_aligned/pass": 0]
    conditions.baseline = first.run
    let gated = try await runs.gate(second.run, conditions)
    #expect(gated.checks.map(\.name).contains("tone_aligned/pass"))
  }

  @Test("Tags of the version stand in the message of the git tag, each on one line")
  func tags() async throws {
    let fixture = try await fixture()
    let tag = try #require(
      try await fixture.store.store.tags().first { $0.name.contains("tone_aligned") })
    #expect(tag.message.contains("\nalignment_date=2026-11-20\n"))
    #expect(tag.message.contains("\nnote=two"))
    #expect(!tag.message.contains("\nlines\n"))
  }
}
