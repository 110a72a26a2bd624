import Testing

@testable import GitJudge

/// Adding labels and expectations, and taking them back.
@Suite struct LabelServiceTests {
  @Test("A label is the vote of the git user, in the value that the judge declares")
  func added() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let stored = try await fixture.label("n", "good", because: "Short.")
    #expect(stored.commit != nil && stored.overrides == nil && stored.standing == .counts)
    #expect(try await fixture.votes("n") == [Fixture.ann: "good"])
    let label = try #require(try await fixture.store.traces.find("n").labels.first)
    #expect(label.id == stored.assessmentID && label.assessment.rationale == "Short.")
    #expect(stored.json["trace_id"]?.stringValue == label.assessment.traceID)
  }

  @Test("A label names its guideline, and the state of the trace that was shown")
  func marked() async throws {
    let fixture = try await Fixture()
    try await fixture.store.labels.setRubric("tone", to: "Polite is good.")
    try await fixture.label("c0", "bad")
    let trace = try await fixture.store.traces.find("c0")
    let label = try #require(
      trace.votes(on: "tone").first { $0.assessment.source.id == Fixture.ann })
    let current = try await fixture.store.guidelines.versions("tone").currentHash
    #expect(label.assessment.guideline == current)
    #expect(label.assessment.seen == trace.shown && !label.isStale)
  }

  @Test("Another label of the same person replaces the first; others' stay")
  func replaced() async throws {
    let fixture = try await Fixture()
    let first = try #require(
      try await fixture.store.traces.find("c0").votes(on: "tone").first {
        $0.assessment.source.id == Fixture.ann
      })
    let stored = try await fixture.label("c0", "bad")
    #expect(stored.overrides == first.id)
    #expect(try await fixture.votes("c0") == [Fixture.ann: "bad", Fixture.bob: "good"])
    let old = try await fixture.store.labels.find(first.id)
    #expect(old.standing == .overridden && old.assessment.value == "good")
  }

  @Test("The same label again is the one that is there; another reason is a new label")
  func same() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.label("c0", "bad", because: "Curt.")
    let commits = try fixture.commits
    let again = try await fixture.label("c0", "bad", because: "Curt.")
    #expect(again.assessmentID == first.assessmentID && again.commit == nil)
    #expect(try fixture.commits == commits)
    let other = try await fixture.label("c0", "bad", because: "Very curt.")
    #expect(other.commit != nil && other.overrides == first.assessmentID)
  }

  @Test("The same label under a new guideline is written again: it confirms the old one")
  func confirmed() async throws {
    let fixture = try await Fixture()
    let first = try await fixture.label("c0", "bad")
    #expect(try await fixture.label("c0", "bad").commit == nil)
    try await fixture.store.labels.setRubric("tone", to: "Polite is good.")
    let second = try await fixture.label("c0", "bad")
    #expect(second.commit != nil && second.overrides == first.assessmentID)
  }

  @Test(
    "A judge with any schema can be labelled, as text and as JSON, within its bounds",
    arguments: [
      ("bounded", "4", nil, JSONValue.number(4)), ("bounded", "9", nil, nil),
      ("bounded", nil, 5, 5), ("bounded", nil, 9, nil), ("bounded", nil, "4", nil),
      ("list", "[\"a\", \"b\"]", nil, ["a", "b"]), ("list", nil, ["c"], nil),
      ("map", nil, ["a": 3], ["a": 3]), ("map", "{\"a\": \"x\"}", nil, nil),
      ("maybe", "no", nil, false), ("maybe", nil, .null, .null), ("one", "OK", nil, "ok"),
      ("score", "2.0", nil, 2), ("score", "2.5", nil, nil), ("flag", "yes", nil, true),
    ] as [(String, String?, JSONValue?, JSONValue?)])
  func schemas(name: String, text: String?, json: JSONValue?, value: JSONValue?) async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    try await fixture.makeJudgesOfAllTypes()
    var label = LabelService.NewLabel(trace: "n", name: name)
    label.text = text
    label.json = json
    guard let value else {
      let error = await failure { try await fixture.store.labels.addFeedback(label) }
      #expect(["invalid", "schema"].contains(error.code), "\(error)")
      return
    }
    _ = try await fixture.store.labels.addFeedback(label)
    let stored = try await fixture.store.traces.find("n").labels.last
    #expect(stored?.assessment.content == .feedback(value) && stored?.standing == .counts)
  }

  @Test("A source id has no control characters, and no blanks around it")
  func sourceID() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    var label = LabelService.NewLabel(trace: "n", name: "tone")
    label.text = "good"
    label.sourceID = "bo\u{7}b"
    let error = await failure { try await fixture.store.labels.addFeedback(label) }
    #expect(error.code == "usage" && error.says("control characters"))
    label.sourceID = " \(Fixture.bob) "
    _ = try await fixture.store.labels.addFeedback(label)
    #expect(try await fixture.votes("n") == [Fixture.bob: "good"])
  }

  @Test("A value that the judge does not declare is refused, with those that it has")
  func undeclared() async throws {
    let fixture = try await Fixture()
    let error = await failure { try await fixture.label("c0", "great") }
    #expect(error.isOfData && error.says("great", "good", "bad"))
    var label = LabelService.NewLabel(trace: "c0", name: "tone")
    label.json = 7
    let typed = await failure { try await fixture.store.labels.addFeedback(label) }
    #expect(typed.code == "invalid" && typed.says("7", "good"))
    #expect(try await fixture.votes("c0")[Fixture.ann] == "good")
  }

  @Test("A question without a judge takes any text, and JSON as it is")
  func free() async throws {
    let fixture = try await Fixture()
    try await fixture.label("c0", "rather calm", on: "mood")
    #expect(try await fixture.votes("c0", on: "mood") == [Fixture.ann: "rather calm"])
    var label = LabelService.NewLabel(trace: "c1", name: "mood")
    label.json = ["calm": true]
    _ = try await fixture.store.labels.addFeedback(label)
    #expect(try await fixture.votes("c1", on: "mood") == [Fixture.ann: ["calm": true]])
  }

  @Test("A label needs a value, a name and a trace that is there")
  func incomplete() async throws {
    let fixture = try await Fixture()
    let empty = LabelService.NewLabel(trace: "c0", name: "tone")
    let noValue = await failure { try await fixture.store.labels.addFeedback(empty) }
    #expect(noValue.code == "usage" && noValue.says("value"))
    let noName = await failure { try await fixture.label("c0", "x", on: "") }
    #expect(noName.code == "usage" && noName.says("name"))
    let noTrace = await failure { try await fixture.label("c77", "good") }
    #expect(noTrace.code == "not-found" && noTrace.says("c77"))
    let noAnswer = await failure { try await fixture.store.labels.addExpectation(empty) }
    #expect(noAnswer.code == "usage" && noAnswer.says("expectation"))
  }

  @Test("A label of another person counts as theirs")
  func forOthers() async throws {
    let fixture = try await Fixture()
    let stored = try await fixture.label("c0", "bad", by: Fixture.cy)
    #expect(stored.standing == .counts)
    #expect(try await fixture.votes("c0")[Fixture.cy] == "bad")
    #expect(try await fixture.votes("c0")[Fixture.ann] == "good")
  }

  @Test("A label that somebody else brings in the name of a pinned reviewer waits")
  func unconfirmed() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    try await fixture.pin(Fixture.cy)
    let stored = try await fixture.handed(to: Fixture.bob).labels.addFeedback(
      Self.label("n", "good", by: Fixture.cy))
    #expect(stored.standing == .unconfirmed)
    #expect(try await fixture.votes("n").isEmpty)
  }

  private static func label(
    _ trace: String, _ value: String, by source: String? = nil, enteredBy program: String? = nil
  ) -> LabelService.NewLabel {
    var label = LabelService.NewLabel(trace: trace, name: "tone")
    label.text = value
    label.sourceID = source
    label.enteredBy = program
    return label
  }

  @Test("A label that a program entered is no vote, and never replaces a person's label")
  func entered() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let labels = fixture.store.labels
    _ = try await labels.addFeedback(Self.label("n", "good", enteredBy: "robot"))
    #expect(try await fixture.votes("n").isEmpty)
    let kept = try #require(try await fixture.store.traces.find("n").labels.first)
    #expect(kept.assessment.enteredBy == "robot" && kept.standing == .counts)
    let error = await failure {
      try await labels.addFeedback(Self.label("c0", "bad", enteredBy: "robot"))
    }
    #expect(error.code == "ambiguous" && error.says("robot", Fixture.ann))
    #expect(try await fixture.votes("c0")[Fixture.ann] == "good")
  }

  @Test("An expectation is kept beside the labels, and the latest of a person holds")
  func expectation() async throws {
    let fixture = try await Fixture()
    var wanted = LabelService.NewLabel(trace: "c0", name: "expected_response")
    wanted.text = "Open Billing."
    let first = try await fixture.store.labels.addExpectation(wanted)
    wanted.json = ["facts": ["Billing"]]
    let second = try await fixture.store.labels.addExpectation(wanted)
    #expect(second.overrides == first.assessmentID)
    let trace = try await fixture.store.traces.find("c0")
    #expect(trace.expectations == ["expected_response": ["facts": ["Billing"]]])
    #expect(trace.votes(on: "expected_response").isEmpty)
  }

  @Test("A person takes back their own label; it comes back by labelling again")
  func deleted() async throws {
    let fixture = try await Fixture()
    let own = try #require(
      try await fixture.store.traces.find("c0").votes(on: "tone").first {
        $0.assessment.source.id == Fixture.ann
      })
    let done = try await fixture.store.labels.delete(own.id)
    #expect(done.label.id == own.id && !done.isDispute)
    #expect(try await fixture.votes("c0") == [Fixture.bob: "good"])
    try await fixture.label("c0", "good")
    #expect(try await fixture.votes("c0") == [Fixture.ann: "good", Fixture.bob: "good"])
  }

  @Test("Another person's label cannot be taken back: that is a dispute, and the vote stays")
  func disputed() async throws {
    let fixture = try await Fixture()
    let other = try #require(
      try await fixture.store.traces.find("c0").votes(on: "tone").first {
        $0.assessment.source.id == Fixture.bob
      })
    let done = try await fixture.store.labels.delete(String(other.id.prefix(14)))
    #expect(done.isDispute)
    #expect(try await fixture.votes("c0")[Fixture.bob] == "good")
    #expect(try await fixture.store.labels.find(other.id).disputes.count == 1)
  }

  @Test("A verdict is not a label, and an unknown id is named")
  func notALabel() async throws {
    let fixture = try await Fixture()
    let verdict = try #require(
      try await fixture.store.traces.find("c0").verdicts.first?.assessmentID)
    let error = await failure { try await fixture.store.labels.delete(verdict) }
    #expect(error.code == "invalid" && error.says("verdict"))
    let none = await failure { try await fixture.store.labels.delete("a-000000000000") }
    #expect(none.code == "not-found" && none.says("a-000000000000"))
  }

  @Test("All labels of the experiment are listed, with their standing; a filter picks traces")
  func listed() async throws {
    let fixture = try await Fixture()
    let labels = fixture.store.labels
    #expect(try await labels.all().count == 13)
    #expect(try await labels.all(where: "tag.topic = 'billing'").count == 6)
    try await fixture.label("c0", "bad")
    let all = try await labels.all()
    #expect(all.count == 14 && all.count { $0.standing == .overridden } == 1)
    let other = try await fixture.store.experiments.open("other", create: true)
    #expect(try await other.labels.all().isEmpty)
  }

  @Test("Labels of one guideline version are listed by word or digits")
  func ofGuideline() async throws {
    let fixture = try await Fixture()
    let labels = fixture.store.labels
    try await fixture.label("c0", "bad")
    func sources(_ guideline: String) async throws -> [String] {
      try await labels.all(where: nil, on: "tone", guideline: guideline).map(
        \.assessment.source.id)
    }
    #expect(try await sources("current") == [Fixture.ann])
    #expect(try await sources("unknown").count == 12)
    let version = try await fixture.store.guidelines.versions("tone").currentHash
    #expect(try await sources(version.prefix(8)) == [Fixture.ann])
    let none = await failure { try await sources("abcdef01") }
    #expect(none.code == "not-found" && none.says("abcdef01", version.prefix(12)))
  }
}
