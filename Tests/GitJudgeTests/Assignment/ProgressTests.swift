import Testing

@testable import GitJudge

/// How far reviewers are, and what a labelling session asks them for.
@Suite struct ProgressTests {
  private func fixture(_ count: Int = 8) async throws -> Fixture {
    let fixture = try await Fixture(.empty, (0..<count).map { TraceLine("t\($0)") })
    _ = try await fixture.store.judges.create(Fixture.tone)
    return fixture
  }

  @discardableResult
  private func assign(
    _ fixture: Fixture, _ reviewers: [String], batch: String = "june", overlap: Int? = nil,
    repeats: Double? = nil
  ) async throws -> AssignedBatch {
    var new = ReviewService.NewAssignment(batch: batch)
    new.reviewers = reviewers
    new.overlap = overlap
    new.repeats = repeats
    return try await fixture.store.reviews.assign("tone", new)
  }

  private func row(_ progress: LabelProgress, _ source: String) throws -> LabelProgress.Row {
    try #require(progress.reviewers.first { $0.sourceID == source })
  }

  @Test("Without a batch the labels of the experiment are counted")
  func unassigned() async throws {
    let fixture = try await Fixture()
    let all = try await fixture.store.reviews.progress()
    let progress = try #require(all.first)
    #expect(all.count == 1 && progress.name == "tone" && progress.batches.isEmpty)
    #expect(progress.traces == 6 && progress.complete == 6)
    let counts = progress.reviewers.map(\.labels)
    #expect(progress.reviewers.map(\.sourceID) == [Fixture.ann, Fixture.bob, Fixture.cy])
    #expect(counts == [6, 6, 1] && progress.reviewers.allSatisfy { $0.assigned == 0 })
  }

  @Test("A batch counts its labels, and a trace is complete with all of them")
  func done() async throws {
    let fixture = try await fixture()
    try await assign(fixture, [Fixture.ann, Fixture.bob])
    try await fixture.label("t0", "good")
    try await fixture.label("t0", "bad", by: Fixture.bob)
    try await fixture.label("t1", "good")
    let progress = try #require(try await fixture.store.reviews.progress("tone").first)
    #expect(progress.traces == 8 && progress.complete == 1 && progress.batches == ["june"])
    let (ann, bob) = (try row(progress, Fixture.ann), try row(progress, Fixture.bob))
    #expect(ann.assigned == 8 && ann.done == 2 && ann.left == 6)
    #expect(bob.done == 1 && bob.left == 7)
    #expect(progress.json["reviewers"]?.arrayValue?.first?["left"] == 6)
  }

  @Test("Reviewers without a share are listed, and so are those that have left")
  func left() async throws {
    let fixture = try await fixture(1)
    try await assign(fixture, [Fixture.ann])
    try await fixture.label("t0", "good")
    try await assign(fixture, [Fixture.bob], overlap: 1)
    let progress = try #require(try await fixture.store.reviews.progress("tone").first)
    let ann = try row(progress, Fixture.ann)
    #expect(ann.hasLeft && ann.done == 1 && ann.left == 0)
    let bob = try row(progress, Fixture.bob)
    #expect(!bob.hasLeft && bob.assigned == 0)
  }

  @Test("A second label is due until it is given")
  func repeats() async throws {
    let fixture = try await fixture(4)
    let batch = try await assign(fixture, [Fixture.ann], repeats: 1)
    #expect(batch.shares.first?.repeats == 4)
    try await fixture.label("t0", "good")
    var progress = try #require(try await fixture.store.reviews.progress("tone").first)
    #expect(try row(progress, Fixture.ann).left == 7)
    let trace = try await fixture.store.traces.find("t0")
    var second = Assessment(
      traceID: trace.id, name: "tone", source: .human(Fixture.ann), content: .feedback("good"))
    second.repeatIndex = 1
    _ = try await fixture.store.labels.store(second, on: trace)
    progress = try #require(try await fixture.store.reviews.progress("tone").first)
    let ann = try row(progress, Fixture.ann)
    #expect(ann.repeats == 4 && ann.repeated == 1 && ann.left == 6)
  }

  @Test("A skipped trace is no longer due; a flag counts for its reviewer")
  func marks() async throws {
    let fixture = try await fixture(3)
    try await assign(fixture, [Fixture.ann])
    let traces = fixture.store.traces
    try await traces.tag("t0", "judge.skip/tone/\(Fixture.ann)", "later")
    try await traces.tag("t1", "judge.flag/tone/\(Fixture.bob)", "odd")
    let progress = try #require(try await fixture.store.reviews.progress("tone").first)
    let ann = try row(progress, Fixture.ann)
    #expect(ann.skipped == 1 && ann.left == 2 && ann.flagged == 0)
    #expect(try row(progress, Fixture.bob).flagged == 1)
  }

