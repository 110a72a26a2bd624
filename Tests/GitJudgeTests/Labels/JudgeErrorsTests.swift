import Testing

@testable import GitJudge

/// Where a judge is wrong, without a sight of the test set.
@Suite struct JudgeErrorsTests {
  private let isTest = { (trace: Trace) in
    HeldOutSplit.part(of: trace, feedbackName: "tone") == .test
  }

  /// A judge that calls everything good; people call every other answer bad.
  private func fixture() async throws -> Fixture {
    let fixture = try await Taught.fixture()
    _ = try await fixture.store.runs.run(["tone"])
    return fixture
  }

  @Test("Only traces of the training part are shown, with both reasons, and nothing is recorded")
  func training() async throws {
    let fixture = try await fixture()
    let commits = try fixture.commits
    let errors = try await fixture.store.agreement.errors(of: "tone")
    let all = try await fixture.store.traces.all()
    let test = all.count(where: isTest)
    #expect(test > 0 && errors.heldOut == test && !errors.look.isOpen)
    #expect(errors.wrong.count == all.count - test && errors.judge == "tone@v1")
    #expect(!errors.wrong.cases.isEmpty && !errors.wrong.cases.contains { isTest($0.trace) })
    #expect(errors.wrong.cases.allSatisfy { $0.consensus == "bad" && $0.verdict.value == "good" })
    #expect(errors.wrong.cases.allSatisfy { $0.votes.count == 2 })
    let text = errors.json.canonicalText
    for trace in all where isTest(trace) { #expect(!text.contains(trace.id)) }
    #expect(try fixture.commits == commits)
    let none = try await fixture.store.agreement.errors(of: "tone", confused: "good/bad")
    #expect(none.wrong.cases.isEmpty)
  }

  @Test("Opening the test set is a look, and marks versions that are registered later")
  func opened() async throws {
    let fixture = try await fixture()
    let store = fixture.store
    let opened = try await store.agreement.errors(of: "tone", opensTest: true)
    #expect(opened.look.isOpen && opened.look.judges == 1 && opened.heldOut == 0)
    #expect(opened.wrong.cases.contains { isTest($0.trace) })
    let commits = try fixture.commits
    _ = try await store.agreement.errors(of: "tone", opensTest: true)
    #expect(try fixture.commits == commits, "the same reading is recorded once")
    let first = try await store.judges.find(named: "tone@v1")
    #expect(try await store.looks.reading(before: first) == nil)
    _ = try await store.judges.create(
      Fixture.judge("tone", "Rate {{ outputs }}.", model: Taught.model))
    let later = try await store.judges.find(named: "tone@v2")
    let mark = try #require(try await store.looks.reading(before: later))
    #expect(mark.author != nil && mark.sentence.contains("test set"))
    let log = try await store.versions.log(of: "tone")
    #expect(log.map { $0.reading == nil } == [true, false])
    // The judge is counted among those that were measured on the test set.
    let experiment = try await store.experiments.current().id
    let hash = first.hash
    #expect(try await !store.looks.all(at: "tone", in: experiment).groups(of: hash).isEmpty)
  }

  @Test("A version without verdicts names those that have some; a question of two judges asks")
  func choice() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    // Verdicts that were imported belong to the judge that answers with them.
    #expect(try await store.agreement.errors(of: "tone").judge == "tone@v1")
    _ = try await store.judges.create(
      Fixture.judge("tone", "Rate {{ outputs }}.", model: "embedded:/lexical"))
    let error = await failure { try await store.agreement.errors(of: "tone") }
    #expect(error.code == "not-found" && error.says("tone@v1"))
    let none = await failure { try await store.agreement.errors(of: "mood") }
    #expect(none.code == "not-found")
  }
}
