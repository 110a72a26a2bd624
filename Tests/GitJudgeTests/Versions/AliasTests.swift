import Testing

@testable import GitJudge

/// Words that stand for versions, and what `production` demands.
@Suite struct AliasTests {
  /// `tone` in two versions.
  private func versions() async throws -> Fixture {
    let fixture = try await Fixture()
    _ = try await fixture.store.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    return fixture
  }

  @Test("A version gets an alias, and another one takes it")
  func moved() async throws {
    let fixture = try await versions()
    let service = fixture.store.versions
    let first = try await service.setAlias("trial", to: "tone@v1")
    #expect(first.version == 1 && first.name == "tone" && first.allowedUnfit == nil)
    let second = try await service.setAlias("trial", to: "tone")
    #expect(second.version == 2, "the bare name is the latest one of now")
    let all = try await service.aliases(of: "tone")
    #expect(all.map(\.alias) == ["trial"] && all.map(\.version) == [2])
    #expect(all.first?.json["judge"] == "tone" && all.first?.json["version"] == 2)
  }

  @Test("An alias stays where it is when a new version is registered")
  func stays() async throws {
    let fixture = try await versions()
    _ = try await fixture.store.versions.setAlias("trial", to: "tone")
    _ = try await fixture.store.judges.create(Fixture.judge("tone", "Is {{ outputs }} fine?"))
    #expect(try await fixture.store.judges.find(named: "tone@trial").number == 2)
  }

  @Test("The same alias again writes nothing")
  func again() async throws {
    let fixture = try await versions()
    _ = try await fixture.store.versions.setAlias("trial", to: "tone@v1")
    let commits = try fixture.commits
    _ = try await fixture.store.versions.setAlias("trial", to: "tone@v1")
    #expect(try fixture.commits == commits)
  }

  @Test(
    "A word that reads as a version, or as nothing, is no alias",
    arguments: ["v3", "v12", "latest", "", "a@b", "a:b", " x", "x "])
  func words(alias: String) async throws {
    let fixture = try await Fixture()
    let error = await failure { try await fixture.store.versions.setAlias(alias, to: "tone") }
    #expect(error.code == "usage", "\(alias)")
    #expect(try await fixture.store.versions.aliases().isEmpty)
  }

  @Test("Only registered versions have aliases")
  func unregistered() async throws {
    let fixture = try await Fixture()
    let error = await failure {
      try await fixture.store.versions.setAlias("trial", to: "regex_match")
    }
    #expect(error.code == "not-found" && error.says("regex_match", "register"))
  }

  @Test("Aliases of all judges are listed by judge and alias")
  func listed() async throws {
    let fixture = try await versions()
    _ = try await fixture.store.judges.create(Fixture.judge("brevity"))
    let service = fixture.store.versions
    for (alias, judge) in [("z", "tone@v1"), ("a", "tone@v2"), ("m", "brevity")] {
      _ = try await service.setAlias(alias, to: judge)
    }
    let all = try await service.aliases().map { "\($0.name)@\($0.alias)=\($0.version ?? 0)" }
    #expect(all == ["brevity@m=1", "tone@a=2", "tone@z=1"])
    #expect(await failure { try await service.aliases(of: "none") }.code == "not-found")
  }

  @Test("A deleted alias is gone, and cannot be deleted twice")
  func deleted() async throws {
    let fixture = try await versions()
    let service = fixture.store.versions
    _ = try await service.setAlias("trial", to: "tone@v1")
    #expect(try await service.deleteAlias("trial", of: "tone@v2") == "tone")
    #expect(try await service.aliases(of: "tone").isEmpty)
    let error = await failure { try await service.deleteAlias("trial", of: "tone") }
    #expect(error.code == "not-found" && error.says("trial", "tone"))
    let gone = await failure { try await fixture.store.judges.find(named: "tone@trial") }
    #expect(gone.code == "not-found")
  }

  @Test("An alias that two people moved apart is decided by a person, and then clear again")
  func contended() async throws {
    let fixture = try await versions()
    let (store, service) = (fixture.store, fixture.store.versions)
    _ = try await service.setAlias("trial", to: "tone@v1")
    let second = try await store.judges.find(named: "tone@v2")
    let name = VersionFold.Name(
      experiment: try await store.experiments.current().id, name: "tone")
    let (target, key) = VersionFold.place(ofAlias: "trial", of: name)
    // As somebody wrote it who had not seen the first one.
    var other = Change(
      target: target, key: key, value: .string(try #require(second.registrationID).hex))
    other.time = Clock.now
    other.source = .human(Fixture.bob)
    _ = try await store.append([try other.record()], message: "Alias")
    let error = await failure { try await store.judges.find(named: "tone@trial") }
    #expect(error.code == "ambiguous" && error.says("trial"))
    #expect(try await service.aliases(of: "tone").map(\.version) == [nil])
    _ = try await service.setAlias("trial", to: "tone@v2")
    #expect(try await store.judges.find(named: "tone@trial").number == 2)
  }

  @Test("Production needs a judge that is known to be fit")
  func production() async throws {
    let fixture = try await versions()
    let error = await failure {
      try await fixture.store.versions.setAlias("production", to: "tone@v1")
    }
    #expect(error.code == "negative")
    #expect(error.says("tone@v1", "production", "allow unfit"))
    #expect(try await fixture.store.versions.aliases().isEmpty)
  }

  @Test("An alias that was forced is noted, for that body only")
  func allowedUnfit() async throws {
    let fixture = try await versions()
    let service = fixture.store.versions
    let given = try await service.setAlias("production", to: "tone@v1", allowUnfit: true)
    #expect(given.allowedUnfit?.hasPrefix("v1: ") == true)
    let listed = try #require(try await service.aliases(of: "tone").first)
    #expect(listed.allowedUnfit == given.allowedUnfit)
    #expect(listed.json["allowed_unfit"] != nil)
    _ = try await service.setAlias("trial", to: "tone@v1")
    let trial = try await service.aliases(of: "tone").first { $0.alias == "trial" }
    #expect(trial?.allowedUnfit == nil)
  }

  @Test("A judge that proved itself on labelled traces becomes production without a note")
  func fit() async throws {
    let unasked = try await Fixture()
    let before = await failure {
      try await unasked.store.versions.setAlias("production", to: "tone")
    }
    #expect(before.code == "negative" && before.says("run the judge"))
    let fixture = try await Fixture(.proven)
    let store = fixture.store
    let alias = try await store.versions.setAlias("production", to: "tone")
    #expect(alias.allowedUnfit == nil && alias.bar == nil && alias.version == 1)
    #expect(alias.json["allowed_unfit"] == nil)
  }

  @Test("Another bar than the usual one is noted")
  func bar() async throws {
    let fixture = try await Fixture(.proven)
    let store = fixture.store
    try await store.store.setConfig("judge.bar", "0.99")
    let error = await failure { try await store.versions.setAlias("production", to: "tone") }
    #expect(error.code == "negative")
    try await store.store.setConfig("judge.bar", "0.7")
    #expect(try await store.versions.setAlias("production", to: "tone").bar == 0.7)
    #expect(try await store.versions.aliases(of: "tone").first?.bar == 0.7)
  }
}