  @Test("One batch is counted alone; one that is not there is named")
  func oneBatch() async throws {
    let fixture = try await fixture()
    try await assign(fixture, [Fixture.ann])
    try await assign(fixture, [Fixture.bob], batch: "july")
    let reviews = fixture.store.reviews
    let july = try #require(try await reviews.progress("tone", batch: "july").first)
    #expect(july.batches == ["july"] && july.reviewers.map(\.sourceID) == [Fixture.bob])
    #expect(try await reviews.progress("tone").first?.batches.count == 2)
    let error = await failure { try await reviews.progress("tone", batch: "may") }
    #expect(error.code == "not-found" && error.says("may", "tone"))
    #expect(await failure { try await reviews.progress(batch: "may") }.code == "not-found")
  }

  @Test("Labels of an older guideline are counted as such, and are open if a batch asks again")
  func older() async throws {
    let fixture = try await fixture(2)
    try await fixture.label("t0", "good")
    try await fixture.store.labels.setRubric("tone", to: "Polite is good.")
    let before = try #require(try await fixture.store.reviews.progress("tone").first)
    #expect(try row(before, Fixture.ann).older == 1)
    #expect(before.complete == 1)
    _ = try await fixture.store.reviews.assignStale("tone", .init())
    let asked = try #require(try await fixture.store.reviews.progress("tone").first)
    #expect(try row(asked, Fixture.ann).left == 1)
    #expect(asked.complete == 0)
    try await fixture.label("t0", "good")
    let after = try #require(try await fixture.store.reviews.progress("tone").first)
    let ann = try row(after, Fixture.ann)
    #expect(ann.older == 0 && ann.left == 0 && after.complete == 1)
  }

  @Test("A session asks for assigned traces without a label")
  func session() async throws {
    let fixture = try await fixture()
    let batch = try await assign(fixture, [Fixture.ann, Fixture.bob], overlap: 1)
    let own = batch.seats.traces(of: Fixture.ann)
    try #require(own.count > 1 && own.count < 8)
    try await fixture.label(own[0], "good")
    let desk = try await fixture.store.reviews.labelling("tone")
    #expect(Set(desk.session.items.map(\.traceID)) == Set(own.dropFirst()))
    var options = LabellingOptions()
    options.isForAll = true
    let all = try await fixture.store.reviews.labelling("tone", options)
    #expect(all.session.items.count == 7)
    options.limit = 3
    #expect(try await fixture.store.reviews.labelling("tone", options).session.items.count == 3)
  }

  @Test("A batch without a share of the reviewer is named with its reviewers")
  func foreignBatch() async throws {
    let fixture = try await fixture(2)
    try await assign(fixture, [Fixture.bob])
    var options = LabellingOptions()
    options.batch = "june"
    let request = options
    let error = await failure { try await fixture.store.reviews.labelling("tone", request) }
    #expect(error.code == "not-found" && error.says("june", Fixture.bob))
    options.batch = "may"
    let unknown = options
    #expect(
      await failure { try await fixture.store.reviews.labelling("tone", unknown) }.says("may"))
    let desk = try await fixture.store.reviews.labelling("tone")
    #expect(desk.session.items.count == 2 && desk.notes.contains { $0.contains(Fixture.ann) })
  }

  @Test("A question that nothing asks is rather a slip, unless it is said to be new")
  func newQuestion() async throws {
    let fixture = try await fixture(2)
    let error = await failure { try await fixture.store.reviews.labelling("tome") }
    #expect(error.code == "not-found" && error.says("tome", "did you mean tone?"))
    var options = LabellingOptions()
    options.isNew = true
    let desk = try await fixture.store.reviews.labelling("tome", options)
    #expect(desk.session.items.count == 2)
    try await fixture.store.labels.setRubric("mood", to: "Calm is good.")
    #expect(try await fixture.store.reviews.labelling("mood").session.items.count == 2)
  }

  @Test("A skipped trace is asked for again only on demand")
  func skipped() async throws {
    let fixture = try await fixture(3)
    try await fixture.store.traces.tag("t0", "judge.skip/tone/\(Fixture.ann)", "")
    try await fixture.store.traces.tag("t1", "judge.skip/tone/\(Fixture.bob)", "")
    let skipped = try await fixture.store.traces.find("t0").id
    let desk = try await fixture.store.reviews.labelling("tone")
    #expect(desk.session.items.count == 2)
    #expect(!desk.session.items.contains { $0.traceID == skipped })
    var options = LabellingOptions()
    options.withSkipped = true
    #expect(try await fixture.store.reviews.labelling("tone", options).session.items.count == 3)
  }
}
