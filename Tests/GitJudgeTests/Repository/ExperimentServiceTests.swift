import Testing

@testable import GitJudge

/// Experiments: made, chosen, renamed, tagged and deleted.
@Suite struct ExperimentServiceTests {
  @Test("An experiment is created once, and becomes the current one")
  func created() async throws {
    let fixture = try await Fixture(.empty)
    let experiments = fixture.store.experiments
    let (made, isNew) = try await experiments.create("sales")
    #expect(isNew && made.name == "sales" && made.traceCount == 0 && !made.isDeleted)
    #expect(try await experiments.current().id == made.id)
    let (again, isNewer) = try await experiments.create("sales")
    #expect(!isNewer && again.id == made.id)
    let (aside, _) = try await experiments.create("aside", use: false)
    #expect(try await experiments.current().id == made.id && aside.id != made.id)
    #expect(try await experiments.all().map(\.name) == ["aside", "sales", "support"])
  }

  @Test("A name must not be blank or look like another", arguments: ["", "  ", "\t", "a\u{200B}b"])
  func names(name: String) async throws {
    let fixture = try await Fixture(.empty)
    let error = await failure { try await fixture.store.experiments.create(name) }
    #expect(error.code == "usage")
    #expect(try await fixture.store.experiments.all().count == 1)
  }

  @Test("An experiment is found by name, number and hash, and named if it is not there")
  func found() async throws {
    let fixture = try await Fixture()
    let experiments = fixture.store.experiments
    let support = try await experiments.find("support")
    #expect(support.traceCount == 6)
    #expect(try await experiments.find(support.number).id == support.id)
    #expect(try await experiments.find(support.id.prefix(6)).id == support.id)
    for text in ["none", support.id.prefix(5)] {
      let error = await failure { try await experiments.find(text) }
      #expect(error.code == "not-found" && error.says(text, "support"))
    }
  }

  @Test("The current experiment is the chosen one, else the only one; else a person decides")
  func current() async throws {
    let fixture = try await Fixture(.empty)
    let (store, experiments) = (fixture.store, fixture.store.experiments)
    try await store.store.setConfig("judge.experiment", nil)
    #expect(try await experiments.current().name == "support")
    try await experiments.create("sales", use: false)
    let error = await failure { try await experiments.current() }
    #expect(error.code == "ambiguous" && error.says("sales", "support"))
    #expect(try await experiments.use("sales").name == "sales")
    #expect(try await experiments.current().name == "sales")
    #expect(try await experiments.open("support").experiments.current().name == "support")
    #expect(try await experiments.current().name == "sales", "the choice of a copy is its own")
  }

  @Test("Without an experiment the command that creates one is named")
  func none() async throws {
    let fixture = try await Fixture(.plain)
    let error = await failure { try await fixture.store.experiments.current() }
    #expect(error.code == "store" && error.says("initialize store"))
    _ = try await fixture.store.maintenance.initialize()
    let empty = await failure { try await fixture.store.experiments.current() }
    #expect(empty.code == "not-found" && empty.says("create experiment"))
  }

  @Test("A judge of one other experiment leads there, if none is chosen")
  func holding() async throws {
    let fixture = try await Fixture()
    let (store, experiments) = (fixture.store, fixture.store.experiments)
    try await experiments.create("sales", use: false)
    try await store.store.setConfig("judge.experiment", nil)
    #expect(try await experiments.find(holding: "tone").name == "support")
    #expect(try await store.judges.find(named: "tone").number == 1)
    let sales = try await experiments.open("sales")
    _ = try await sales.judges.create(Fixture.tone)
    let error = await failure { try await experiments.find(holding: "tone") }
    #expect(error.code == "ambiguous" && error.says("tone", "sales", "support"))
  }

  @Test("A new name leads to the same experiment; the old one is free")
  func renamed() async throws {
    let fixture = try await Fixture()
    let experiments = fixture.store.experiments
    let id = try await experiments.find("support").id
    try await experiments.rename("support", to: "help")
    #expect(try await experiments.find("help").id == id)
    #expect(await failure { try await experiments.find("support") }.code == "not-found")
    let (second, isNew) = try await experiments.create("support")
    #expect(isNew && second.id != id && second.traceCount == 0)
    for name in ["help", ""] {
      let error = await failure { try await experiments.rename("support", to: name) }
      #expect(error.code == "invalid" && error.says("taken"))
    }
  }

  @Test("Tags are set and removed; those of git-judge itself are not a person's to set")
  func tags() async throws {
    let fixture = try await Fixture(.empty)
    let experiments = fixture.store.experiments
    try await experiments.tag("support", "owner", "kim")
    #expect(try await experiments.find("support").tags == ["owner": "kim"])
    try await experiments.tag("support", "owner", nil)
    #expect(try await experiments.find("support").tags.isEmpty)
    let error = await failure { try await experiments.tag("support", "judge.bar", "1") }
    #expect(error.code == "usage" && error.says("judge.bar"))
  }

  @Test("A deleted experiment leaves the list, and comes back with its traces")
  func deleted() async throws {
    let fixture = try await Fixture()
    let experiments = fixture.store.experiments
    try await experiments.create("sales")
    try await experiments.set("support", deleted: true)
    #expect(try await experiments.all().map(\.name) == ["sales"])
    #expect(try await experiments.all(includeDeleted: true).count == 2)
    let use = await failure { try await experiments.use("support") }
    #expect(use.code == "invalid" && use.says("restore"))
    let create = await failure { try await experiments.create("support") }
    #expect(create.code == "invalid" && create.says("deleted", "restore"))
    try await experiments.set("support", deleted: false)
    #expect(try await experiments.use("support").traceCount == 6)
  }

  @Test("Open creates store and experiment on demand only")
  func opened() async throws {
    let fixture = try await Fixture(.plain)
    let error = await failure { try await fixture.store.experiments.open("x") }
    #expect(error.code == "store")
    let made = try await fixture.store.experiments.open("x", create: true)
    #expect(try await made.experiments.current().name == "x")
    let again = try await fixture.store.experiments.open("x", create: true)
    #expect(try await again.experiments.all().count == 1)
    let missing = await failure { try await fixture.store.experiments.open("y") }
    #expect(missing.code == "not-found" && missing.says("y"))
  }
}
