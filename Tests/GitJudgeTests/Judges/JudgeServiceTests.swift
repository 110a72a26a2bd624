import Testing

@testable import GitJudge

/// Finding judges by name, number, pin, alias and hash.
@Suite struct JudgeServiceTests {
  /// `tone` in three versions.
  private func versions() async throws -> (fixture: Fixture, hashes: [ContentID]) {
    let fixture = try await Fixture()
    var hashes = [try await fixture.store.judges.find(named: "tone").hash]
    for text in ["Is {{ outputs }} kind?", "Is {{ outputs }} kind and short?"] {
      hashes.append(try await fixture.store.judges.create(Fixture.judge("tone", text)).hash)
    }
    return (fixture, hashes)
  }

  @Test("A bare name means the latest version, a number that version")
  func numbers() async throws {
    let (fixture, hashes) = try await versions()
    let judges = fixture.store.judges
    #expect(try await judges.find(named: "tone").hash == hashes[2])
    for (place, hash) in hashes.enumerated() {
      let version = try await judges.find(named: "tone@v\(place + 1)")
      #expect(version.hash == hash && version.number == place + 1)
      #expect(version.label == "tone@v\(place + 1)")
    }
    let error = await failure { try await judges.find(named: "tone@v4") }
    #expect(error.code == "not-found" && error.says("tone@v4"))
  }

  @Test("A pin must match the body that the number has")
  func pins() async throws {
    let (fixture, hashes) = try await versions()
    let judges = fixture.store.judges
    #expect(try await judges.find(named: "tone@v2:\(hashes[1].prefix(8))").hash == hashes[1])
    let error = await failure {
      try await judges.find(named: "tone@v2:\(hashes[0].prefix(8))")
    }
    #expect(error.code == "invalid" && error.says(hashes[1].prefix(12)))
  }

  @Test("A hash prefix of at least 4 digits names a body")
  func hashes() async throws {
    let (fixture, hashes) = try await versions()
    let judges = fixture.store.judges
    let found = try await judges.find(named: hashes[1].prefix(16))
    #expect(found.hash == hashes[1] && found.number == 2)
    let none = await failure { try await judges.find(named: "00000000") }
    #expect(none.code == "not-found" && none.says("00000000"))
    let short = await failure { try await judges.find(named: hashes[1].prefix(3)) }
    #expect(short.code == "not-found")
  }

  @Test("A body under two names is found by its hash without a number")
  func twoNames() async throws {
    let fixture = try await Fixture()
    let body = try await fixture.store.judges.find(named: "tone")
    _ = try await fixture.store.judges.register(
      try body.body.record(), as: "copy", report: nil, parents: nil, tags: [:])
    #expect(try await fixture.store.judges.find(named: "copy@v1").hash == body.hash)
    let found = try await fixture.store.judges.find(named: body.hash.prefix(12))
    #expect(found.hash == body.hash && found.number == nil && found.registration == nil)
    #expect(found.label == body.hash.prefix(12))
  }

  @Test("An alias names the version that has it")
  func aliases() async throws {
    let (fixture, hashes) = try await versions()
    _ = try await fixture.store.versions.setAlias("trial", to: "tone@v2")
    #expect(try await fixture.store.judges.find(named: "tone@trial").hash == hashes[1])
    let error = await failure { try await fixture.store.judges.find(named: "tone@live") }
    #expect(error.code == "not-found" && error.says("live", "v1", "v2", "v3"))
  }

  @Test("A misspelt name is answered by the near one, another one by those that there are")
  func misspelt() async throws {
    let fixture = try await Fixture()
    let near = await failure { try await fixture.store.judges.find(named: "tone2") }
    #expect(near.code == "not-found" && near.says("tone2", "tone?"))
    let far = await failure { try await fixture.store.judges.find(named: "completely_else") }
    #expect(far.says("completely_else", "tone", "regex_match"))
    let empty = try await Fixture(.empty)
    let first = await failure { try await empty.store.judges.find(named: "completely_else") }
    #expect(first.code == "not-found" && first.says("create judge completely_else"))
  }

