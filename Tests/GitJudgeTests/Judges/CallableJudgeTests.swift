import Testing

@testable import GitJudge

/// Judges that are registered as values, and asked as values.
@Suite struct CallableJudgeTests {
  @Test("A judge is registered as the next version of its name, with tags")
  func registered() async throws {
    let fixture = try await Fixture()
    let judge = try makeJudge(
      name: "tone", instructions: "Is {{ outputs }} kind?", values: ["good", "bad"],
      pass: ["good"], model: "recorded:/gpt")
    let made = try await fixture.store.judges.register(judge, tags: ["team": "billing"])
    #expect(made.version == 2 && !made.wasThere)
    #expect(try made.hash == judge.body.record().id)
    let found = try await fixture.store.judges.find(named: "tone@v2")
    #expect(found.registration?.tags == ["team": "billing"])
    let again = try await fixture.store.judges.register(judge)
    #expect(again.wasThere && again.version == 2)
  }

  @Test("A judge that can be asked is registered as what it is")
  func again() async throws {
    let fixture = try await Fixture()
    let tone = try await fixture.store.judges.callable("tone")
    let made = try await fixture.store.judges.register(tone)
    #expect(made.wasThere && made.version == 1 && made.hash == tone.hash)
  }

  @Test("A body under another name answers under that name")
  func otherName() async throws {
    let fixture = try await Fixture()
    let tone = try await fixture.store.judges.find(named: "tone")
    _ = try await fixture.store.judges.register(
      try tone.body.record(), as: "copy", report: nil, parents: nil, tags: [:])
    let copy = try await fixture.store.judges.callable("copy")
    #expect(copy.name == "copy" && copy.hash == tone.hash)
    let said = await copy.feedbacks(on: try await fixture.store.traces.find("c3"))
    #expect(said.map(\.name) == ["copy"] && said.map(\.value) == ["good"])
    #expect(said.map(\.judge) == [tone.hash])
  }

  @Test("A judge is asked by number, hash and alias", arguments: ["tone@v1", "tone@live", ""])
  func references(text: String) async throws {
    let fixture = try await Fixture()
    let tone = try await fixture.store.judges.find(named: "tone")
    _ = try await fixture.store.versions.setAlias("live", to: "tone@v1")
    _ = try await fixture.store.judges.create(Fixture.judge("tone", "Is {{ outputs }} kind?"))
    let judge = try await fixture.store.judges.callable(text.isEmpty ? tone.hash.hex : text)
    #expect(judge.hash == tone.hash && judge.version.number == 1)
    let trace = try await fixture.store.traces.find("c1")
    #expect(await judge.feedback(on: trace).value == "bad")
  }

  @Test("A trace without a recorded verdict is an error of the judge, with its name and hash")
  func nothingRecorded() async throws {
    let fixture = try await Fixture(.team, [TraceLine("n")])
    let tone = try await fixture.store.judges.callable("tone")
    let said = await tone.feedback(on: try await fixture.store.traces.find("n"))
    #expect(said.value == nil && said.error != nil)
    #expect(said.name == "tone" && said.judge == tone.hash)
  }

  @Test("A Swift function is registered, and only its own program can ask it")
  func function() async throws {
    let fixture = try await Fixture()
    let long = FunctionJudge("long") { ($0.outputs.stringValue ?? "").count > 5 }
    #expect(try await fixture.store.judges.register(long).version == 1)
    #expect(try await fixture.store.judges.find(named: "long").body.form == .function)
    let error = await failure { try await fixture.store.judges.callable("long") }
    #expect(error.code == "failed" && error.says("long"))
  }

  @Test("A judge without a model is asked with the one that git's configuration sets")
  func noModel() async throws {
    let fixture = try await Fixture()
    _ = try await fixture.store.judges.create(
      Fixture.judge("mood", "Is {{ outputs }} calm?", model: nil))
    let error = await failure { try await fixture.store.judges.callable("mood") }
    #expect(error.code == "no-model" && error.says("mood"))
    try await fixture.store.store.setConfig("judge.model", "embedded:/lexical")
    #expect(try await fixture.store.judges.callable("mood").body.model == nil)
  }
}
