import JudgeModels
import JudgeProviders
import StubModelServer
import Testing

@Suite("Many calls at a time") struct ThroughputTests {
  @Test("Under a server that refuses above 8 in flight nothing is lost or doubled")
  func refusesAboveEight() async throws {
    var calling = try await Calling { request in
      if request.inFlight > 8 { return .status(429, headers: [:], body: "{}") }
      try? await Task.sleep(for: .milliseconds(20))
      return .text(request.prompt)
    }
    calling.options.concurrency = 64
    let model = try calling.model()
    let texts = await withTaskGroup(of: String?.self) { group in
      for number in 0..<300 {
        group.addTask { try? await model.complete(Calling.request("case \(number)")).text }
      }
      return await group.reduce(into: [String]()) { if let text = $1 { $0.append(text) } }
    }
    #expect(Set(texts).count == 300)
    let answered = calling.server.requests.count { $0.inFlight <= 8 }
    #expect(answered == 300)
    await calling.server.stop()
  }

  @Test("Identical requests at the same time are one call") func sharesFlights() async throws {
    var calling = try await Calling { _ in
      try? await Task.sleep(for: .milliseconds(50))
      return .text("ok")
    }
    let folder = try TemporaryCache()
    calling.options.cacheFolder = folder.path
    calling.options.concurrency = 16
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/stub", providers)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask { _ = try? await model.complete(Calling.request("same")) }
      }
    }
    #expect(calling.server.requests.count == 1)
    #expect(providers.statistics.cached == 19)
    _ = try await model.complete(Calling.request("same", sample: 1))
    #expect(calling.server.requests.count == 2)
    await calling.server.stop()
  }
}
