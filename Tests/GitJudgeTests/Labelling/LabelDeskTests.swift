import Testing

@testable import GitJudge
@testable import JudgeReview

/// The effects of a labelling session on the store.
@Suite struct LabelDeskTests {
  /// A session of Dee, who has labelled nothing, over the traces of the team.
  private func desk(
    _ fixture: Fixture, _ change: (inout LabellingOptions) -> Void = { _ in }
  ) async throws -> LabelDesk {
    var options = LabellingOptions()
    change(&options)
    return try await dee(fixture).reviews.labelling("tone", options)
  }

  private static let dee = "dee@example.com"

  private func dee(_ fixture: Fixture) -> JudgeRepository {
    fixture.store.with(author: Person(name: "Dee", email: Self.dee))
  }

  private func item(_ fixture: Fixture, _ key: String) async throws -> LabelItem {
    LabelItem(traceID: try await fixture.store.traces.find(key).id)
  }

  private func card(_ desk: LabelDesk, _ item: LabelItem) async throws -> LabelCard {
    guard case .loaded(let card)? = await desk.carryOut(.load(item)) else {
      Issue.record("nothing was loaded")
      throw JudgeFailure(.invalid, "no card")
    }
    return card
  }

  /// The reply to a label of Dee's.
  private func store(
    _ desk: LabelDesk, _ item: LabelItem, _ value: JSONValue
  ) async throws -> (id: String, reveal: LabelReveal?) {
    let answer = LabelSession.NewAnswer(item: item, value: value)
    guard case .stored(let id, let reveal)? = await desk.carryOut(.store(answer)) else {
      Issue.record("nothing was stored")
      throw JudgeFailure(.invalid, "no label")
    }
    return (id, reveal)
  }

  @Test("A blind session shows a trace without what others said, and tells it after the label")
  func blind() async throws {
    let fixture = try await Fixture()
    let desk = try await desk(fixture)
    let item = try await item(fixture, "c4")
    let card = try await card(desk, item)
    #expect(card.trace.outputs == ["response": "answer c4"])
    #expect(card.trace.labels.isEmpty && card.trace.verdicts.isEmpty && card.opinions == nil)
    let (id, reveal) = try await store(desk, item, "good")
    let others: Set = [Fixture.ann, Fixture.bob, Fixture.cy, "gpt"]
    #expect(try Set(#require(reveal).opinions.map(\.who)) == others)
    #expect(try await fixture.votes("c4")[Self.dee] == "good")
    let label = try await fixture.store.labels.find(id).assessment
    #expect(label.metadata["reveal"] == "after-item")
    let current = try await fixture.store.guidelines.versions("tone").currentHash
    #expect(label.guideline == current)
  }

  @Test("A label remembers its batch, and whether others' opinions were open")
  func circumstances() async throws {
    let fixture = try await Fixture()
    let item = LabelItem(traceID: try await fixture.store.traces.find("c0").id, batch: "june")
    let open = try await desk(fixture) { $0.isBlind = false }
    #expect(try await card(open, item).opinions?.opinions.count == 3)
    let (first, reveal) = try await store(open, item, "good")
    #expect(reveal == nil, "nothing is left to tell")
    let silent = try await desk(fixture) { $0.reveals = false }
    let (second, none) = try await store(silent, item, "bad")
    #expect(none == nil)
    let labels = fixture.store.labels
    let (old, new) = (try await labels.find(first), try await labels.find(second))
    #expect(old.assessment.metadata["reveal"] == "before")
    #expect(new.assessment.metadata["reveal"] == "never")
    #expect(new.assessment.metadata["batch"] == "june")
    #expect(new.assessment.overrides == first && old.standing == .overridden)
    #expect(try await card(silent, item).wasRevealed, "the earlier session showed them")
  }

  @Test("A label that is taken back is no vote, and the trace is asked for again")
  func takenBack() async throws {
    let fixture = try await Fixture()
    let desk = try await desk(fixture)
    let item = try await item(fixture, "c0")
    let (id, _) = try await store(desk, item, "bad")
    #expect(try await self.desk(fixture).session.items.count == 5)
    #expect(await desk.carryOut(.takeBack(item, assessmentID: id)) == .changed)
    #expect(try await fixture.votes("c0") == [Fixture.ann: "good", Fixture.bob: "good"])
    #expect(try await self.desk(fixture).session.items.count == 6)
  }

