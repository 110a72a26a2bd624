import JudgeModels
import JudgeProviders
import JudgeTestSupport
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
    let error = await #expect(throws: ModelError.self) {
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
    await #expect(throws: ModelError.self) { try await task.value }
    #expect(try await model.complete(Calling.request("next")).text == "ok")
    await calling.server.stop()
  }
}
