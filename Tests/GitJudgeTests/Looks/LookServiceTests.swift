import Testing

@testable import GitJudge

/// Looks at the held-out part: recorded once a judge and group.
@Suite struct LookServiceTests {
  private let first = ContentID(hashing: [1])
  private let second = ContentID(hashing: [2])

  @Test("A look is recorded, counts once, and new groups are another record")
  func recorded() async throws {
    let fixture = try await Fixture()
    let looks = fixture.store.looks
    let experiment = try await fixture.store.experiments.current().id
    let keys: Set<String> = ["0000000000000001", "0000000000000002"]
    let commits = try fixture.commits
    let look = try await looks.look(at: "tone", in: experiment, [first: keys], .recorded)
    #expect(look.isOpen && look.judges == 1 && look.note == nil)
    #expect(try fixture.commits == commits + 1)
    let again = try await looks.look(at: "tone", in: experiment, [first: keys], .recorded)
    #expect(again.judges == 1)
    #expect(try fixture.commits == commits + 1)
    let more = keys.union(["0000000000000003"])
    _ = try await looks.look(at: "tone", in: experiment, [first: more], .recorded)
    #expect(try fixture.commits == commits + 2)
    #expect(try await looks.all(at: "tone", in: experiment).groups(of: first) == more)
  }

  @Test("The widest count of the groups holds, and fresh groups have a small one")
  func counted() async throws {
    let fixture = try await Fixture()
    let looks = fixture.store.looks
    let experiment = try await fixture.store.experiments.current().id
    let (old, new) = ("0000000000000001", "0000000000000009")
    _ = try await looks.look(at: "tone", in: experiment, [first: [old]], .recorded)
    let both = try await looks.look(
      at: "tone", in: experiment, [second: [old, new]], .recorded)
    #expect(both.judges == 2 && both.confidence == 0.975)
    let fresh = try await looks.look(at: "tone", in: experiment, [second: [new]], .recorded)
    #expect(fresh.judges == 1)
    let several = try await looks.look(
      at: "tone", in: experiment, [first, second, first], on: [old], .recorded)
    #expect(several.judges == 2)
  }

  @Test("Looks of all experiments count; those at another question do not")
  func scope() async throws {
    let fixture = try await Fixture()
    let experiment = try await fixture.store.experiments.current().id
    let key: Set<String> = ["0000000000000001"]
    _ = try await fixture.store.looks.look(at: "tone", in: experiment, [first: key], .recorded)
    let other = try await fixture.store.experiments.open("other", create: true)
    let there = try await other.experiments.current().id
    let look = try await other.looks.look(at: "tone", in: there, [second: key], .recorded)
    #expect(look.judges == 2)
    #expect(try await other.looks.look(at: "mood", in: there, [second: key], .recorded).judges == 1)
  }

  @Test("A command that records nothing leaves the part closed; no group is no look")
  func closed() async throws {
    let fixture = try await Fixture()
    let looks = fixture.store.looks
    let experiment = try await fixture.store.experiments.current().id
    let commits = try fixture.commits
    let closed = try await looks.look(
      at: "tone", in: experiment, [first: ["0000000000000001"]], .closed)
    #expect(!closed.isOpen && closed.judges == 0)
    for access in [TestAccess.closed, .recorded, .required] {
      let none = try await looks.look(at: "tone", in: experiment, [first: []], access)
      #expect(none == TestSetLook.none)
    }
    #expect(try fixture.commits == commits)
  }

  @Test("A look that cannot be recorded keeps the part closed, opens it on demand, or fails")
  func unrecorded() async throws {
    let fixture = try await Fixture()
    let experiment = try await fixture.store.experiments.current().id
    let measured: [ContentID: Set<String>] = [first: ["0000000000000001"]]
    // Without an address git does not know who writes.
    let nobody = try await fixture.handed(to: "")
    let closed = try await nobody.looks.look(at: "tone", in: experiment, measured, .recorded)
    #expect(!closed.isOpen && closed.note?.contains("could not be recorded") == true)
    let open = try await nobody.looks.look(at: "tone", in: experiment, measured, .opened)
    #expect(open.isOpen && open.judges == 1 && open.note != nil)
    let error = await failure {
      try await nobody.looks.look(at: "tone", in: experiment, measured, .required)
    }
    #expect(error.isOfData && error.says("user.email"))
  }

  @Test("An opening by judges without a body counts for its experiment")
  func openings() async throws {
    let fixture = try await Fixture()
    let looks = fixture.store.looks
    let experiment = try await fixture.store.experiments.current().id
    let key: Set<String> = ["0000000000000001"]
    _ = try await looks.look(at: "tone", in: experiment, [first: key], .recorded)
    try await looks.recordOpening(of: "tone", experiment, judge: first)
    try await looks.recordOpening(of: "tone", experiment, judge: first)
    #expect(try await looks.all(at: "tone", in: experiment).count(on: key) == 3)
    #expect(try await looks.all(at: "tone", in: second).count(on: key) == 1)
  }

  @Test("Sources of recorded verdicts are known by the judges that answer from them")
  func recordedJudges() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let tone = try await store.judges.find(named: "tone").hash
    _ = try await store.judges.create(Fixture.judge("mood", model: "recorded:/other"))
    #expect(try await store.looks.recordedJudges(of: "tone") == ["gpt": tone])
    #expect(try await store.looks.recordedJudges(of: "none").isEmpty)
  }

  @Test("A trace taught a judge through a label, an example, or a near copy of its text")
  func taught() async throws {
    let fixture = try await Fixture()
    let (store, looks) = (fixture.store, fixture.store.looks)
    let traces = try await store.traces.all()
    func keys(_ body: JudgeBody) async throws -> Set<String> {
      Set(try await looks.taught(traces, body).compactMap { traces[$0].clientRequestID })
    }
    #expect(try await keys(Fixture.tone).isEmpty)
    let trace = try await store.traces.find("c2")
    var body = Fixture.tone
    body.guidelines = [Guideline(text: "x", labels: [trace.votes(on: "tone")[0].id])]
    #expect(try await keys(body).contains("c2"))
    body.guidelines = []
    body.examples = [FewShotExamples.example(trace, value: "good", rationale: nil)]
    #expect(try await keys(body) == ["c2"])
    let copy = Trace.row("row", inputs: trace.inputs, outputs: trace.outputs)
    #expect(try await looks.taught([copy], body) == [0])
    let other = Trace.row("row", inputs: "Something else?", outputs: "Another text entirely.")
    #expect(try await looks.taught([other], body).isEmpty)
  }
}
