import Testing

@testable import GitJudge

/// Decisions over labels that differ, and rubrics.
@Suite struct LabelDecisionTests {
  @Test("The list holds the traces on which people differ, the widest disagreement first")
  func list() async throws {
    let fixture = try await Fixture()
    let list = try await fixture.store.labels.adjudications("tone")
    let keys = list.items.map(\.disagreement.trace.clientRequestID)
    #expect(keys == ["c5", "c4"], "1 of 2 differs more than 1 of 3")
    #expect(list.left.count == 2 && list.gaps.isEmpty)
    #expect(list.items.allSatisfy { $0.standing == nil })
    #expect(list.items[0].json["adjudication"] == .null)
  }

  @Test("A decision outranks the votes and edits none of them")
  func decided() async throws {
    let fixture = try await Fixture()
    let labels = fixture.store.labels
    let before = try await fixture.votes("c4")
    let done = try await labels.adjudicate("tone", "c4", value: "good", rationale: "By the rubric.")
    #expect(done.decision.value == "good" && done.hasLabelled)
    #expect(done.decision.labels.count == 3 && done.decision.source == .human(Fixture.ann))
    #expect(try await fixture.votes("c4") == before)
    let list = try await labels.adjudications("tone")
    #expect(list.left.map(\.disagreement.trace.clientRequestID) == ["c5"])
    let standing = try #require(list.items.last?.standing)
    #expect(standing.decision.value == "good" && standing.unseenLabels == 0)
    #expect(standing.hasLabelled && !standing.isContended)
    let consensus = try await fixture.store.agreement.consensus("tone")
    let place = try #require(
      consensus.set.traces.firstIndex { $0.clientRequestID == "c4" })
    #expect(consensus.consensus.labels[place].map { consensus.set.values[$0] } == "good")
  }

  @Test("A later decision replaces the earlier one")
  func again() async throws {
    let fixture = try await Fixture()
    let labels = fixture.store.labels
    _ = try await labels.adjudicate("tone", "c4", value: "good")
    let second = try await labels.adjudicate("tone", "c4", value: "bad")
    #expect(second.decision.supersedes.count == 1)
    let traces = try await labels.labelledTraces(
      "tone", in: try await fixture.store.experiments.current().id)
    let decided = traces.first { $0.clientRequestID == "c4" }
    #expect(decided?.decisions == ["tone": "bad"])
  }

  @Test("Votes that came after a decision are counted as unseen")
  func unseen() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.store.labels.adjudicate("tone", "c5", value: "good")
    try await fixture.label("c5", "bad", by: Fixture.cy)
    let list = try await fixture.store.labels.adjudications("tone")
    let item = list.items.first { $0.disagreement.trace.clientRequestID == "c5" }
    #expect(item?.standing?.unseenLabels == 1 && item?.isLeft == false)
  }

  @Test("The decision of somebody without a label on the trace is marked so")
  func outsider() async throws {
    let fixture = try await Fixture()
    let kim = try await fixture.handed(to: "kim@example.com")
    #expect(try await !kim.labels.adjudicate("tone", "c5", value: "bad").hasLabelled)
    let list = try await kim.labels.adjudications("tone")
    #expect(list.items.first?.standing?.hasLabelled == false)
  }

  @Test("A decision can blame the guidelines, and those are listed")
  func gap() async throws {
    let fixture = try await Fixture()
    let labels = fixture.store.labels
    _ = try await labels.adjudicate("tone", "c4", value: "good", isGuidelineGap: true)
    _ = try await labels.adjudicate("tone", "c5", value: "good")
    let gaps = try await labels.adjudications("tone").gaps
    #expect(gaps.map(\.disagreement.trace.clientRequestID) == ["c4"])
    #expect(gaps.first?.json["adjudication"]?["guideline_gap"] == true)
  }

  @Test("A decision takes only values of the judge and traces that are there")
  func refused() async throws {
    let fixture = try await Fixture()
    let value = await failure {
      try await fixture.store.labels.adjudicate("tone", "c4", value: "so-so")
    }
    #expect(value.isOfData && value.says("so-so", "good"))
    let trace = await failure {
      try await fixture.store.labels.adjudicate("tone", "c44", value: "good")
    }
    #expect(trace.code == "not-found" && trace.says("c44"))
  }

  @Test("The undecided traces can be walked forwards and backwards")
  func walk() async throws {
    let fixture = try await Fixture(
      .team, [TraceLine("d", [Fixture.ann: "good", Fixture.bob: "bad"])])
    let all = try await fixture.store.labels.adjudications("tone")
    #expect(all.items.count == 3)
    let middle = all.items[1].disagreement.trace
    _ = try await fixture.store.labels.adjudicate("tone", middle.id, value: "good")
    let list = try await fixture.store.labels.adjudications("tone")
    #expect(list.items.map(\.disagreement.trace.id) == all.items.map(\.disagreement.trace.id))
    let place = list.place(of: list.items[0].disagreement.trace.id)
    #expect(place == 0 && list.place(of: "tr-none") == nil)
    #expect(list.next(after: place)?.disagreement.trace.id == list.items[2].disagreement.trace.id)
    #expect(list.next(after: nil)?.disagreement.trace.id == list.items[0].disagreement.trace.id)
    #expect(list.next(after: 2) == nil)
    #expect(list.previous(before: 2)?.disagreement.trace.id == list.items[0].disagreement.trace.id)
    #expect(list.previous(before: 0) == nil)
  }

  @Test("The labels of excluded people make no disagreement")
  func without() async throws {
    let fixture = try await Fixture()
    let list = try await fixture.store.labels.adjudications("tone", without: [Fixture.bob])
    #expect(list.items.map(\.disagreement.trace.clientRequestID) == ["c4"])
  }

  @Test("Nobody has labelled an unknown question")
  func unknown() async throws {
    let fixture = try await Fixture()
    let error = await failure { try await fixture.store.labels.adjudications("mood") }
    #expect(error.code == "not-found" && error.says("mood"))
  }

  @Test("A rubric is written once, replaced, and shared by the judges of its question")
  func rubric() async throws {
    let fixture = try await Fixture()
    let labels = fixture.store.labels
    #expect(try await labels.rubric("tone") == nil)
    let first = try await labels.setRubric("tone", to: "Polite is good.")
    let commits = try fixture.commits
    #expect(try await labels.setRubric("tone", to: "Polite is good.") == first)
    #expect(try fixture.commits == commits, "the same text again is the one that is there")
    let second = try await labels.setRubric("tone", to: "Kind is good.")
    #expect(second != first)
    let rubric = try #require(try await labels.rubric("tone"))
    #expect(rubric.text == "Kind is good." && rubric.supersedes == [first])
    #expect(rubric.author?.email == Fixture.ann)
    var other = Fixture.judge("manners", "Are the manners of {{ outputs }} good?")
    other.feedbackNameOverride = "tone"
    _ = try await fixture.store.judges.create(other)
    #expect(try await labels.rubric("manners") == rubric)
    #expect(try await labels.rubricNames() == ["tone"])
  }
}
