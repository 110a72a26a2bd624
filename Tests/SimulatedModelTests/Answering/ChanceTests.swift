import JudgeJSON
import SimulatedModel
import Testing

/// What is random is so by seed, and only at a temperature.
@Suite struct ChanceTests {
  private let traces = SimulatedCorpus(rule: .orderNumber, seed: 31, count: 120).traces
  private let rules = [PlantedRule.orderNumber.paraphrases[1]]

  @Test func atTemperatureZeroAReplyDependsOnTheRequestAlone() {
    for trace in traces.prefix(20) {
      let request = TestJudge().request(trace, rules: rules)
      let reply = SimulatedLLM(seed: 1).reply(to: request, sample: 0)
      #expect(SimulatedLLM(seed: 2).reply(to: request, sample: 7) == reply)
    }
  }

  @Test func flipsGrowWithTemperature() throws {
    let judge = TestJudge()
    var last = 0.0
    for temperature in [0.0, 1.0, 2.0] {
      var flips = 0
      for trace in traces {
        var request = judge.request(trace, rules: rules)
        let calm = SimulatedLLM().reply(to: request)
        request["temperature"] = .number(temperature)
        for sample in 0..<5 where SimulatedLLM().reply(to: request, sample: UInt64(sample)) != calm
        {
          flips += 1
        }
      }
      let rate = Double(flips) / 600
      #expect(abs(rate - 0.15 * temperature) < 0.05, "\(temperature): \(rate)")
      #expect(rate >= last)
      last = rate
    }
  }

  @Test func theSeedOfARequestCountsBeforeTheSample() {
    var request = TestJudge(temperature: 2).request(traces[0])
    request["seed"] = 5
    let replies = (0..<20).map { SimulatedLLM().reply(to: request, sample: $0) }
    #expect(Set(replies).count == 1)
    let others = (0..<20).map { seed in
      request["seed"] = .integer(seed)
      return SimulatedLLM().reply(to: request)
    }
    #expect(Set(others).count > 1)
  }
}
