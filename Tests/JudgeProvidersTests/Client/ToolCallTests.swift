import JudgeJSON
import JudgeModels
import StubModelServer
import Testing

@testable import JudgeProviders

@Suite("Calls of tools") struct ToolCallTests {
  private static let call = ChatToolCall(
    id: "c1", name: "get_span", arguments: #"{"span_id":"s1"}"#)

  private static func request(_ messages: [ChatMessage], isLast: Bool = false) -> ChatRequest {
    var request = ChatRequest(messages: messages, responseSchema: ["type": "object"])
    request.tools = [ChatTool("get_span", "Reads.", parameters: ["type": "object"])]
    request.isLastStep = isLast
    return request
  }

  @Test(
    "Each protocol offers tools, reads calls, and sends the answers back; the cache keeps calls",
    arguments: [
      (
        "openai:/m",
        #"{"choices":[{"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"get_span","arguments":"{\"span_id\":\"s1\"}"}}]}}]}"#,
        #""tool_call_id":"c1""#, #""tool_choice":"none""#
      ),
      (
        "anthropic:/m",
        #"{"stop_reason":"tool_use","content":[{"type":"tool_use","id":"c1","name":"get_span","input":{"span_id":"s1"}}]}"#,
        #""tool_use_id":"c1""#, #""tool_choice":{"name":"give_verdict","type":"tool"}"#
      ),
      (
        "gemini:/m",
        #"{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"get_span","args":{"span_id":"s1"}}}]}}]}"#,
        #""functionResponse":{"name":"get_span""#, #""mode":"NONE""#
      ),
      (
        "bedrock:/m",
        #"{"stopReason":"tool_use","output":{"message":{"content":[{"toolUse":{"toolUseId":"c1","name":"get_span","input":{"span_id":"s1"}}}]}}}"#,
        #""toolResult":{"content":[{"text":"a span"}],"toolUseId":"c1"}"#,
        #""toolChoice":{"tool":{"name":"give_verdict"}}"#
      ),
    ])
  func each(_ uri: String, _ body: String, _ answer: String, _ end: String) async throws {
    var calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    let cache = try TemporaryCache()
    calling.options.cacheFolder = cache.path
    let first = Self.request([ChatMessage(.user, "x")])
    for isCached in [false, true] {
      let response = try await calling.model(uri).complete(first)
      #expect(response.toolCalls == [Self.call] && response.text.isEmpty)
      #expect(response.isCached == isCached)
    }
    let second = Self.request(
      [
        ChatMessage(.user, "x"), ChatMessage(calling: [Self.call], ""),
        ChatMessage(answering: Self.call, "a span"),
      ], isLast: true)
    _ = try await calling.model(uri).complete(second)
    let bodies = calling.server.requests.map { JSONValue.object($0.body).canonicalText }
    try #require(bodies.count == 2)
    #expect(bodies[0].contains("get_span") && !bodies[0].contains(end))
    #expect(bodies[1].contains(answer) && bodies[1].contains("a span"), "\(bodies[1])")
    #expect(bodies[1].contains(end), "\(bodies[1])")
    await calling.server.stop()
  }
}
