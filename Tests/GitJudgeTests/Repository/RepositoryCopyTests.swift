import Testing

@testable import GitJudge

/// Copies of a repository for another author, and for another experiment.
@Suite struct RepositoryCopyTests {
  private static let bob = Person(name: "Bob", email: Fixture.bob)

  @Test("What a copy writes is by its author: labels, changes, registrations and batches")
  func author() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let bob = fixture.store.with(author: Self.bob)
    var label = LabelService.NewLabel(trace: "n", name: "tone")
    label.text = "bad"
    _ = try await bob.labels.addFeedback(label)
    #expect(try await fixture.votes("n") == [Fixture.bob: "bad"])
    _ = try await bob.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    let second = try await fixture.store.judges.find(named: "tone@v2")
    #expect(second.registration?.author == Self.bob)
    var batch = ReviewService.NewAssignment(batch: "june")
    batch.reviewers = [Fixture.cy]
    #expect(try await bob.reviews.assign("tone", batch).assignment.author == Self.bob)
    try await bob.traces.tag("n", "seen", "yes")
    let target = ChangeTarget(kind: .trace, id: try await fixture.store.traces.find("n").id)
    let changes = try await fixture.store.caughtUp().changes(on: target)
    #expect(changes.map(\.value.source) == [.human(Fixture.bob)])
  }

  @Test("The repository itself still writes as git's user")
  func original() async throws {
    let fixture = try await Fixture()
    let bob = fixture.store.with(author: Self.bob)
    #expect(try await bob.author() == Self.bob)
    #expect(try await fixture.store.author().email == Fixture.ann)
    #expect(try await bob.with(author: Person(name: "C", email: Fixture.cy)).author().name == "C")
    try await fixture.label("c0", "bad")
    #expect(try await fixture.votes("c0") == [Fixture.ann: "bad", Fixture.bob: "good"])
  }

  @Test("A copy may do what its author may, and no more")
  func rights() async throws {
    let fixture = try await Fixture()
    let bob = fixture.store.with(author: Self.bob)
    let delete = await failure { try await bob.traces.set("c0", deleted: true) }
    #expect(delete.code == "not-trusted")
    let owners = await failure { try await bob.trust.owners(setting: [Fixture.bob]) }
    #expect(owners.code == "not-trusted" && owners.says(Fixture.bob))
    let ann = try await fixture.handed(to: Fixture.bob)
      .with(author: Person(name: "Ann", email: Fixture.ann))
    try await ann.traces.set("c0", deleted: true)
    #expect(try await fixture.store.traces.all().count == 5)
  }

  @Test("A copy for an experiment lists and adds there, and so does its copy for an author")
  func experiment() async throws {
    let fixture = try await Fixture()
    let (made, _) = try await fixture.store.experiments.create("sales", use: false)
    let sales = fixture.store.in(made)
    try await sales.add([TraceLine("s")])
    #expect(try await sales.traces.all().compactMap(\.clientRequestID) == ["s"])
    #expect(try await fixture.store.traces.all().count == 6)
    let bob = sales.with(author: Self.bob)
    #expect(try await bob.experiments.current().id == made.id)
    let support = try await fixture.store.experiments.find("support")
    #expect(try await bob.in(support).author() == Self.bob)
    #expect(try await bob.in(support).traces.all().count == 6)
  }

  @Test("A copy stays with its experiment under a new name, and when another one is chosen")
  func renamed() async throws {
    let fixture = try await Fixture()
    let experiments = fixture.store.experiments
    let copy = fixture.store.in(try await experiments.find("support"))
    try await experiments.rename("support", to: "help")
    try await experiments.create("support")
    #expect(try await fixture.store.traces.all().isEmpty)
    #expect(try await copy.experiments.current().name == "help")
    #expect(try await copy.traces.all().count == 6)
  }

  @Test("Opening an experiment that is there leaves the store as it is, creating or not")
  func opened() async throws {
    let fixture = try await Fixture()
    try await fixture.store.experiments.create("sales", use: false)
    let commits = try fixture.commits
    for create in [false, true] {
      let sales = try await fixture.store.experiments.open("sales", create: create)
      #expect(try await sales.traces.all().isEmpty)
      let hash = try await sales.experiments.current().id.hex
      let same = try await fixture.store.experiments.open(hash, create: false)
      #expect(try await same.experiments.current().name == "sales")
    }
    #expect(try fixture.commits == commits)
    #expect(try await fixture.store.experiments.current().name == "support")
  }

  @Test("A limit counts what a filter finds in this experiment, by id, without deleted traces")
  func listed() async throws {
    let fixture = try await Fixture()
    let traces = fixture.store.traces
    let billing = try await traces.all(where: "tag.topic = 'billing'")
    #expect(billing.count == 3 && billing.map(\.id) == billing.map(\.id).sorted())
    let two = try await traces.all(where: "tag.topic = 'billing'", limit: 2)
    #expect(two.map(\.id) == billing.prefix(2).map(\.id))
    #expect(try await traces.all(where: "tag.topic = 'billing'", limit: 9).count == 3)
    try await traces.set(billing[0].id, deleted: true)
    let left = try await traces.all(where: "tag.topic = 'billing'", limit: 1)
    #expect(left.map(\.id) == [billing[1].id] && left[0].votes(on: "tone").count == 2)
    let (sales, _) = try await fixture.store.experiments.create("sales", use: false)
    #expect(try await fixture.store.in(sales).traces.all(limit: 1).isEmpty)
  }
}
