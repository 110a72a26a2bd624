import Testing

@testable import GitJudge

/// Who labels which traces of a batch.
@Suite struct AssignTests {
  private static let people = [Fixture.ann, Fixture.bob, Fixture.cy]

  /// Traces that nobody has labelled.
  private func unlabelled(_ count: Int = 24) async throws -> Fixture {
    let fixture = try await Fixture(.empty, (0..<count).map { TraceLine("t\($0)") })
    _ = try await fixture.store.judges.create(Fixture.tone)
    return fixture
  }

  private func assign(
    _ fixture: Fixture, _ reviewers: [String]?, batch: String = "june",
    _ change: (inout ReviewService.NewAssignment) -> Void = { _ in }
  ) async throws -> AssignedBatch {
    var new = ReviewService.NewAssignment(batch: batch)
    new.reviewers = reviewers
    change(&new)
    return try await fixture.store.reviews.assign("tone", new)
  }

  @Test("Each trace gets as many reviewers as the overlap, two unless it is given")
  func overlap() async throws {
    let fixture = try await unlabelled()
    let two = try await assign(fixture, Self.people)
    #expect(two.seats.seats.count == 24 && two.seats.seats.allSatisfy { $0.reviewers.count == 2 })
    #expect(two.shares.map(\.traces).reduce(0, +) == 48 && two.shares.allSatisfy { $0.traces > 0 })
    let one = try await assign(fixture, [Fixture.bob], batch: "solo")
    #expect(one.assignment.overlap == 1 && one.shares.map(\.traces) == [24])
    let three = try await assign(fixture, Self.people, batch: "all") { $0.overlap = 3 }
    #expect(three.shares.map(\.traces) == [24, 24, 24])
  }

  @Test("An assignment does not depend on the order of the reviewers")
  func order() async throws {
    let fixture = try await unlabelled()
    let first = try await assign(fixture, Self.people)
    let second = try await assign(fixture, Self.people.reversed(), batch: "july")
    for person in Self.people {
      #expect(first.seats.traces(of: person) == second.seats.traces(of: person))
    }
  }

  @Test("The same assignment again writes nothing; a change replaces it")
  func again() async throws {
    let fixture = try await unlabelled()
    let first = try await assign(fixture, Self.people)
    let commits = try fixture.commits
    #expect(try await assign(fixture, Self.people).hash == first.hash)
    #expect(try await assign(fixture, nil).hash == first.hash, "what is not given stays")
    #expect(try fixture.commits == commits)
    let second = try await assign(fixture, nil) { $0.overlap = 1 }
    #expect(second.hash != first.hash && second.assignment.reviewers == Self.people)
    let all = try await fixture.store.reviews.assignments("tone")
    #expect(all.map(\.hash) == [second.hash] && all.map(\.isContended) == [false])
  }

  @Test("If somebody leaves, only their traces move")
  func leaving() async throws {
    let fixture = try await unlabelled()
    let before = try await assign(fixture, Self.people) { $0.overlap = 1 }
    let after = try await assign(fixture, [Fixture.ann, Fixture.bob])
    for person in [Fixture.ann, Fixture.bob] {
      let (old, new) = (before.seats.traces(of: person), after.seats.traces(of: person))
      #expect(Set(old).isSubset(of: new) && new.count >= old.count)
    }
    #expect(after.seats.traces(of: Fixture.cy).isEmpty)
  }

  @Test("Nobody loses a trace that they have labelled, even if they leave")
  func kept() async throws {
    let fixture = try await unlabelled()
    let before = try await assign(fixture, Self.people) { $0.overlap = 1 }
    let own = try #require(before.seats.traces(of: Fixture.cy).first)
    try await fixture.label(own, "good", by: Fixture.cy)
    let after = try await assign(fixture, [Fixture.ann, Fixture.bob])
    #expect(after.seats.traces(of: Fixture.cy) == [own])
    let share = try #require(after.shares.first { $0.sourceID == Fixture.cy })
    #expect(!share.isReviewer && share.traces == 1 && share.kept == 1)
    #expect(after.json["reviewers"]?.arrayValue?.last?["left_batch"] == true)
  }

