import Testing

@testable import GitJudge

/// A label of the terminal follows the rules of one that is added by a command.
@Suite struct TerminalLabelTests {
  /// How a label comes in.
  enum Way: CaseIterable {
    case terminal, command
  }

  /// Labels a trace, and returns the label's id.
  @discardableResult
  private func label(
    _ store: JudgeRepository, _ key: String, _ value: String, by source: String, _ way: Way,
    enteredBy program: String? = nil
  ) async throws -> String {
    guard way == .terminal else {
      var label = LabelService.NewLabel(trace: key, name: "tone")
      label.text = value
      label.sourceID = source
      label.enteredBy = program
      return try await store.labels.addFeedback(label).assessmentID
    }
    let trace = try await store.traces.find(key)
    var label = assessment(trace, value, by: source)
    if let program { label.metadata[Assessment.enteredByKey] = .string(program) }
    return try await store.labels.store(label, on: trace)
  }

  private func assessment(
    _ trace: Trace, _ value: String, by source: String, repeated index: Int? = nil
  ) -> Assessment {
    var label = Assessment(
      traceID: trace.id, name: "tone", source: .human(source), content: .feedback(.string(value)),
      rationale: nil)
    label.repeatIndex = index
    return label
  }

  /// The id of the label that counts as a source's vote.
  private func vote(_ fixture: Fixture, _ key: String, by source: String) async throws -> String {
    let votes = try await fixture.store.traces.find(key).votes(on: "tone")
    return try #require(votes.first { $0.assessment.source.id == source }).id
  }

  @Test("A label replaces that of its source, and names it; others' stay", arguments: Way.allCases)
  func replaced(way: Way) async throws {
    let fixture = try await Fixture()
    let first = try await vote(fixture, "c0", by: Fixture.ann)
    let id = try await label(fixture.store, "c0", "bad", by: Fixture.ann, way)
    #expect(try await fixture.votes("c0") == [Fixture.ann: "bad", Fixture.bob: "good"])
    let (new, old) = (
      try await fixture.store.labels.find(id), try await fixture.store.labels.find(first)
    )
    #expect(new.assessment.overrides == first && new.standing == .counts)
    #expect(old.standing == .overridden && old.assessment.value == "good")
  }

  @Test("The first label of a source replaces nothing", arguments: Way.allCases)
  func first(way: Way) async throws {
    let fixture = try await Fixture()
    let id = try await label(fixture.store, "c0", "bad", by: Fixture.cy, way)
    #expect(try await fixture.store.labels.find(id).assessment.overrides == nil)
    #expect(try await fixture.votes("c0").count == 3)
  }

  @Test("An agent's label does not replace a person's", arguments: Way.allCases)
  func agent(way: Way) async throws {
    let fixture = try await Fixture()
    let commits = try fixture.commits
    let error = await failure {
      try await label(fixture.store, "c0", "bad", by: Fixture.ann, way, enteredBy: "robot")
    }
    #expect(error.code == "ambiguous" && error.says("robot", Fixture.ann))
    #expect(try fixture.commits == commits)
    #expect(try await fixture.votes("c0")[Fixture.ann] == "good")
  }

  @Test("An agent's label gives way to another agent's, and to a person's", arguments: Way.allCases)
  func overAgent(way: Way) async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let store = fixture.store
    let first = try await label(store, "n", "good", by: Fixture.ann, way, enteredBy: "robot")
    let second = try await label(store, "n", "bad", by: Fixture.ann, way, enteredBy: "other")
    #expect(try await store.labels.find(second).assessment.overrides == first)
    #expect(try await fixture.votes("n").isEmpty)
    let own = try await label(store, "n", "bad", by: Fixture.ann, way)
    #expect(try await store.labels.find(own).assessment.overrides == second)
    #expect(try await fixture.votes("n") == [Fixture.ann: "bad"])
  }

  /// A store whose owner recorded that Cy is Bob.
  private func joined() async throws -> Fixture {
    let fixture = try await Fixture()
    var request = EndorsementRequest()
    request.samePerson = [Fixture.cy, Fixture.bob]
    _ = try await fixture.store.trust.endorse(request)
    return fixture
  }

  @Test(
    "A label replaces the one that its person gave under another address",
    arguments: Way.allCases)
  func samePerson(way: Way) async throws {
    let fixture = try await joined()
    let first = try await vote(fixture, "c0", by: Fixture.bob)
    let cy = try await fixture.handed(to: Fixture.cy)
    let id = try await label(cy, "c0", "bad", by: Fixture.cy, way)
    #expect(try await fixture.votes("c0") == [Fixture.ann: "good", Fixture.bob: "bad"])
    #expect(try await fixture.store.labels.find(id).assessment.overrides == first)
    #expect(try await fixture.store.labels.find(first).standing == .overridden)
  }

  @Test(
    "An agent does not replace what its person said under another address",
    arguments: Way.allCases)
  func agentOfSamePerson(way: Way) async throws {
    let fixture = try await joined()
    let cy = try await fixture.handed(to: Fixture.cy)
    let error = await failure {
      try await label(cy, "c0", "bad", by: Fixture.cy, way, enteredBy: "robot")
    }
    #expect(error.code == "ambiguous" && error.says("robot"))
    #expect(try await fixture.votes("c0")[Fixture.bob] == "good")
  }

  @Test("A label is dated after the one that it replaces, even if that clock was ahead")
  func ahead() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let store = fixture.store
    let trace = try await store.traces.find("n")
    var early = assessment(trace, "good", by: Fixture.ann)
    early.createTime = Timestamp("2099-01-01T00:00:00Z")
    _ = try await store.append([try early.record()], message: "ahead")
    for (way, value) in [(Way.terminal, "bad"), (Way.command, "good"), (Way.terminal, "bad")] {
      try await label(store, "n", value, by: Fixture.ann, way)
      #expect(try await fixture.votes("n") == [Fixture.ann: .string(value)])
    }
    let times = try await store.traces.find("n").labels.compactMap(\.assessment.createTime)
    #expect(times.count == 4 && Set(times).count == 4 && times.min() == early.createTime)
  }

  @Test("A second label is no vote: it replaces an earlier second label, and never the first")
  func repeated() async throws {
    let fixture = try await Fixture()
    let labels = fixture.store.labels
    var trace = try await fixture.store.traces.find("c0")
    let one = try await labels.store(
      assessment(trace, "bad", by: Fixture.ann, repeated: 1), on: trace)
    #expect(try await labels.find(one).assessment.overrides == nil)
    trace = try await fixture.store.traces.find("c0")
    let two = try await labels.store(
      assessment(trace, "good", by: Fixture.ann, repeated: 1), on: trace)
    #expect(try await labels.find(two).assessment.overrides == one)
    #expect(try await labels.find(two).standing == .repeated)
    #expect(try await labels.find(one).standing == .overridden)
    #expect(try await fixture.votes("c0")[Fixture.ann] == "good")
    trace = try await fixture.store.traces.find("c0")
    let other = try await labels.store(
      assessment(trace, "bad", by: Fixture.ann, repeated: 2), on: trace)
    #expect(try await labels.find(other).assessment.overrides == nil, "another repeat")
  }
}
