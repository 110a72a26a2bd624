import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeWork
import Testing

@testable import JudgeScoring

@Suite("A prompt that asks for a score")
struct PromptMetricTests {
  private static let prompt = #"Score {response} to {request}. A set: {"a": {x}}, {{y}}."#

  private func judge(_ body: JudgeBody, _ chat: any ChatModel) throws -> any Judge {
    @Sendable func provide(_ uri: ModelURI) throws(JudgeFailure) -> (any ChatModel)? { chat }
    return try ModelRegistry(providers: [provide]).judge(body, defaultModel: "fake:/model")
  }

  @Test(
    "Strictly over the threshold is yes, unless the threshold counts",
    arguments: [
      (4, 3.0, false, "yes"), (3, 3, false, "no"), (3, 3, true, "yes"), (2, 1.5, false, "yes"),
    ])
  func threshold(score: Int, threshold: Double, inclusive: Bool, expected: String) async throws {
    let body = try PromptMetric.body(
      "no_pii", prompt: Self.prompt, threshold: threshold, inclusive: inclusive)
    let chat = try FakeChat(replies: #"{"rationale": "why", "result": \#(score)}"#)
    let said = await (try judge(body, chat))(inputs: "Hi", outputs: "Hello!")
    #expect(said.value == .string(expected) && said.rationale == "why")
    #expect(said.metadata["score"] == .string("\(score)"))
    #expect(try JudgeBody(fields: body.fields) == body)
  }

  @Test("Only the four placeholders are filled; other braces stay text")
  func template() async throws {
    let body = try PromptMetric.body("no_pii", prompt: Self.prompt)
    let chat = try FakeChat(replies: #"{"rationale": "", "result": 5}"#)
    _ = await (try judge(body, chat))(inputs: ["messages": [["content": "Hi"]]], outputs: "Hello!")
    let request = try #require(chat.asked.first)
    #expect(request.messages[0].content.contains(#"A set: {"a": {x}}, { {y}}."#))
    #expect(request.messages[1].content.contains("\nHello!\n"))
    #expect(request.messages[1].content.contains("\nHi\n"))
    #expect(request.responseSchema?["properties"]?["result"] == ["enum": [1, 2, 3, 4, 5]])
  }

  @Test("A score outside 1 to 5 is an error, never coerced")
  func outside() async throws {
    let body = try PromptMetric.body("no_pii", prompt: Self.prompt)
    let bad = #"{"rationale": "", "result": 7}"#
    let said = await (try judge(body, try FakeChat(replies: bad, bad)))(inputs: "a", outputs: "b")
    #expect(said.error?.code == "INVALID_REPLY" && said.metadata["score"] == nil)
  }

  @Test("RETRIEVAL asks once per document, which stands alone in its prompt")
  func retrieval() async throws {
    let body = try PromptMetric.body(
      "fits", prompt: "Does {retrieved_context} help with {request}?", assessmentType: "RETRIEVAL")
    let chat = try KeyedChat([
      ("alpha", #"{"rationale": "", "result": 5}"#), ("beta", #"{"rationale": "", "result": 2}"#),
    ])
    var row = Bodies.trace()
    row.retrievedContext = [["content": "alpha"], ["content": "beta"]]
    let said = await (try judge(body, chat)).feedbacks(on: row)
    #expect(said.map(\.value) == ["yes", 0.5, "yes", "no"] && chat.asked.count == 2)
  }

  @Test("What cannot be is refused with the reason")
  func refused() {
    func reason(_ make: () throws(JudgeFailure) -> JudgeBody) -> String {
      do { _ = try make() } catch { return error.description }
      return ""
    }
    #expect(
      reason { () throws(JudgeFailure) in try PromptMetric.body("m", prompt: "no field") }
        .contains("{request}"))
    #expect(
      reason { () throws(JudgeFailure) in
        try PromptMetric.body("m", prompt: "{request}", assessmentType: "RETRIEVAL")
      }.contains("{retrieved_context}"))
    #expect(
      reason { () throws(JudgeFailure) in
        try PromptMetric.body("m", prompt: "{request}", assessmentType: "answer")
      }.contains("ANSWER"))
    #expect(
      reason { () throws(JudgeFailure) in
        try PromptMetric.body("m", prompt: "{request}", threshold: 9)
      }.contains("1 and 5"))
  }
}
