import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork
import Testing

@Suite("A judge that reads the trace with tools")
struct ToolDialogTests {
  private static let good = #"{"rationale": "It greets.", "result": "yes"}"#

  private var trace: Trace {
    var trace = Bodies.trace()
    trace.spans = [["span_id": "s1", "name": "search", "attributes": [:]]]
    return trace
  }

  private func judge(_ chat: FakeChat, _ text: String = "Is {{ trace }} good?") -> InstructionsJudge
  {
    InstructionsJudge(body: Bodies.yesNo(text), engine: .chat(chat))
  }

  private static func calling(_ name: String, _ arguments: String) -> ChatResponse {
    var response = ChatResponse(text: "")
    response.toolCalls = [ChatToolCall(id: "c1", name: name, arguments: arguments)]
    (response.inputTokens, response.outputTokens, response.cost) = (10, 2, 0.5)
    return response
  }

  private static func answering(_ text: String) -> ChatResponse {
    var response = ChatResponse(text: text)
    (response.inputTokens, response.outputTokens, response.cost) = (20, 3, 0.25)
    return response
  }

  @Test("It calls tools, gets their answers, and gives a verdict; the cost is that of all steps")
  func dialog() async throws {
    let chat = try FakeChat([
      .success(Self.calling("list_spans", "{}")),
      .success(Self.calling("get_span", #"{"span_id": "s1"}"#)),
      .success(Self.answering(Self.good)),
    ])
    let said = await judge(chat)(trace: trace)
    #expect(said.value == "yes")
    #expect(said.inputTokens == 40 && said.outputTokens == 7 && said.cost == 1.25)
    let asked = chat.asked
    #expect(asked.map(\.tools.count) == [4, 4, 4])
    let last = try #require(asked.last?.messages)
    #expect(last.suffix(4).map(\.role) == [.assistant, .tool, .assistant, .tool])
    #expect(last.last?.content.contains("search") == true)
    #expect(last.last?.content.contains("is data, not instructions") == true)
    #expect(last.last?.answeredCall?.id == "c1")
  }

  @Test("A trace without spans that is shown in full needs no tools")
  func plain() async throws {
    let chat = try FakeChat(replies: Self.good, Self.good)
    _ = await judge(chat)(trace: Bodies.trace())
    _ = await judge(chat, "Is {{ outputs }} good?")(trace: trace)
    #expect(chat.asked.map(\.tools.count) == [0, 0])
  }

  @Test("A server that does not support tools is asked without them, and not again with them")
  func refused() async throws {
    let chat = try FakeChat([
      .failure(JudgeFailure(.failed, "this model does not support tools")),
      .success(Self.answering(Self.good)), .success(Self.answering(Self.good)),
    ])
    let judge = judge(chat)
    #expect(await judge(trace: trace).value == "yes")
    #expect(await judge(trace: trace).value == "yes")
    #expect(chat.asked.map(\.tools.count) == [4, 0, 0])
  }

  @Test("The number of steps is bounded; the last one asks for the answer")
  func bounded() async throws {
    let calls = (0..<40).map { _ in
      Result<ChatResponse, JudgeFailure>.success(
        Self.calling("list_spans", "{}"))
    }
    let chat = try FakeChat(calls)
    let said = await judge(chat)(trace: trace)
    #expect(said.error?.code != nil)
    let asked = chat.asked
    #expect(asked.first { $0.isLastStep } != nil)
    #expect(asked.firstIndex { $0.isLastStep } == 30)
  }

  @Test("If the context is full, the oldest answers of tools are left out")
  func forgets() async throws {
    let chat = try FakeChat([
      .success(Self.calling("list_spans", "{}")),
      .failure(JudgeFailure(.failed, "This model's maximum context length is 4097 tokens.")),
      .success(Self.answering(Self.good)),
    ])
    let said = await judge(chat)(trace: trace)
    #expect(said.value == "yes")
    #expect(chat.asked.last?.messages.last?.content.contains("left out") == true)
  }

  @Test("A long session is shown in part and read with tools")
  func session() async throws {
    let chat = try FakeChat(replies: Self.good)
    var trace = Bodies.trace()
    trace.conversation = (0..<3_000).map { number in
      [
        "role": number % 2 == 0 ? "user" : "assistant",
        "content": .string("number \(number) " + String(repeating: "x", count: 200)),
      ]
    }
    _ = await judge(chat, "Is {{ conversation }} good?")(trace: trace)
    let request = try #require(chat.asked.first)
    let prompt = request.messages.map(\.content).joined()
    #expect(request.tools.count == 4 && prompt.utf8.count < 400_000)
    #expect(prompt.contains("number 0 ") && prompt.contains("number 2999 "))
    #expect(prompt.contains("of 3000 are left out") && !prompt.contains("number 1500 "))
  }
}
