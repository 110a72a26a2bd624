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
