import Testing

@testable import GitJudge

/// Runs of judges over stored traces.
@Suite struct RunServiceTests {
  @Test("A run stores a verdict a trace, and its counts and figures")
  func run() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let commits = try fixture.commits
    let result = try await store.runs.run(["tone"])
    #expect(result.n == 6 && result.errors == 0 && result.unasked == 0 && result.failed.isEmpty)
    #expect(result.verdicts == ["tone": ["good": 4, "bad": 2]])
    #expect(try fixture.commits == commits + 1, "one commit a run")
    let judge = try await store.judges.find(named: "tone").hash
    let said = try await store.traces.find("c3").verdicts.filter { $0.judge == judge }
    #expect(said.map(\.value) == ["good"])
    let info = try await store.runs.find(named: result.run)
    #expect(info.status == "FINISHED" && info.run.type == "judge" && info.run.judges == [judge])
    #expect(info.run.userID == Fixture.ann && info.unasked == 0)
    let pass = try #require(info.metrics["tone/pass"]?["value"]?.doubleValue)
    #expect(abs(pass - 4.0 / 6) < 1e-9)
    #expect(result.json["verdicts"] == ["tone": ["good": 4, "bad": 2]])
  }

  @Test("A filter chooses traces; one that fits none is an error that names it")
  func filter() async throws {
    let fixture = try await Fixture()
    let runs = fixture.store.runs
    #expect(try await runs.run(["tone"], where: "tag.topic = 'billing'").n == 3)
    let error = await failure { try await runs.run(["tone"], where: "tag.topic = 'x'") }
    #expect(error.code == "not-found" && error.says("tag.topic = 'x'"))
    #expect(try await runs.all().count == 1)
  }

  @Test("Without a trace there is nothing to run on")
  func empty() async throws {
    let fixture = try await Fixture(.empty)
    _ = try await fixture.store.judges.create(Fixture.tone)
    let error = await failure { try await fixture.store.runs.run(["tone"]) }
    #expect(error.code == "not-found" && error.says("import traces"))
  }

  @Test("A verdict that failed is an error and no value; a judge that always fails is named")
  func errors() async throws {
    let fixture = try await Fixture(.team, [TraceLine("silent")])
    let store = fixture.store
    let some = try await store.runs.run(["tone"])
    #expect(
      some.errors == 1 && some.failed.isEmpty && some.errorGroups.codes.values.reduce(0, +) == 1)
    #expect(some.verdicts["tone"]?.values.reduce(0, +) == 6)
    let info = try await store.runs.find(named: some.run)
    #expect(info.metrics["tone/errors"]?["value"] == 1)
    let silent = try await store.traces.find("silent")
    #expect(some.errorGroups.groups.first?.traces == [silent.id])
    _ = try await store.judges.create(Fixture.judge("mute", model: "recorded:/nobody"))
    #expect(try await store.runs.run(["mute"]).failed == ["mute"])
  }

  @Test("Several judges share a run; the same one named twice is asked once")
  func several() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    _ = try await store.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    let result = try await store.runs.run(["tone@v1", "tone@v2", "tone", "tone@v1"])
    #expect(result.verdicts.keys.sorted() == ["tone@v1", "tone@v2"])
    let info = try await store.runs.find(named: result.run)
    #expect(info.run.judges.count == 2)
    let verdicts = try await store.runs.verdicts(of: info.id)
    #expect(verdicts.keys.sorted() == ["tone@v1", "tone@v2"])
  }

  @Test("A judge that nobody registered leaves its body with the run")
  func unregistered() async throws {
    let fixture = try await Fixture()
    let store = fixture.store
    let body = try await store.judges.find(named: "pii_detection").hash
    _ = try await store.runs.run(["pii_detection"])
    #expect(try await store.judges.judgeBody(body).name == "pii_detection")
  }

  @Test("Progress reaches the number of verdicts")
  func progress() async throws {
    let fixture = try await Fixture()
    let seen = Seen()
    _ = try await fixture.store.runs.run(["tone"]) { done, total in seen.add(done, total) }
    #expect(seen.last == [6, 6])
  }

  @Test("Runs are listed, and found by the beginning of their id")
  func found() async throws {
    let fixture = try await Fixture()
    let runs = fixture.store.runs
    let ids = [try await runs.run(["tone"]).run, try await runs.run(["tone"]).run]
    #expect(ids[0] != ids[1], "equal runs are two runs")
    #expect(Set(try await runs.all().map(\.id.runID)) == Set(ids))
    let hex = try await runs.find(named: ids[0]).id.hex
    #expect(try await runs.find(named: String(hex.prefix(8))).id.runID == ids[0])
    for text in ["", String(hex.prefix(3)), "zzzz"] {
      let error = await failure { try await runs.find(named: text) }
      #expect(error.code == "not-found" || error.code == "ambiguous", "\(text)")
    }
    let other = try await fixture.store.experiments.open("other", create: true)
    #expect(try await other.runs.all().isEmpty)
  }
}
