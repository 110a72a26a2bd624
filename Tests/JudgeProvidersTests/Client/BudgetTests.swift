import JudgeJSON
import JudgeModels
import JudgeWork
import StubModelServer
import Testing

@testable import JudgeProviders

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

  @Test(
    "Answers that cannot be used are counted with calls, tokens and cost",
    arguments: [
      (#""choices":[{"message":{"refusal":"I will not"}}]"#, 100),
      (#""choices":[{"message":{"content":null},"finish_reason":"tool_calls"}]"#, 100),
      (#""choices":[{"message":{"content":null},"finish_reason":"length"}]"#, 100),
      (#""choices":[{"message":{"content":""},"finish_reason":"content_filter"}]"#, 100),
    ])
  func counted(_ choices: String, _ tokens: Int) async throws {
    let body = #"{\#(choices),"usage":{"prompt_tokens":100,"completion_tokens":50}}"#
    var calling = try await Calling { _ in .status(200, headers: [:], body: body) }
    calling.options.prices = PriceTable(["openai:/stub": .init(input: 1, output: 2)])
    calling.options.maxCost = 0.0005
    calling.options.concurrency = 1
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/stub", providers)
    for number in 0..<12 { _ = try? await model.complete(Calling.request("\(number)")) }
    // 0.0002 US dollars each
    #expect(calling.server.requests.count == 2)
    let statistics = providers.statistics
    #expect(statistics.calls == 2 && statistics.unpriced == 0 && statistics.estimated == 0)
    #expect(statistics.inputTokens == 200 && statistics.outputTokens == 100)
    #expect(abs(statistics.cost - 0.0004) < 1e-12)
    await calling.server.stop()
  }

  @Test("Half an answer was billed too, each time that it is sent again") func halves()
    async throws
  {
    var calling = try await Calling { _ in .status(200, headers: [:], body: "{") }
    calling.options.maxCalls = 2
    let providers = Providers(calling.options)
    let model = try calling.model("openai:/stub", providers)
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("x"))
    }
    #expect(error?.code == .budget && calling.server.requests.count == 2)
    #expect(providers.statistics.calls == 2 && providers.statistics.unpriced == 2)
    await calling.server.stop()
  }

  @Test("A budget below the cost of one text sends nothing, and the first call is sent alone")
  func tiny() async throws {
    var calling = try await Calling { _ in .text("ok") }
    calling.options.prices = PriceTable(["openai:/stub": .init(input: 1, output: 2)])
    calling.options.maxCost = 0.000_001
    let model = try calling.model()
    let error = await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request("x"))
    }
    let words = "the budget of 0.000001 US dollars is too small: the text of one call alone costs"
    #expect(error?.code == .budget && error?.message.hasPrefix(words) == true)
    #expect(calling.server.requests.isEmpty)
    // The text fits, and the whole call does not: its cost is known after the first answer.
    calling.options.maxCost = 0.0001
    let providers = Providers(calling.options)
    let wide = try calling.model("openai:/stub", providers)
    let messages = await withTaskGroup(of: String?.self) { group in
      for number in 0..<20 {
        group.addTask {
          do throws(JudgeFailure) {
            _ = try await wide.complete(Calling.request("\(number)"))
            return nil
          } catch { return error.message }
        }
      }
      return await group.reduce(into: Set<String>()) { if let text = $1 { $0.insert(text) } }
    }
    #expect(calling.server.requests.count == 1)
    #expect(messages == ["the budget of 0.0001 US dollars is used up: 1 call cost 0.00012"])
    await calling.server.stop()
  }

  @Test("A long text is not sent if it alone costs more than what is left") func longText()
    async throws
  {
    var calling = try await Calling { _ in .text("ok") }
    calling.options.prices = PriceTable(["openai:/stub": .init(input: 1, output: 2)])
    calling.options.maxCost = 0.01
    let model = try calling.model()
    _ = try await model.complete(Calling.request("short"))
    await #expect(throws: JudgeFailure.self) {
      try await model.complete(Calling.request(String(repeating: "long ", count: 10_000)))
    }
    #expect(calling.server.requests.count == 1)
    await calling.server.stop()
  }

  @Test(
    "Amounts are shown without exponents",
    arguments: [
      (0.000_001, "0.000001"), (0.012, "0.012"), (0.25, "0.25"), (3, "3"), (12.5, "12.5"),
      (0.000_123_456, "0.0001235"), (1e-12, "0"), (0.0102, "0.0102"), (-0.5, "-0.5"), (600, "600"),
    ])
  func amounts(_ amount: Double, _ text: String) { #expect(Dollars.text(amount) == text) }

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
