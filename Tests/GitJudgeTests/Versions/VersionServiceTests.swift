import Testing

@testable import GitJudge

/// The log of a judge, whose labels taught it, and how two versions differ.
@Suite struct VersionServiceTests {
  @Test("The log has a version a line, with aliases, author and parents by name")
  func log() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let second = try await store.judges.create(
      Fixture.judge("tone", "Is {{ outputs }} kind?"), tags: ["why": "shorter"])
    _ = try await store.versions.setAlias("trial", to: "tone@v1")
    let log = try await store.versions.log(of: "tone@v2")
    #expect(log.map(\.version.number) == [1, 2] && log.map(\.aliases) == [["trial"], []])
    #expect(log[0].parents.isEmpty && log[1].parents.map(\.label) == ["tone@v1"])
    #expect(log[1].version.hash == second.hash && log.allSatisfy { $0.report == nil })
    #expect(log[1].json["tags"] == ["why": "shorter"] && log[1].json["improved"] == .null)
    #expect(log[0].json["by"]?["email"]?.stringValue == Fixture.ann)
    #expect(log[0].json["aliases"] == ["trial"] && log[1].program == nil)
  }

  @Test("A body under two names is called by the one that it got first")
  func firstName() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let tone = try await store.judges.find(named: "tone")
    _ = try await store.judges.register(
      try tone.body.record(), as: "another", report: nil, parents: nil, tags: [:])
    _ = try await store.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    let log = try await store.versions.log(of: "tone")
    #expect(log.last?.parents.map(\.label) == ["tone@v1"])
  }

  @Test("A judge that is not there has no log")
  func unknown() async throws {
    let fixture = try await Fixture()
    let error = await failure { try await fixture.store.versions.log(of: "tome") }
    #expect(error.code == "not-found" && error.says("tome", "tone"))
  }

  /// `tone@v2` with two guidelines, an example and instructions that labels taught.
  private func taught() async throws -> (fixture: Fixture, labels: [Label]) {
    let fixture = try await Fixture()
    let store = fixture.store
    let trace = try await store.traces.find("c0")
    let labels = trace.votes(on: "tone")
    var body = Fixture.tone
    body.guidelines = [
      Guideline(text: "Be kind.", labels: labels.map(\.id)), Guideline(text: "Be short."),
    ]
    body.examples = [FewShotExamples.example(trace, value: "good", rationale: "Kind.")]
    var step = AlignmentStep(
      optimizer: "gepa", seed: 0, base: try await store.judges.find(named: "tone").hash)
    step.labels = [labels[0].id]
    step.sources = ["instructions": [.string(labels[0].id)]]
    body.steps = [step]
    _ = try await store.judges.create(body)
    return (fixture, labels)
  }

  @Test("Blame lists the parts of a judge in order, with the labels that taught them")
  func blame() async throws {
    let (fixture, labels) = try await taught()
    let (version, parts) = try await fixture.store.versions.blame("tone")
    #expect(version.number == 2)
    #expect(
      parts.map(\.part) == [
        .guideline(1), .guideline(2), .example(1), .other("instructions"),
      ])
    #expect(parts[0].text == "Be kind." && parts[0].reviewerCount == 2)
    #expect(parts[0].labels.map(\.assessmentID) == labels.map(\.id))
    #expect(parts[0].labels.allSatisfy { $0.standing == "counts" && $0.value == "good" })
    #expect(parts[1].labels.isEmpty && parts[3].labels.map(\.assessmentID) == [labels[0].id])
    #expect(parts[0].json["guideline"] == 1 && parts[3].json["part"] == "instructions")
  }

  @Test("One part is named by kind and number")
  func blamePart() async throws {
    let (fixture, _) = try await taught()
    let service = fixture.store.versions
    #expect(try await service.blame("tone@v2:guideline:2").parts.map(\.text) == ["Be short."])
    #expect(
      try await service.blame("tone:instructions").parts.map(\.part) == [.other("instructions")])
    for (text, word) in [
      ("tone:guideline:3", "2"), ("tone:example:2", "1"), ("tone:calibration", "calibration"),
    ] {
      let error = await failure { try await service.blame(text) }
      #expect(error.code == "not-found" && error.says(word), "\(text): \(error.text)")
    }
    for text in ["tone:guideline:0", "tone:guideline:x", "tone:nothing"] {
      #expect(await failure { try await service.blame(text) }.code == "usage", "\(text)")
    }
    #expect(try await service.blame("tone@v1").parts.isEmpty)
  }

  @Test("A label that was replaced or is not here taught the version all the same")
  func blameStanding() async throws {
    let (fixture, labels) = try await taught()
    let own = try #require(labels.first { $0.assessment.source.id == Fixture.ann })
    try await fixture.label("c0", "bad")
    let part = try #require(
      try await fixture.store.versions.blame("tone:guideline:1").parts.first)
    let source = part.labels.first { $0.assessmentID == own.id }
    #expect(source?.standing == "overridden" && source?.value == "good")
    var body = Fixture.tone
    body.guidelines = [Guideline(text: "Gone.", labels: ["a-0123456789abcdef"])]
    _ = try await fixture.store.judges.create(body)
    let gone = try await fixture.store.versions.blame("tone").parts.first?.labels.first
    #expect(gone?.standing == "missing" && gone?.traceID == nil && gone?.sourceID == nil)
  }

  /// The recorded judges `gpt`, which is wrong on `c3`, and `new`, which is wrong on `c0`.
  private func pair() async throws -> Fixture {
    let lines = TraceLine.team.map { line in
      var line = line
      let new = ["c0": "bad", "c2": "good"][line.key] ?? "bad"
      line.verdicts = ["gpt": line.verdicts[0].value, "new": new]
      return line
    }
    let fixture = try await Fixture(.empty, lines)
    _ = try await fixture.store.judges.create(Fixture.tone)
    _ = try await fixture.store.judges.create(Fixture.judge("tone", model: "recorded:/new"))
    return fixture
  }

  @Test("A difference names the fields that changed, and the agreed traces that flipped")
  func diff() async throws {
    let fixture = try await pair()
    let diff = try await fixture.store.versions.diff("tone@v1", "tone@v2")
    #expect(diff.a.number == 1 && diff.b.number == 2 && diff.unasked == 0)
    #expect(diff.changes.map(\.field) == ["model"])
    let ids = try await fixture.store.traces.all().reduce(into: [String: String]()) {
      $0[$1.id] = $1.clientRequestID
    }
    // On c5 people do not agree; on c4 two of three do.
    #expect(diff.unseen?.n == 5)
    #expect(diff.unseen?.fixed.compactMap { ids[$0] } == ["c3"])
    #expect(diff.unseen?.broken.compactMap { ids[$0] } == ["c0"])
    #expect(diff.unseen?.delta == 0 && diff.taught?.n == 0)
    #expect(diff.json["changed"]?.arrayValue?.count == 1)
    let good = try #require(diff.classes.first { $0.value == "good" })
    #expect(good.n == 2 && good.a == 1 && good.b == 0.5)
  }

  @Test("The held-out part is looked at once a judge, or stays closed")
  func looks() async throws {
    let fixture = try await pair()
    let store = fixture.store
    let held = try await store.traces.all().count {
      $0.clientRequestID != "c5" && HeldOutSplit.part(of: $0, feedbackName: "tone") == .test
    }
    try #require(held > 0)
    let closed = try await store.versions.diff("tone@v1", "tone@v2", test: .closed)
    #expect(closed.unseen?.n == 5 - held && !closed.look.isOpen)
    #expect(closed.notes.contains { $0.contains("stays closed") })
    let commits = try fixture.commits
    let open = try await store.versions.diff("tone@v1", "tone@v2")
    #expect(open.look.isOpen && open.look.judges == 2 && open.unseen?.n == 5)
    #expect(try fixture.commits == commits + 1)
    _ = try await store.versions.diff("tone@v1", "tone@v2")
    #expect(try fixture.commits == commits + 1, "the same judges again are no further look")
  }

  @Test("Traces that taught one of the two are counted apart")
  func taughtApart() async throws {
    let fixture = try await pair()
    let store = fixture.store
    try await fixture.teach("c3", Fixture.judge("tone", model: "recorded:/new"))
    let diff = try await store.versions.diff("tone@v1", "tone@v3")
    #expect(diff.unseen?.n == 4 && diff.unseen?.fixed.isEmpty == true)
    #expect(diff.taught?.n == 1 && diff.taught?.fixed.count == 1)
    #expect(Set(diff.changes.map(\.field)) == ["model", "guidelines"])
  }

  @Test("The same judge twice is said to be one; judges of different questions have no figures")
  func incomparable() async throws {
    let fixture = try await pair()
    let store = fixture.store
    let same = try await store.versions.diff("tone@v1", "tone@v1")
    #expect(same.changes.isEmpty && same.notes.contains { $0.contains("same judge") })
    #expect(same.unseen?.delta == 0)
    _ = try await store.judges.create(Fixture.judge("mood", "How calm is {{ outputs }}?"))
    let other = try await store.versions.diff("tone@v1", "mood")
    #expect(other.unseen == nil && other.notes.contains { $0.contains("cannot be compared") })
    #expect(other.changes.contains { $0.field == "instructions" })
  }

  @Test("Without an agreed label there is nothing to compare, and the note says so")
  func nothingAgreed() async throws {
    let fixture = try await Fixture(.empty, [TraceLine("a")])
    _ = try await fixture.store.judges.create(Fixture.tone)
    _ = try await fixture.store.judges.create(Fixture.judge("tone", model: "recorded:/new"))
    let diff = try await fixture.store.versions.diff("tone@v1", "tone@v2")
    #expect(diff.unseen?.n == 0 && diff.notes.contains { $0.contains("no trace") })
  }
}