  @Test("A judge of another experiment is not found here, but named with its experiment")
  func elsewhere() async throws {
    let fixture = try await Fixture()
    let other = try await fixture.store.experiments.open("other", create: true)
    let error = await failure { try await other.judges.find(named: "tone") }
    #expect(error.code == "not-found" && error.says("experiment", "support"))
    #expect(try await other.judges.elsewhere("tone") == "support")
    #expect(try await fixture.store.experiments.open("support").judges.elsewhere("tone") == nil)
  }

  @Test("A built-in judge is found without a registration, and only by its bare name")
  func builtIn() async throws {
    let fixture = try await Fixture()
    let found = try await fixture.store.judges.find(named: "regex_match")
    #expect(found.number == nil && found.registration == nil && found.body.form == .builtIn)
    let error = await failure { try await fixture.store.judges.find(named: "regex_match@v1") }
    #expect(error.code == "not-found")
  }

  @Test("A built-in judge stays one if another experiment has a judge of that name")
  func builtInElsewhere() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.store.judges.create(Fixture.judge("safety"))
    #expect(try await fixture.store.judges.find(named: "safety").number == 1)
    let other = try await fixture.store.experiments.open("other", create: true)
    for name in ["safety", "Safety"] {
      let found = try await other.judges.find(named: name)
      #expect(found.number == nil && found.body == BuiltInCatalog.body(named: "safety"), "\(name)")
    }
    let error = await failure { try await other.judges.find(named: "safety@v1") }
    #expect(error.code == "not-found")
  }

  @Test(
    "A malformed reference is a usage error",
    arguments: ["", "@v1", "tone@", "tone@v1:xyz", "tone@v1:ab"])
  func malformed(text: String) async throws {
    let fixture = try await Fixture()
    let error = await failure { try await fixture.store.judges.find(named: text) }
    #expect(error.code == "usage", "\(text)")
  }

  @Test("The list has the latest version of each name, by name, of this experiment")
  func list() async throws {
    let (fixture, hashes) = try await versions()
    _ = try await fixture.store.judges.create(Fixture.judge("brevity"))
    let all = try await fixture.store.judges.all()
    #expect(all.map(\.label) == ["brevity@v1", "tone@v3"] && all[1].hash == hashes[2])
    let other = try await fixture.store.experiments.open("other", create: true)
    #expect(try await other.judges.all().isEmpty)
  }

  @Test("The history of a name is all its versions, oldest first")
  func history() async throws {
    let (fixture, hashes) = try await versions()
    let history = try await fixture.store.judges.history(of: "tone")
    #expect(history.map(\.number) == [1, 2, 3] && history.map(\.hash) == hashes)
    #expect(history[1].registration?.parents == [hashes[0]])
    #expect(history.allSatisfy { $0.registration?.author?.email == Fixture.ann })
  }

  @Test("A version that is taken out is not found; the others keep their numbers")
  func unregistered() async throws {
    let (fixture, hashes) = try await versions()
    let judges = fixture.store.judges
    #expect(try await judges.unregister("tone@v3").hash == hashes[2])
    #expect(try await judges.find(named: "tone").label == "tone@v2")
    #expect(await failure { try await judges.find(named: "tone@v3") }.code == "not-found")
    #expect(try await judges.history(of: "tone").map(\.number) == [1, 2])
    let next = try await judges.create(Fixture.judge("tone", "Is {{ outputs }} fine?"))
    #expect(next.version == 4, "a number is never used twice")
    let builtIn = await failure { try await judges.unregister("regex_match") }
    #expect(builtIn.code == "not-found" && builtIn.says("regex_match"))
  }

  @Test("A registered judge can be asked, under its registered name")
  func callable() async throws {
    let fixture = try await Fixture()
    let tone = try await fixture.store.judges.callable("tone@v1")
    let trace = try await fixture.store.traces.find("c3")
    let said = await tone.feedback(on: trace)
    #expect(said.value == "good" && said.name == "tone" && said.judge == tone.version.hash)
  }
}