  @Test("A skip holds for its reviewer until it is undone")
  func skipped() async throws {
    let fixture = try await Fixture()
    let desk = try await desk(fixture)
    let item = try await item(fixture, "c0")
    #expect(await desk.carryOut(.skip(item, "unclear")) == .changed)
    #expect(try await !self.desk(fixture).session.items.contains(item))
    let eve = fixture.store.with(author: Person(name: "Eve", email: "eve@example.com"))
    #expect(try await eve.reviews.labelling("tone").session.items.contains(item))
    #expect(await desk.carryOut(.skip(item, nil)) == .changed)
    #expect(try await self.desk(fixture).session.items.contains(item))
  }

  @Test("A flag is shown to its reviewer, and can be taken away")
  func flagged() async throws {
    let fixture = try await Fixture()
    let desk = try await desk(fixture)
    let item = try await item(fixture, "c0")
    _ = await desk.carryOut(.flag(item, "odd"))
    #expect(try await card(desk, item).flag == "odd")
    let own = try await fixture.store.reviews.labelling("tone")
    #expect(try await card(own, item).flag == nil)
    _ = await desk.carryOut(.flag(item, nil))
    #expect(try await card(desk, item).flag == nil)
  }

  @Test("A trace that is not there is missing; a change that fails is told, and changes nothing")
  func missing() async throws {
    let fixture = try await Fixture()
    let commits = try fixture.commits
    let desk = try await desk(fixture)
    let gone = LabelItem(traceID: "tr-0000")
    #expect(await desk.carryOut(.load(gone)) == .missing(gone))
    let answer = LabelSession.NewAnswer(item: gone, value: "good")
    #expect(await desk.carryOut(.store(answer)) == .missing(gone))
    let event = await desk.carryOut(.takeBack(gone, assessmentID: "a-000000000000"))
    guard case .failed(let words)? = event else { throw JudgeFailure(.invalid, "no failure") }
    #expect(words.contains("a-000000000000"))
    #expect(try fixture.commits == commits)
  }

  @Test("A reason that was still typed is there in the next session, with its label")
  func drafts() async throws {
    let fixture = try await Fixture()
    let desk = try await desk(fixture)
    let (plain, labelled) = (try await item(fixture, "c0"), try await item(fixture, "c1"))
    let (id, _) = try await store(desk, labelled, "bad")
    #expect(await desk.carryOut(.keepDraft(plain, "It is")) == nil)
    #expect(await desk.carryOut(.keepDraft(labelled, "Curt,")) == nil)
    let next = try await self.desk(fixture).session
    #expect(next.drafts == [plain: "It is", labelled: "Curt,"])
    #expect(next.given[labelled]?.assessmentID == id && next.items.first == labelled)
    let other = try await fixture.store.reviews.labelling("tone")
    #expect(other.session.drafts.isEmpty, "a draft is its reviewer's")
    _ = await desk.carryOut(.keepDraft(labelled, nil))
    #expect(try await self.desk(fixture).session.drafts == [plain: "It is"])
  }

  @Test("A session runs to its end: each label is stored, and undoing takes the last one back")
  func toTheEnd() async throws {
    let fixture = try await Fixture()
    let desk = try await desk(fixture)
    var session = desk.session
    func run(_ effects: [LabelSession.Effect]) async {
      var waiting = effects
      while !waiting.isEmpty {
        guard let event = await desk.carryOut(waiting.removeFirst()) else { continue }
        waiting += session.handle(event, at: 0)
      }
    }
    await run(session.start())
    for _ in 0..<6 {
      await run(session.perform(.answer("bad", rationale: "Curt.")))
    }
    #expect(session.stage == .done && session.labelled == 6 && session.left == 0)
    await run(session.perform(.undo))
    #expect(session.labelled == 5 && session.left == 1)
    let own = try await fixture.store.labels.all().filter {
      $0.assessment.source.id == Self.dee
    }
    #expect(own.count == 6 && own.count { $0.standing == .counts } == 5)
    #expect(own.allSatisfy { $0.assessment.rationale == "Curt." && !$0.isStale })
  }
}
