import JudgeJSON
import JudgeModels
import JudgeProviders
import JudgeWork
import StubModelServer
import Testing

@Suite("Budgets") struct BudgetTests {
  @Test("The number of calls is never overshot", arguments: [1, 5, 20])
  func calls(_ limit: Int) async throws {
    var calling = try await Calling { _ in .text("ok") }
    calling.options.maxCalls = limit
    calling.options.concurrency = 8
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/stub", providers)
    let refused = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<30 {
        group.addTask {
          do throws(JudgeFailure) {
            _ = try await model.complete(Calling.request("\(number)"))
            return false
          } catch { return error.code == .budget }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(calling.server.requests.count == limit)
    #expect(refused == 30 - limit)
    #expect(providers.statistics.calls == limit)
    await calling.server.stop()
  }

  @Test("The cost is never overshot") func cost()
    async throws
  {
    var calling = try await Calling { _ in .text("ok") }
    // 100 tokens in, 10 out: 0.00012 US dollars a call.
    calling.options.prices = PriceTable(["openai:/stub": .init(input: 1, output: 2)])
    calling.options.maxCost = 0.00061
    calling.options.concurrency = 8
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/stub", providers)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask { _ = try? await model.complete(Calling.request("\(number)")) }
      }
    }
    #expect(calling.server.requests.count == 5)
    let statistics = providers.statistics
    #expect(abs(statistics.cost - 0.0006) < 1e-12)
    #expect(statistics.unpriced == 0)
    await calling.server.stop()
  }

  @Test(
    "An answer without usable token counts counts with the most that its texts can have cost",
    arguments: [
      nil, [:], ["prompt_tokens": -5, "completion_tokens": -5],
      ["prompt_tokens": 0, "completion_tokens": 0], ["prompt_tokens": 7],
      ["prompt_tokens": 1e15, "completion_tokens": 1], ["prompt_tokens": "7"],
      ["prompt_tokens": 1.5, "completion_tokens": 1],
    ] as [JSONValue?])
  func estimated(_ usage: JSONValue?) async throws {
    var body: JSONObject = [
      "model": "stub",
      "choices": [["message": ["role": "assistant", "content": "ok"], "finish_reason": "stop"]],
    ]
    if let usage { body["usage"] = usage }
    let reply = JSONValue.object(body).canonicalText
    var calling = try await Calling { _ in .status(200, headers: [:], body: reply) }
    calling.options.prices = PriceTable(["openai:/stub": .init(input: 1, output: 2)])
    calling.options.maxCost = 0.0001
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/stub", providers)
    for number in 0..<10 { _ = try? await model.complete(Calling.request("\(number)")) }
    #expect(calling.server.requests.count == 1)
    #expect(providers.statistics.estimated == 1 && providers.statistics.unpriced == 0)
    let sent = JSONValue.object(try #require(calling.server.requests.first).body).canonicalBytes()
      .count
    let most = (Double(sent) + 2 * Double(reply.utf8.count)) / 1_000_000
    #expect(abs(providers.statistics.cost - most) < 1e-12)
    await calling.server.stop()
  }

  @Test("Without a limit the cost stays unknown") func unknown() async throws {
    let body = #"{"choices":[{"message":{"content":"ok"}}]}"#
    var calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    calling.options.prices = PriceTable(["openai:/stub": .init(input: 1, output: 2)])
    let providers = Providers(calling.options)
    let response = try await calling.model("openai:/stub", providers).complete(
      Calling.request("x"))
    #expect(response.cost == nil && providers.statistics.unpriced == 1)
    #expect(providers.statistics.estimated == 0)
    await calling.server.stop()
  }

  @Test(
    "Answers that cannot be used are paid too",
    arguments: [
      #"{"choices":[{"message":{"refusal":"I will not"}}]}"#, #"{"choices":[]}"#,
    ])
  func unusable(_ body: String) async throws {
    var calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    calling.options.prices = PriceTable(["openai:/stub": .init(input: 1, output: 2)])
    calling.options.maxCost = 0.0001
    let model = try calling.model()
    for number in 0..<10 { _ = try? await model.complete(Calling.request("\(number)")) }
    #expect(calling.server.requests.count == 1)
    await calling.server.stop()
  }

  @Test("A model for vectors without a price is refused under a limit of the cost")
  func vectors() async throws {
    var calling = try await Calling { _ in .text("ok") }
    calling.options.maxCost = 1
    let providers = Providers(calling.options)
    #expect(throws: JudgeFailure.self) {
      try providers.embeddingModel(for: ModelURI("openai:/text-embedding-3-small"))
    }
    await calling.server.stop()
  }
}
