import Testing

@testable import GitJudge

/// What a labelling session asks a reviewer for: batches, repeats, older guidelines, order.
@Suite struct SessionChoiceTests {
  /// Traces that nobody has labelled, and the judge `tone`.
  private func fixture(_ count: Int) async throws -> Fixture {
    let fixture = try await Fixture(.empty, (0..<count).map { TraceLine("t\($0)") })
    _ = try await fixture.store.judges.create(Fixture.tone)
    return fixture
  }

  private func assign(
    _ fixture: Fixture, _ reviewers: [String], batch: String = "june", filter: String? = nil,
    repeats: Double? = nil
  ) async throws {
    var new = ReviewService.NewAssignment(batch: batch)
    (new.reviewers, new.filter, new.repeats) = (reviewers, filter, repeats)
    _ = try await fixture.store.reviews.assign("tone", new)
  }

  /// The items of a session of the person who sits here.
  private func items(
    _ store: JudgeRepository, _ change: (inout LabellingOptions) -> Void = { _ in }
  ) async throws -> [LabelItem] {
    var options = LabellingOptions()
    change(&options)
    return try await store.reviews.labelling("tone", options).session.items
  }

  private func id(_ fixture: Fixture, _ key: String) async throws -> String {
    try await fixture.store.traces.find(key).id
  }

  @Test("A session is of the git user, or of the author of the copy")
  func reviewer() async throws {
    let fixture = try await Fixture()
    try await fixture.store.add([TraceLine("n", [Fixture.ann: "good"])])
    let own = try await fixture.store.reviews.labelling("tone")
    #expect(own.session.setup.reviewer == Fixture.ann && own.session.items.isEmpty)
    let bob = fixture.store.with(author: Person(name: "Bob", email: Fixture.bob))
    let other = try await bob.reviews.labelling("tone")
    #expect(other.session.setup.reviewer == Fixture.bob)
    #expect(try await other.session.items.map(\.traceID) == [id(fixture, "n")])
  }

  @Test("An item names its batch; a batch that is asked for alone leaves the others out")
  func batches() async throws {
    let fixture = try await Fixture(.empty)
    try await fixture.store.add([
      TraceLine("a", tags: ["part": "1"]), TraceLine("b", tags: ["part": "2"]),
    ])
    try await assign(fixture, [Fixture.ann], filter: "tag.part = '1'")
    try await assign(fixture, [Fixture.ann], batch: "july", filter: "tag.part = '2'")
    let all = try await items(fixture.store)
    #expect(Set(all.map(\.batch)) == ["june", "july"] && all.count == 2)
    let july = try await items(fixture.store) { $0.batch = "july" }
    #expect(try await july == [LabelItem(traceID: id(fixture, "b"), batch: "july")])
  }

  @Test("A trace of two batches is asked for once")
  func once() async throws {
    let fixture = try await fixture(3)
    try await assign(fixture, [Fixture.ann])
    try await assign(fixture, [Fixture.ann], batch: "july")
    let all = try await items(fixture.store)
    #expect(all.count == 3 && Set(all.map(\.traceID)).count == 3)
  }

  @Test("Second labels come after all first ones, until they are given")
  func repeats() async throws {
    let fixture = try await fixture(3)
    try await assign(fixture, [Fixture.ann], repeats: 1)
    let all = try await items(fixture.store)
    #expect(all.map(\.repeatIndex) == [nil, nil, nil, 1, 1, 1])
    #expect(Set(all.prefix(3).map(\.traceID)) == Set(all.suffix(3).map(\.traceID)))
    try await fixture.label("t0", "good")
    let first = try await id(fixture, "t0")
    let next = try await items(fixture.store).filter { $0.traceID == first }
    #expect(next.map(\.repeatIndex) == [1])
    let trace = try await fixture.store.traces.find("t0")
    var second = Assessment(
      traceID: trace.id, name: "tone", source: .human(Fixture.ann), content: .feedback("bad"))
    second.repeatIndex = 1
    _ = try await fixture.store.labels.store(second, on: trace)
    #expect(try await !items(fixture.store).contains { $0.traceID == first })
  }

  @Test("Labels of an older guideline are asked for again if a batch says so, beside all others")
  func again() async throws {
    let fixture = try await fixture(3)
    try await fixture.label("t0", "good")
    try await fixture.store.labels.setRubric("tone", to: "Polite is good.")
    let first = try await id(fixture, "t0")
    let before = try await fixture.store.reviews.labelling("tone")
    #expect(before.session.items.count == 2 && before.notes.count == 1)
    #expect(before.session.setup.rubric == "Polite is good.")
    _ = try await fixture.store.reviews.assignStale("tone", .init())
    #expect(try await items(fixture.store).count == 3, "the batch takes no other trace away")
    try await fixture.label("t0", "good")
    let after = try await fixture.store.reviews.labelling("tone")
    #expect(after.notes.isEmpty && !after.session.items.contains { $0.traceID == first })
  }

  @Test("A filter picks among the assigned traces, and deleted traces are not asked for")
  func filtered() async throws {
    let fixture = try await Fixture(.team)
    let dee = fixture.store.with(author: Person(name: "Dee", email: "dee@example.com"))
    #expect(try await items(dee).count == 6)
    let billing = try await items(dee) { $0.filter = "tag.topic = 'billing'" }
    #expect(billing.count == 3)
    try await fixture.store.traces.set("c0", deleted: true)
    #expect(try await items(dee).count == 5)
  }

