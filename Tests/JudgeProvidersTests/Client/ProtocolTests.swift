import JudgeJSON
import JudgeModels
import JudgeProviders
import JudgeWork
import StubModelServer
import Testing

@Suite("Providers' protocols") struct ProtocolTests {
  @Test(
    "Each provider is asked at its path with its key, and its answer is read",
    arguments: [
      ("openai:/m", "/v1/chat/completions", "authorization"),
      ("mistral:/m", "/v1/chat/completions", "authorization"),
      ("ollama:/m", "/v1/chat/completions", ""),
      ("anthropic:/m", "/v1/messages", "x-api-key"),
      ("gemini:/m", "/v1beta/models/m:generateContent", "x-goog-api-key"),
      ("databricks:/m", "/serving-endpoints/m/invocations", "authorization"),
      ("endpoints:/a b", "/serving-endpoints/a%20b/invocations", "authorization"),
      ("azure:/m", "/openai/v1/chat/completions", "api-key"),
      ("bedrock:/us.meta.llama3:0", "/model/us.meta.llama3%3A0/converse", "authorization"),
      (
        "vertex:/gemini-3-pro", "/publishers/google/models/gemini-3-pro:generateContent",
        "authorization"
      ),
      (
        "vertex_ai:/claude-opus-4-1@20250805",
        "/publishers/anthropic/models/claude-opus-4-1%4020250805:rawPredict", "authorization"
      ),
      ("vertex:/meta/llama-4", "/endpoints/openapi/chat/completions", "authorization"),
    ])
  func each(_ uri: String, _ path: String, _ keyHeader: String) async throws {
    let calling = try await Calling { _ in .text(#"{"rationale":"r","result":"yes"}"#) }
    let response = try await calling.model(uri).complete(Calling.request("A case."))
    let value = try JSONValue(parsing: Array(response.text.utf8))
    #expect(value == ["rationale": "r", "result": "yes"])
    #expect(response.inputTokens == 100)
    #expect(response.outputTokens == 10)
    #expect((response.modelSnapshot != nil) == !uri.hasPrefix("bedrock:/"))
    let request = try #require(calling.server.requests.first)
    #expect(request.path == path)
    #expect(request.prompt == "Judge.\nA case.")
    if keyHeader.isEmpty {
      #expect(!request.headers.values.contains { $0.contains("secret") })
    } else {
      #expect(request.headers[keyHeader]?.contains("secret-0123456789") == true)
    }
    await calling.server.stop()
  }

  @Test(
    "Draws of the same question differ in their seed, by each provider's word for it",
    arguments: [
      ("openai:/m", "seed"), ("ollama:/m", "seed"), ("mistral:/m", "random_seed"),
      ("gemini:/m", "generationConfig.seed"), ("databricks:/m", nil), ("anthropic:/m", nil),
    ] as [(String, String?)])
  func draws(_ uri: String, _ member: String?) async throws {
    let calling = try await Calling { _ in .text("fine") }
    let model = try calling.model(uri)
    for sample in [0, 3] { _ = try await model.complete(Calling.request("x", sample: sample)) }
    let bodies = calling.server.requests.map { JSONValue.object($0.body) }
    func read(_ body: JSONValue?) -> JSONValue? {
      (member ?? "seed").split(separator: ".").reduce(body) { $0?[String($1)] }
    }
    #expect(bodies.count == 2 && read(bodies.first) == nil)
    #expect(read(bodies.last) == (member == nil ? nil : 3))
    await calling.server.stop()
  }

  @Test("A server that knows no schema is asked again without one, and remembered")
  func plainText() async throws {
    let calling = try await Calling { request in
      request.body["response_format"] == nil
        ? .text("fine") : .status(400, headers: [:], body: #"{"error":"response_format?"}"#)
    }
    let model = try calling.model()
    #expect(try await model.complete(Calling.request("one")).text == "fine")
    #expect(try await model.complete(Calling.request("two")).text == "fine")
    #expect(calling.server.requests.count == 3)
    await calling.server.stop()
  }

  @Test(
    "Each status that may mean the schema is tried once without it",
    arguments: [400, 404, 405, 422, 500, 501])
  func triedPlain(_ status: Int) async throws {
    for words in ["response_format is not supported", ""] {
      let calling = try await Calling { request in
        request.body["response_format"] == nil
          ? .text("fine")
          : .status(status, headers: [:], body: #"{"error":{"message":"\#(words)"}}"#)
      }
      let model = try calling.model()
      for number in 0..<4 {
        #expect(try await model.complete(Calling.request("\(number)")).text == "fine")
      }
      // A server that does not name the schema is believed the second time.
      #expect(calling.server.requests.count == (words.isEmpty ? 6 : 5))
      await calling.server.stop()
    }
  }

  @Test("A model without schemas leaves them on for another at the same address")
  func otherModels() async throws {
    let calling = try await Calling { request in
      request.body["response_format"] != nil && request.body["model"] == "plain"
        ? .status(400, headers: [:], body: #"{"error":"unsupported response_format"}"#)
        : .text("fine")
    }
    let providers = Providers(calling.options)
    for name in ["plain", "rich", "plain", "rich"] {
      let model = try calling.model("openai:/\(name)", providers)
      _ = try await model.complete(Calling.request("\(calling.server.requests.count)"))
    }
    let asked = calling.server.requests.map { request in
      (request.body["model"]?.stringValue ?? "")
        + (request.body["response_format"] == nil ? "" : "+")
    }
    #expect(asked == ["plain+", "plain", "rich+", "plain", "rich+"])
    await calling.server.stop()
  }

  @Test("A request that is refused with and without a schema leaves schemas on for others")
  func refusedEitherWay() async throws {
    let words = "request (4703 tokens) exceeds the available context size (2048 tokens)"
    let calling = try await Calling { request in
      request.prompt.contains("long")
        ? .status(400, headers: [:], body: #"{"error":{"message":"\#(words)"}}"#) : .text("fine")
    }
    let model = try calling.model()
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("long"))
    }
    #expect(error?.message.hasSuffix("(status 400): \(words)") == true, "\(error?.message ?? "")")
    #expect(try await model.complete(Calling.request("short")).text == "fine")
    let bodies = calling.server.requests.map(\.body)
    #expect(bodies.count == 2 && bodies.allSatisfy { $0["response_format"] != nil })
    await calling.server.stop()
  }

  @Test(
    "Each protocol reports an answer that was cut off, also from the cache",
    arguments: [
      (
        "openai:/m", #"{"choices":[{"finish_reason":"length","message":{"content":"{\"a"}}]}"#,
        "{\"a"
      ),
      ("openai:/m", #"{"choices":[{"finish_reason":"length","message":{"content":null}}]}"#, ""),
      (
        "openai:/m", #"{"choices":[{"finish_reason":"length","message":{"role":"assistant"}}]}"#, ""
      ),
      (
        "mistral:/m", #"{"choices":[{"finish_reason":"model_length","message":{"content":"x"}}]}"#,
        "x"
      ),
      (
        "anthropic:/m", #"{"stop_reason":"max_tokens","content":[{"type":"text","text":"x"}]}"#, "x"
      ),
      ("gemini:/m", #"{"candidates":[{"finishReason":"MAX_TOKENS"}]}"#, ""),
      (
        "gemini:/m",
        #"{"candidates":[{"finishReason":"MAX_TOKENS","content":{"parts":[{"text":"x"}]}}]}"#, "x"
      ),
    ])
  func cutOff(_ uri: String, _ body: String, _ text: String) async throws {
    var calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    let cache = try TemporaryCache()
    calling.options.cacheFolder = cache.path
    for isCached in [false, true] {
      let response = try await calling.model(uri).complete(Calling.request("x"))
      #expect(response.text == text && response.isCached == isCached)
      #expect(["length", "model_length", "max_tokens", "MAX_TOKENS"].contains(response.cutReason))
    }
    await calling.server.stop()
  }

  @Test(
    "An answer with another finish reason is not reported as cut off",
    arguments: ["stop", "tool_calls", ""])
  func whole(_ reason: String) async throws {
    let body = #"{"choices":[{"finish_reason":"\#(reason)","message":{"content":"x"}}]}"#
    let calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    #expect(try await calling.model().complete(Calling.request("x")).cutReason == nil)
    await calling.server.stop()
  }

  @Test(
    "An answer without text says how it ended, also from the cache",
    arguments: [
      (
        "openai:/m", #"{"choices":[{"finish_reason":"content_filter","message":{"content":""}}]}"#,
        "finish_reason content_filter"
      ),
      (
        "openai:/m",
        #"{"choices":[{"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[{"function":{"name":"verdict"}}]}}]}"#,
        "finish_reason tool_calls, it called the tool verdict"
      ),
      (
        "openai:/m",
        #"{"choices":[{"finish_reason":"stop","message":{"content":"","reasoning_content":"so"}}]}"#,
        "it has reasoning and no answer"
      ),
      ("anthropic:/m", #"{"stop_reason":"pause_turn","content":[]}"#, "stop_reason pause_turn"),
      (
        "bedrock:/m",
        #"{"stopReason":"guardrail_intervened","output":{"message":{"content":[]}}}"#,
        "stopReason guardrail_intervened"
      ),
      ("gemini:/m", #"{"candidates":[{"finishReason":"SAFETY"}]}"#, "finishReason SAFETY"),
    ])
  func withoutText(_ uri: String, _ body: String, _ remark: String) async throws {
    var calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    let cache = try TemporaryCache()
    calling.options.cacheFolder = cache.path
    for _ in 0..<2 {
      let response = try await calling.model(uri).complete(Calling.request("x"))
      #expect(response.text.isEmpty && response.remark == remark)
    }
    await calling.server.stop()
  }

  @Test(
    "Each protocol's bill is read without its text",
    arguments: [
      ("openai:/m", #"{"model":"s","usage":{"prompt_tokens":7,"completion_tokens":5}}"#),
      ("anthropic:/m", #"{"model":"s","usage":{"input_tokens":7,"output_tokens":5}}"#),
      (
        "gemini:/m",
        """
        {"modelVersion":"s","usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":2,
        "thoughtsTokenCount":3}}
        """
      ),
    ])
  func bill(_ uri: String, _ body: String) async throws {
    let calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    let providers = Providers(calling.options)
    let model = try calling.model(uri, providers)
    await #expect(throws: JudgeFailure.self) { try await model.complete(Calling.request("x")) }
    let statistics = providers.statistics
    #expect(statistics.calls == 1 && statistics.inputTokens == 7 && statistics.outputTokens == 5)
    #expect(statistics.snapshots[uri] == ["s"])
    await calling.server.stop()
  }

  @Test("A refusal is an error and is not sent again") func refusal() async throws {
    let body = #"{"choices":[{"message":{"refusal":"I will not."}}]}"#
    let calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    let model = try calling.model()
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("x"))
    }
    #expect(error?.message.contains("I will not.") == true)
    #expect(calling.server.requests.count == 1)
    await calling.server.stop()
  }
}
