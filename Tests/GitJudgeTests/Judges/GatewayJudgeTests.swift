import Testing

@testable import GitJudge

/// Judges whose model is a version of a judge of the store.
@Suite struct GatewayJudgeTests {
  @Test("The version answers, under the name of the judge")
  func answers() async throws {
    let fixture = try await Fixture()
    var body = Fixture.judge("gate", "Is {{ outputs }} kind?")
    body.model = "gateway:/tone@v1"
    _ = try await fixture.store.judges.create(body)
    let said = try await fixture.store.judges.callable("gate")
      .feedbacks(on: try await fixture.store.traces.find("c3"))
    #expect(said.map(\.name) == ["gate"] && said.map(\.value) == ["good"])
    #expect(said.map(\.source.id) == ["recorded:/gpt"])
  }

  @Test("A value that the judge does not have is an error")
  func otherValues() async throws {
    let fixture = try await Fixture()
    var body = Fixture.judge("gate", "Is {{ outputs }} kind?", values: ["yes", "no"])
    (body.model, body.pass) = ("gateway:/tone@v1", ["yes"])
    _ = try await fixture.store.judges.create(body)
    let said = try await fixture.store.judges.callable("gate")
      .feedback(on: try await fixture.store.traces.find("c3"))
    #expect(said.error?.code == "INVALID_REPLY")
  }

  @Test(
    "Without a version, or with one that the store does not have, it is refused",
    arguments: [
      "gateway:/tone", "gateway:/tone@v9", "gateway:/none@v1", "gateway:/tone@production",
    ])
  func refused(model: String) async throws {
    let fixture = try await Fixture()
    var body = Fixture.judge("gate", "Is {{ outputs }} kind?")
    body.model = model
    let asked = body
    let error = await failure { try await fixture.store.judges.create(asked) }
    #expect(["invalid", "not-found"].contains(error.code), "\(error.text)")
  }

  @Test("Versions that answer for each other are refused")
  func circle() async throws {
    let fixture = try await Fixture()
    for (name, model) in [("a", "gateway:/b@v1"), ("b", "gateway:/a@v1")] {
      var body = Fixture.judge(name, "Is {{ outputs }} kind?")
      body.model = model
      _ = try await fixture.store.judges.register(
        try body.record(), as: name, report: nil, parents: nil, tags: [:])
    }
    let error = await failure { try await fixture.store.judges.callable("a") }
    #expect(error.says("again and again"), "\(error.text)")
  }
}
