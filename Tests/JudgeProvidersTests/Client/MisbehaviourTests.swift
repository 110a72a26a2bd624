import JudgeJSON
import JudgeModels
import JudgeProviders
import JudgeTestSupport
import JudgeWork
import StubModelServer
import Testing

@Suite("Providers that misbehave") struct MisbehaviourTests {
  @Test(
    "What may work the next time is sent again",
    arguments: [
      StubAnswer.status(429, headers: [:], body: "{}"),
      .status(429, headers: ["Retry-After": "0.2"], body: "{}"),
      .status(500, headers: [:], body: "oops"), .status(503, headers: [:], body: ""),
      .status(200, headers: [:], body: "<html>"), .cut, .cutBody,
    ])
  func again(_ answer: StubAnswer) async throws {
    let calling = try await Calling { $0.number <= 2 ? answer : .text("ok") }
    let model = try calling.model()
    #expect(try await model.complete(Calling.request("x")).text == "ok")
    #expect(calling.server.requests.count == 3)
    await calling.server.stop()
  }

  @Test(
    "An unreachable server gives a clear reason",
    arguments: [
      ("http://127.0.0.1:1/v1", "connection refused"),
      ("http://localhost:1/v1", "connection refused"),
      ("http://no-such-host.invalid/v1", "the host name cannot be resolved"),
    ])
  func unreachable(_ url: String, _ words: String) async throws {
    var calling = try await Calling { _ in .text("ok") }
    calling.options.environment["OPENAI_BASE_URL"] = url
    let model = try calling.model()
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("x"))
    }
    #expect(error?.message == "openai:/stub cannot be reached at \(url): \(words)")
    await calling.server.stop()
  }

  @Test(
    "A connection that ends early gives a clear reason",
    arguments: [
      (StubAnswer.cut, "the server closed the connection before it answered")
    ])
  func endsEarly(_ answer: StubAnswer, _ words: String) async throws {
    let calling = try await Calling { _ in answer }
    let model = try calling.model()
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("x"))
    }
    #expect(error?.message.hasSuffix(words) == true, "\(error?.message ?? "")")
    await calling.server.stop()
  }

  @Test(
    "What will not change is asked once",
    arguments: [
      (
        429, ["Content-Type": "application/json"],
        #"{"error":{"message":"You exceeded your current quota.","code":"insufficient_quota"}}"#,
        JudgeFailure.Code.quota, "is used up (status 429): You exceeded your current quota"
      ),
      (
        402, [:], #"{"error":"Insufficient Balance"}"#, .quota, "(status 402): Insufficient Balance"
      ),
      (429, ["Retry-After": "86400"], "{}", .rateLimited, "too many requests"),
      (
        200, ["Content-Type": "text/html; charset=utf-8"],
        "<html><title>Sign\n in</title><body>Login</body></html>", .failed,
        #"answered with a web page instead of JSON"#
      ),
      (200, ["Content-Type": "text/plain"], "\n <!DOCTYPE html>", .failed, "a web page"),
      (
        200, ["Content-Type": "text/event-stream"],
        "data: {\"choices\":[{\"delta\":{\"content\":\"{\"}}]}\n\n", .failed,
        "a stream of events, which is not complete"
      ),
      (413, [:], "{}", .failed, "status 413"),
      (
        200, [:], #"{"error":{"message":"no such key","code":401}}"#, .noCredentials,
        "refused the key (status 401): no such key"
      ),
    ] as [(Int, [String: String], String, JudgeFailure.Code, String)])
  func once(
    _ status: Int, _ headers: [String: String], _ body: String, _ code: JudgeFailure.Code,
    _ words: String
  ) async throws {
    let calling = try await Calling { _ in .status(status, headers: headers, body: body) }
    let model = try calling.model()
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("x"))
    }
    #expect(error?.code == code)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(calling.server.requests.count == 1)
    await calling.server.stop()
  }

  @Test("A complete stream of events is read as an answer") func stream() async throws {
    let events = """
      : keep-alive

      data: {"model":"s-1","choices":[{"delta":{"role":"assistant","content":"{\\"a"}}]}

      data: {"choices":[{"delta":{"content":"\\": 1}"},"finish_reason":"stop"}]}

      data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5}}

      data: [DONE]


      """
    for type in ["text/event-stream; charset=utf-8", "application/json"] {
      let calling = try await Calling { _ in
        .status(
          200, headers: ["Content-Type": type],
          body: type.hasPrefix("text") ? events : String(events.dropFirst(14)))
      }
      let response = try await calling.model().complete(Calling.request("x"))
      #expect(response.text == #"{"a": 1}"# && response.modelSnapshot == "s-1")
      #expect(response.inputTokens == 10 && response.outputTokens == 5)
      await calling.server.stop()
    }
  }

  @Test(
    "What never worked is sent at most three times",
    arguments: [
      StubAnswer.status(429, headers: [:], body: "{}"), .status(503, headers: [:], body: ""),
      .status(500, headers: [:], body: ""), .status(200, headers: [:], body: "{"), .cut, .cutBody,
      .status(200, headers: [:], body: #"{"error":{"message":"overloaded","code":502}}"#),
    ])
  func threeTimes(_ answer: StubAnswer) async throws {
    let calling = try await Calling { _ in answer }
    let model = try calling.model()
    await #expect(throws: JudgeFailure.self) { try await model.complete(Calling.request("x")) }
    #expect(calling.server.requests.count == 3)
    await calling.server.stop()
  }

  @Test("After eight failed calls a model is not asked, and others are") func givenUp()
    async throws
  {
    var calling = try await Calling { request in
      request.body["model"] == "good" ? .text("ok") : .status(404, headers: [:], body: "{}")
    }
    calling.options.concurrency = 1
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/bad", providers)
    var codes: [JudgeFailure.Code] = []
    for number in 0..<20 {
      do throws(JudgeFailure) { _ = try await model.complete(Calling.request("\(number)")) } catch {
        codes.append(error.code)
      }
    }
    #expect(codes == Array(repeating: .failed, count: 8) + Array(repeating: .givenUp, count: 12))
    // Each was tried without its schema.
    #expect(calling.server.requests.count == 16)
    let other = try calling.model("openai:/good", providers)
    #expect(try await other.complete(Calling.request("x")).text == "ok")
    await calling.server.stop()
  }

  @Test("A server that does not answer is told as such, and asked twice") func silent()
    async throws
  {
    var calling = try await Calling { _ in
      try? await Task.sleep(for: .seconds(5))
      return .text("late")
    }
    calling.options.timeout = 0.25
    calling.options.maxCalls = 9
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/stub", providers)
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("x"))
    }
    #expect(error?.message.contains("did not answer within 0.25 s") == true)
    #expect(error?.description.contains("git config judge.timeout SECONDS") == true)
    #expect(calling.server.requests.count == 2)
    #expect(providers.statistics.calls == 2, "each may have been billed")
    await calling.server.stop()
  }

  @Test("A slow answer is given up and sent again") func slow() async throws {
    var calling = try await Calling { request in
      if request.number == 1 { try? await Task.sleep(for: .seconds(5)) }
      return .text("ok")
    }
    calling.options.timeout = 0.3
    let model = try calling.model()
    #expect(try await model.complete(Calling.request("x")).text == "ok")
    await calling.server.stop()
  }

  @Test(
    "No key in an error, even where the server echoes it",
    arguments: [400, 401, 404, 500])
  func noKey(_ status: Int) async throws {
    var calling = try await Calling { request in
      let key = request.headers["authorization"] ?? ""
      return .status(status, headers: [:], body: "{\"error\":{\"message\":\"bad key \(key)\"}}")
    }
    calling.options.maxCalls = 2
    let model = try calling.model()
    let error = await #expect(throws: JudgeFailure.self) {
      try await withTimeLimit { try await model.complete(Calling.request("x")) }
    }
    #expect(error.map { !"\($0)".contains("0123456789") } == true)
    await calling.server.stop()
  }

  /// Some statuses are sent again for a long time; the test does not wait for the end.
  private func withTimeLimit(
    _ body: @escaping @Sendable () async throws -> ChatResponse
  ) async throws -> ChatResponse {
    let task = Task { try await body() }
    let watch = Task {
      try await Task.sleep(for: .seconds(3))
      task.cancel()
    }
    defer { watch.cancel() }
    return try await task.value
  }

  @Test(
    "An answer that is too long or too deep is an error at once, and not asked for again",
    arguments: [
      ("{\"a\":", 2_000_000, "nested too deep"), ("[", 2_000_000, "nested too deep"),
      ("x", 100 << 20, "more than 16777216 bytes"),
    ])
  func tooMuch(piece: String, count: Int, message: String) async throws {
    let body = String(repeating: piece, count: count)
    let calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    let model = try calling.model()
    let start = ContinuousClock.now
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("x"))
    }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(calling.server.requests.count == 1)
    await calling.server.stop()
  }

  @Test("Tokens beyond all counting are not counted", arguments: [9.2e18, -1, 0.5, 1e300])
  func tokens(count: Double) async throws {
    let body = """
      {"choices": [{"message": {"content": "ok"}}],
      "usage": {"prompt_tokens": \(count), "completion_tokens": \(count)}}
      """
    let calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/stub", providers)
    for number in 0..<3 {
      let response = try await model.complete(Calling.request("x\(number)"))
      #expect(response.text == "ok" && response.inputTokens == nil)
    }
    #expect(providers.statistics.inputTokens == 0)
    await calling.server.stop()
  }

  @Test("A cancelled call ends at once, and later ones go on") func cancelled() async throws {
    let calling = try await Calling { request in
      if request.prompt.contains("never") { try? await Task.sleep(for: .seconds(60)) }
      return .text("ok")
    }
    var options = calling.options
    options.concurrency = 1
    let providers = Providers(options)
    let model = try calling.model("openai:/stub", providers)
    let task = Task { try await model.complete(Calling.request("never")) }
    try await Task.sleep(for: .milliseconds(200))
    task.cancel()
    await #expect(throws: JudgeFailure.self) { try await task.value }
    #expect(try await model.complete(Calling.request("next")).text == "ok")
    await calling.server.stop()
  }
}
