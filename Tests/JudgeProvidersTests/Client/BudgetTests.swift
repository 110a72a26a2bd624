import JudgeModels
import JudgeProviders
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
          do throws(ModelError) {
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

  @Test("The cost is never overshot; what costs nobody knows counts nothing") func cost()
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
}
