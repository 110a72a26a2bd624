import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork
import Testing

@Suite("A judge answered by a chat model")
struct InstructionsJudgeTests {
  private static let good = #"{"rationale": "It greets.", "result": "yes"}"#

  private func judge(_ chat: FakeChat, _ body: JudgeBody = Bodies.yesNo()) -> InstructionsJudge {
    InstructionsJudge(body: body, engine: .chat(chat))
  }

  @Test("A valid reply is the verdict, with usage and who said it")
  func answer() async throws {
    let chat = try FakeChat(replies: Self.good)
    let said = await judge(chat)(inputs: "Hi", outputs: "Hello!")
    #expect(said.value == "yes" && said.rationale == "It greets." && said.name == "tone")
    #expect(said.source == AssessmentSource(type: .llmJudge, id: "fake:/model"))
    #expect(said.inputTokens == 10 && said.outputTokens == 3 && said.cost == 0.25)
    #expect(said.metadata["model_snapshot"] == "model-2026-01-01")
    #expect(chat.asked.count == 1)
  }

  @Test("A reply outside the values is asked again once, with the error, and usage adds up")
  func again() async throws {
    let chat = try FakeChat(replies: #"{"result": "maybe"}"#, Self.good)
    let said = await judge(chat)(inputs: "Hi", outputs: "Hello!")
    #expect(said.value == "yes")
    #expect(said.inputTokens == 20 && said.outputTokens == 6 && said.cost == 0.5)
    try #require(chat.asked.count == 2)
    let first = chat.asked[0].messages
    let second = chat.asked[1].messages
    #expect(Array(second.prefix(first.count)) == first)
    #expect(second[first.count] == ChatMessage(.assistant, #"{"result": "maybe"}"#))
    #expect(second.last?.role == .user)
    #expect(second.last?.content.contains("\"maybe\", allowed is \"yes\", \"no\"") == true)
  }

  @Test("After a second bad reply it is an error, not a third call and no made-up value")
  func stillBad() async throws {
    let chat = try FakeChat(replies: "yes", #"{"result": "perhaps"}"#, Self.good)
    let said = await judge(chat)(inputs: "Hi", outputs: "Hello!")
    #expect(said.value == nil && said.error?.code == "INVALID_REPLY")
    #expect(said.error?.message?.contains("perhaps") == true)
    #expect(said.inputTokens == 20 && said.cost == 0.5)
    #expect(chat.asked.count == 2)
  }

  @Test("After three cases without a verdict the model is not asked, unless one had a verdict")
  func neverAVerdict() async throws {
    func replies(_ texts: String...) throws -> FakeChat {
      try FakeChat(texts.map { .success(ChatResponse(text: $0)) }, maxFailures: 3)
    }
    let junk = try replies("", "Hm.", "{", "[]", "no", "yes", Self.good, Self.good)
    let judge = judge(junk)
    for _ in 0..<3 {
      #expect(await judge(inputs: "Hi", outputs: "Hello!").error?.code == "INVALID_REPLY")
    }
    for _ in 0..<3 {
      let said = await judge(inputs: "Hi", outputs: "Hello!")
      #expect(
        said.isUnasked && said.error?.message?.contains("none of the first 3 replies") == true)
    }
    #expect(junk.asked.count == 6)

    // One that fails now and then goes on.
    let seldom = try replies("", "", "", "", Self.good, "", "", "", "", "", "", Self.good)
    let other = self.judge(seldom)
    var verdicts = 0
    for _ in 0..<7 {
      verdicts += await other(inputs: "Hi", outputs: "Hello!").value == nil ? 0 : 1
    }
    #expect(verdicts == 2 && seldom.asked.count == 12)
  }

  @Test(
    "An error names the inference parameter that the model refuses",
    arguments: [
      (
        ["max_tokens": 500],
        "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        "write max_completion_tokens instead of max_tokens in inference_params"
      ),
      (
        ["temperature": 0, "seed": 1], "Unsupported value: 'temperature' does not support 0.",
        "change temperature in inference_params, or take it out"
      ),
      (
        ["extra_body": ["min_p": 1]], "Unrecognized request argument supplied: min_p",
        "change min_p in inference_params.extra_body, or take it out"
      ),
      (["seed": 1], "Unsupported value: 'temperature'", nil),
      (["seed": 1], "the seed is sown", nil),
    ] as [(JSONObject, String, String?)])
  func refusedParameter(inference: JSONObject, words: String, remedy: String?) async throws {
    let chat = try FakeChat([.failure(JudgeFailure(.failed, words))])
    var body = Bodies.yesNo()
    body.inference = inference
    let said = await judge(chat, body)(inputs: "Hi", outputs: "Hello!")
    #expect(said.error?.message == words + (remedy.map { "; \($0)" } ?? ""))
  }

  @Test("Bad replies of an earlier command are replayed, and then the model is asked again once")
  func earlier() async throws {
    func reply(_ text: String, isEarlier: Bool) -> Result<ChatResponse, JudgeFailure> {
      var response = ChatResponse(text: text)
      response.isEarlier = isEarlier
      return .success(response)
    }
    let again = try FakeChat([
      reply("", isEarlier: true), reply("", isEarlier: true), reply(Self.good, isEarlier: false),
    ])
    #expect(await judge(again)(inputs: "Hi", outputs: "Hello!").value == "yes")
    #expect(again.asked.map(\.isRenewed) == [false, false, true])
    let stillBad = try FakeChat([
      reply("", isEarlier: true), reply("", isEarlier: true), reply("", isEarlier: false),
      reply("", isEarlier: false), reply(Self.good, isEarlier: false),
    ])
    let said = await judge(stillBad)(inputs: "Hi", outputs: "Hello!")
    #expect(said.error?.code == "INVALID_REPLY" && stillBad.asked.count == 4)
    // A bad reply that led to a verdict is not asked again, and neither is a new one.
    for answers in [
      [reply("", isEarlier: true), reply(Self.good, isEarlier: true)],
      [reply("", isEarlier: true), reply("", isEarlier: false)],
    ] {
      let chat = try FakeChat(answers)
      _ = await judge(chat)(inputs: "Hi", outputs: "Hello!")
      #expect(chat.asked.count == 2 && chat.asked.allSatisfy { !$0.isRenewed })
    }
  }

  @Test("A model that fails is an error result; what was used before is kept")
  func failure() async throws {
    let failing = try FakeChat([
      .failure(JudgeFailure(.failed, "the server is gone", remedy: "wait"))
    ])
    let said = await judge(failing)(inputs: "Hi", outputs: "Hello!")
    #expect(
      said.error == AssessmentError(code: "MODEL_FAILED", message: "the server is gone; wait"))
    #expect(said.inputTokens == nil && said.cost == nil)

    let second = try FakeChat(replies: "no object")
    let late = await judge(second)(inputs: "Hi", outputs: "Hello!")
    #expect(late.error?.code == "MODEL_FAILED" && late.inputTokens == 10)
  }

  @Test("Without a field that the instructions name nobody is asked")
  func missingField() async throws {
    let chat = try FakeChat(replies: Self.good)
    let said = await judge(chat, Bodies.yesNo("{{ outputs }} {{ expectations }}"))(
      inputs: "Hi", outputs: "Hello!")
    #expect(said.error?.code == "MISSING_FIELD" && chat.asked.isEmpty)
    let expected = await judge(chat, Bodies.yesNo("{{ outputs }} {{ expectations }}"))(
      inputs: "Hi", outputs: "Hello!", expectations: ["expected_response": "Hello"])
    #expect(expected.value == "yes")
  }
}
