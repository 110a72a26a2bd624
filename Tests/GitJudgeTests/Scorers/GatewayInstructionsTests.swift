import Testing

@testable import GitJudge

/// What MLflow's client is told to send to a judge that git-judge runs.
@Suite struct GatewayInstructionsTests {
  @Test("A judge with examples and a calibration sends inputs and outputs")
  func needs() throws {
    var body = Fixture.judge("tone", "Rate {{ outputs }}.", model: "openai:/m")
    let plain = GatewayInstructions(body: body, defaultModel: nil)
    #expect(plain.needed == ["outputs"] && plain.text == "Rate {{ outputs }}.")
    body.retrieval = Retrieval(floor: 0)
    let recalling = GatewayInstructions(body: body, defaultModel: nil)
    #expect(recalling.needed == ["inputs", "outputs"])
    #expect(recalling.text == "Rate {{ outputs }}.\n\nThe case: {{ inputs }}")
    body = Fixture.judge(
      "tone", "Rate {{ outputs }} by {{ retrieved_context }} and {{secrets}} {% x %}",
      model: "openai:/m")
    let context = GatewayInstructions(body: body, defaultModel: nil)
    #expect(context.needed == ["trace"])
    #expect(!context.text.contains("retrieved_context") && !context.text.contains("{%"))
    body = Fixture.judge("tone", model: nil)
    #expect(GatewayInstructions(body: body, defaultModel: "recorded:/x").needed == ["trace"])
    body = GuidelinesBody.make("rules", named: ["a": ["Be kind."], "b": ["Be short."]])
    #expect(GatewayInstructions(body: body, defaultModel: nil).needed == ["inputs", "outputs"])
    body = try #require(BuiltInCatalog.body(named: "retrieval_relevance"))
    #expect(GatewayInstructions(body: body, defaultModel: nil).needed == ["trace"])
    body = try #require(BuiltInCatalog.body(named: "correctness"))
    #expect(
      GatewayInstructions(body: body, defaultModel: nil).needed
        == ["inputs", "outputs", "expectations"])
  }
}
