import Testing

@testable import GitJudge

/// Finding, listing, tagging and deleting traces.
@Suite struct TraceServiceTests {
  @Test("A trace is found by its id, by a prefix with or without its mark, and by its key")
  func found() async throws {
    let fixture = try await Fixture()
    let trace = try await fixture.store.traces.find("c1")
    #expect(trace.clientRequestID == "c1" && trace.outputs == ["response": "answer c1"])
    let digits = trace.id.dropFirst(3)
    for text in [trace.id, String(trace.id.prefix(15)), String(digits.prefix(12))] {
      #expect(try await fixture.store.traces.find(text).id == trace.id, "\(text)")
    }
  }

  @Test("A trace carries the labels and verdicts of its line")
  func carries() async throws {
    let fixture = try await Fixture()
    let trace = try await fixture.store.traces.find("c4")
    #expect(
      try await fixture.votes("c4") == [
        Fixture.ann: "good", Fixture.bob: "bad", Fixture.cy: "bad",
      ])
    #expect(trace.verdicts.map(\.value) == ["bad"] && trace.verdicts.map(\.source.id) == ["gpt"])
    #expect(trace.tags.isEmpty)
    #expect(try await fixture.store.traces.find("c0").tags == ["topic": "billing"])
  }

  @Test(
    "An unknown trace is named, with the command that lists traces", arguments: ["c9", "ffffffff"])
  func unknown(text: String) async throws {
    let fixture = try await Fixture()
    let error = await failure { try await fixture.store.traces.find(text) }
    #expect(error.code == "not-found" && error.says(text, "list traces"))
  }

  @Test("A prefix of too few digits is no id")
  func short() async throws {
    let fixture = try await Fixture()
    let id = try await fixture.store.traces.find("c1").id
    let error = await failure { try await fixture.store.traces.find(String(id.prefix(5))) }
    #expect(error.code == "not-found")
  }

  @Test("A key belongs to its experiment: another one has its own trace under it")
  func keys() async throws {
    let fixture = try await Fixture()
    let other = try await fixture.store.experiments.open("other", create: true)
    let missing = await failure { try await other.traces.find("c1") }
    #expect(missing.code == "not-found")
    try await other.add([TraceLine("c1", outputs: "elsewhere")])
    #expect(try await other.traces.find("c1").outputs == "elsewhere")
    let support = try await fixture.store.experiments.open("support")
    #expect(try await support.traces.find("c1").outputs == ["response": "answer c1"])
  }

  @Test("All traces come by id; a limit and a filter cut the list")
  func listed() async throws {
    let fixture = try await Fixture()
    let traces = fixture.store.traces
    let all = try await traces.all()
    #expect(all.count == 6 && all.map(\.id) == all.map(\.id).sorted())
    #expect(try await traces.all(limit: 2).map(\.id) == all.prefix(2).map(\.id))
    #expect(try await traces.all(limit: 0).isEmpty)
    let billing = try await traces.all(where: "tag.topic = 'billing'")
    #expect(Set(billing.compactMap(\.clientRequestID)) == ["c0", "c1", "c2"])
    #expect(try await traces.all(where: "tag.topic = 'none'").isEmpty)
  }

  @Test("A filter that cannot be read is an error, not an empty list")
  func badFilter() async throws {
    let fixture = try await Fixture()
    for filter in ["tag.topic =", "nothing.at.all = 1", "tag.topic = 'billing' AND"] {
      let error = await failure { try await fixture.store.traces.all(where: filter) }
      #expect(!error.code.isEmpty && !error.text.isEmpty, "\(filter)")
    }
  }

  @Test("Pages follow each other by a cursor, and each trace comes once")
  func pages() async throws {
    let fixture = try await Fixture()
    var query = TraceQuery(orderBy: ["trace_id ASC"], limit: 4)
    let first = try await fixture.store.traces.page(query)
    #expect(first.traces.count == 4 && first.next != nil)
    query.cursor = first.next
    let second = try await fixture.store.traces.page(query)
    #expect(second.traces.count == 2 && second.next == nil)
    #expect(Set((first.traces + second.traces).map(\.id)).count == 6)
  }

  @Test("A page is of the current experiment unless the query names one")
  func pageExperiment() async throws {
    let fixture = try await Fixture()
    let other = try await fixture.store.experiments.open("other", create: true)
    #expect(try await other.traces.page(TraceQuery()).traces.isEmpty)
    let support = try await fixture.store.experiments.find("support").id
    #expect(try await other.traces.page(TraceQuery(experiment: support)).traces.count == 6)
  }

  @Test("A tag is set, replaced and removed; the same again writes nothing")
  func tags() async throws {
    let fixture = try await Fixture()
    let traces = fixture.store.traces
    try await traces.tag("c3", "owner", "kim")
    #expect(try await traces.find("c3").tags == ["topic": "login", "owner": "kim"])
    let commits = try fixture.commits
    let before = try await traces.tag("c3", "owner", "kim")
    #expect(before.tags["owner"] == "kim")
    #expect(try fixture.commits == commits)
    try await traces.tag("c3", "owner", "lee")
    #expect(try await traces.find("c3").tags["owner"] == "lee")
    try await traces.tag("c3", "topic", nil)
    #expect(try await traces.find("c3").tags == ["owner": "lee"])
    #expect(try await traces.all(where: "tag.topic = 'login'").isEmpty)
  }

  @Test("A tag needs a key")
  func emptyTag() async throws {
    let fixture = try await Fixture()
    let error = await failure { try await fixture.store.traces.tag("c3", "", "x") }
    #expect(error.code == "usage" && error.says("empty"))
  }

  @Test("A deleted trace leaves the lists and comes back with its labels")
  func deleted() async throws {
    let fixture = try await Fixture()
    let traces = fixture.store.traces
    let id = try await traces.find("c1").id
    try await traces.set("c1", deleted: true)
    #expect(try await traces.all().count == 5)
    #expect(await failure { try await traces.find(id) }.code == "not-found")
    #expect(try await traces.find(id, includeDeleted: true).id == id)
    try await traces.set(id, deleted: false)
    #expect(try await traces.all().count == 6)
    #expect(try await fixture.votes("c1") == [Fixture.ann: "bad", Fixture.bob: "bad"])
  }

  @Test("A text is found in inputs and outputs, case aside, quotation marks included")
  func holding() async throws {
    let fixture = try await Fixture(
      .team, [TraceLine("q", outputs: "She said \"it's fine\" and left.")])
    let experiment = try await fixture.store.experiments.current().id
    let traces = fixture.store.traces
    let id = try await traces.find("q").id
    for text in ["SAID \"IT'S", "it's fine", "said \"it"] {
      #expect(try await traces.ids(holding: text, in: experiment) == [id], "\(text)")
    }
    #expect(try await traces.ids(holding: "ANSWER C", in: experiment).count == 6)
    #expect(try await traces.ids(holding: "nowhere", in: experiment).isEmpty)
  }

  @Test("A judge's feedback becomes a verdict, a person's a label")
  func logged() async throws {
    let fixture = try await Fixture()
    let traces = fixture.store.traces
    let judge = AssessmentSource(type: .llmJudge, id: "openai:/m")
    let said = Feedback(name: "tone", value: "bad", rationale: "Curt.", source: judge)
    let id = try await traces.log(said, on: "c0")
    let verdict = try #require(
      try await traces.find("c0").verdicts.first { $0.source.id == "openai:/m" })
    #expect(verdict.assessmentID == id && verdict.value == "bad" && verdict.rationale == "Curt.")
    let own = Feedback(name: "mood", value: "calm", rationale: nil, source: .human(Fixture.ann))
    let label = try await traces.log(own, on: "c0")
    #expect(try await fixture.votes("c0", on: "mood") == [Fixture.ann: "calm"])
    #expect(try await traces.find("c0").labels.contains { $0.id == label })
  }

  @Test("A label without a value is refused, with the reason that the judge gave")
  func loggedError() async throws {
    let fixture = try await Fixture()
    let said = Feedback(
      name: "tone", error: AssessmentError(code: "DOWN", message: "no answer"),
      source: .human(Fixture.ann))
    let error = await failure { try await fixture.store.traces.log(said, on: "c0") }
    #expect(error.code == "invalid" && error.says("no answer"))
  }
}