  @Test("Uncertain traces come first on demand, and a limit counts from there")
  func uncertain() async throws {
    let fixture = try await Fixture()
    let dee = fixture.store.with(author: Person(name: "Dee", email: "dee@example.com"))
    let first = try await items(dee) {
      $0.order = .uncertain
      $0.limit = 3
    }
    var split: Set<String> = []
    for key in ["c3", "c4", "c5"] { split.insert(try await id(fixture, key)) }
    #expect(Set(first.map(\.traceID)) == split)
  }

  @Test("Everybody has an order of their own, and it stays")
  func order() async throws {
    let fixture = try await fixture(12)
    let bob = fixture.store.with(author: Person(name: "Bob", email: Fixture.bob))
    let (own, others) = (try await items(fixture.store), try await items(bob))
    #expect(own != others && Set(own) == Set(others))
    let gone = try #require(own.first)
    try await fixture.label(gone.traceID, "good")
    #expect(try await items(fixture.store) == Array(own.dropFirst()))
    #expect(try await items(bob) == others)
  }

  @Test("A skipped trace comes back last, and only on demand")
  func skipped() async throws {
    let fixture = try await fixture(4)
    try await assign(fixture, [Fixture.ann], repeats: 1)
    let first = try #require(try await items(fixture.store).first)
    try await fixture.store.traces.tag(first.traceID, "judge.skip/tone/\(Fixture.ann)", "unclear")
    #expect(try await !items(fixture.store).contains { $0.traceID == first.traceID })
    let all = try await items(fixture.store) { $0.withSkipped = true }
    #expect(all.count == 8 && all[3] == first, "the last of the first labels")
  }

  @Test("A person is not asked again for what they labeled under another address")
  func joinedAddresses() async throws {
    let apart = try await Fixture()
    #expect(try await !items(try await apart.handed(to: Fixture.cy)).isEmpty)
    let fixture = try await Fixture()
    var request = EndorsementRequest()
    request.samePerson = [Fixture.cy, Fixture.bob]
    _ = try await fixture.store.trust.endorse(request)
    let joined = try await fixture.handed(to: Fixture.cy)
    #expect(try await items(joined).isEmpty, "Bob labeled all six traces")
  }

  @Test("A label that a program entered leaves the trace to the person, in queue and progress")
  func enteredByAProgram() async throws {
    let fixture = try await fixture(1)
    var label = LabelService.NewLabel(trace: "t0", name: "tone")
    label.text = "good"
    label.enteredBy = "agent"
    _ = try await fixture.store.labels.addFeedback(label)
    #expect(try await items(fixture.store).count == 1)
    let progress = try await fixture.store.reviews.progress("tone")
    #expect(progress.allSatisfy { $0.complete == 0 && $0.reviewers.allSatisfy { $0.labels == 0 } })
  }
}

/// The answers of a question whose judge takes any text.
@Suite struct OfferedAnswersTests {
  private func desk(
    _ fixture: Fixture, _ name: String, choices: [String]? = nil
  ) async throws -> LabelDesk {
    var options = LabellingOptions()
    options.choices = choices
    return try await fixture.store.reviews.labelling(name, options)
  }

  @Test("Values that the instructions name are offered once somebody has confirmed them")
  func named() async throws {
    let fixture = try await Fixture(.team)
    let instructions = "Rate {{ outputs }} as: 'good', 'fair' or 'poor'."
    _ = try await fixture.store.judges.create(
      Fixture.judge("free", instructions, values: [], pass: []))
    let first = try await desk(fixture, "free")
    #expect(first.named == ["good", "fair", "poor"] && first.session.question.form == .text)
    #expect(first.session.question.value("Excelent") == "Excelent")
    for choices in [first.named, nil] {
      let question = try await desk(fixture, "free", choices: choices).session.question
      #expect(question.choices.map(\.text) == ["good", "fair", "poor"] && question.form == .choice)
      #expect(question.value("Fair") == "fair" && question.value("Excelent") == nil)
    }
    let any = try await desk(fixture, "free", choices: [])
    #expect(any.named.isEmpty && any.session.question.form == .text)
    let error = await failure { try await desk(fixture, "tone", choices: ["a", "b"]) }
    #expect(error.code == "usage" && error.says("good, bad"))
  }

  @Test("Judges of all schemas ask for their values")
  func schemas() async throws {
    let fixture = try await Fixture(.team)
    try await fixture.makeJudgesOfAllTypes()
    for (name, wanted) in [
      ("bounded", "a whole number from 1 to 5"), ("list", "a JSON list"), ("map", "a JSON object"),
      ("maybe", "yes, no, none"), ("one", "ok"), ("flag", "yes, no"), ("words", "a text"),
    ] {
      #expect(try await desk(fixture, name).session.question.wanted == wanted)
    }
    let question = try await desk(fixture, "bounded").session.question
    #expect(question.value("5") == 5 && question.value("9") == nil)
    #expect(try await desk(fixture, "list").session.question.value("[\"a\"]") == ["a"])
  }
}