  @Test("A filter and a limit choose traces; the limit does not depend on the order of import")
  func chosen() async throws {
    let fixture = try await Fixture()
    let billing = try await assign(fixture, [Fixture.bob]) { $0.filter = "tag.topic = 'billing'" }
    #expect(billing.seats.seats.count == 3)
    let two = try await assign(fixture, [Fixture.bob], batch: "two") { $0.limit = 2 }
    #expect(two.seats.seats.count == 2)
    let again = try await assign(fixture, [Fixture.ann], batch: "other") { $0.limit = 2 }
    #expect(again.seats.seats.map(\.traceID) == two.seats.seats.map(\.traceID))
    let error = await failure {
      try await assign(fixture, [Fixture.bob], batch: "none") { $0.filter = "tag.topic = 'x'" }
    }
    #expect(error.code == "not-found" && error.says("none"))
  }

  @Test("A batch keeps its traces when new ones are imported")
  func stable() async throws {
    let fixture = try await unlabelled(6)
    _ = try await assign(fixture, [Fixture.bob])
    try await fixture.store.add([TraceLine("late")])
    #expect(try await assign(fixture, Self.people).seats.seats.count == 6)
    #expect(try await assign(fixture, Self.people, batch: "july").seats.seats.count == 7)
  }

  @Test("A share of the traces is labelled a second time")
  func repeats() async throws {
    let fixture = try await unlabelled()
    let batch = try await assign(fixture, [Fixture.bob]) { $0.repeats = 0.5 }
    let repeats = try #require(batch.shares.first).repeats
    #expect(repeats > 0 && repeats < 24)
    #expect(try await assign(fixture, nil) { $0.repeats = 0 }.shares.first?.repeats == 0)
  }

  @Test("Mistakes of the caller are named")
  func mistakes() async throws {
    let fixture = try await unlabelled(2)
    let overlap = await failure { try await assign(fixture, [Fixture.bob]) { $0.overlap = 2 } }
    #expect(overlap.code == "usage" && overlap.says("overlap", "2", "1"))
    let nobody = await failure { try await assign(fixture, nil) }
    #expect(nobody.code == "usage" && nobody.says("june", "reviewers"))
    let twice = await failure { try await assign(fixture, [Fixture.bob, Fixture.bob]) }
    #expect(twice.code == "usage" && twice.says(Fixture.bob))
    let nameless = await failure { try await assign(fixture, [Fixture.bob], batch: "") }
    #expect(nameless.code == "usage" && nameless.says("name"))
    let empty = await failure { try await assign(fixture, [""]) }
    #expect(empty.code == "usage" && empty.says("empty"))
    #expect(try await fixture.store.reviews.assignments("tone").isEmpty)
  }

  @Test("Labels of an older guideline are handed out again, to the same people")
  func stale() async throws {
    let fixture = try await Fixture()
    let (store, reviews) = (fixture.store, fixture.store.reviews)
    try await fixture.label("c0", "bad")
    try await fixture.label("c1", "good", by: Fixture.bob)
    let none = try await reviews.assignStale("tone", .init())
    #expect(none.batch == nil && none.unknown == 11, "imported labels name no guideline")
    try await store.labels.setRubric("tone", to: "Polite is good.")
    let done = try await reviews.assignStale("tone", .init())
    let batch = try #require(done.batch)
    let keys = try await store.traces.all().reduce(into: [String: String]()) {
      $0[$1.id] = $1.clientRequestID
    }
    #expect(batch.seats.traces(of: Fixture.ann).compactMap { keys[$0] } == ["c0"])
    #expect(batch.seats.traces(of: Fixture.bob).compactMap { keys[$0] } == ["c1"])
    let current = try await store.guidelines.versions("tone").currentHash
    #expect(batch.assignment.guideline == current)
    #expect(batch.assignment.batch.hasSuffix(current.prefix(12)))
    // Who labels again keeps the seat, and is done.
    try await fixture.label("c0", "bad")
    let after = try #require(try await reviews.assignStale("tone", .init()).batch)
    #expect(after.seats.traces(of: Fixture.ann).count == 1)
  }

  @Test("A batch of first labels is not turned into one that asks again")
  func staleName() async throws {
    let fixture = try await Fixture()
    _ = try await assign(fixture, [Fixture.bob])
    try await fixture.label("c0", "bad")
    try await fixture.store.labels.setRubric("tone", to: "Polite is good.")
    var again = ReviewService.StaleAssignment()
    again.batch = "june"
    let request = again
    let error = await failure { try await fixture.store.reviews.assignStale("tone", request) }
    #expect(error.code == "invalid" && error.says("june", "batch"))
    again.batch = "again"
    again.reviewers = [Fixture.cy]
    let others = again
    #expect(try await fixture.store.reviews.assignStale("tone", others).batch == nil)
  }
}
