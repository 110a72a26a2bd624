import JudgeJSON
import SimulatedModel
import Testing

/// What the model does with a case: biased alone, right with the rule, better with examples.
@Suite struct JudgingTests {
  @Test(arguments: PlantedRule.offered)
  func lengthIsTakenForQualityUntilTheRuleIsStated(_ rule: PlantedRule) throws {
    let traces = SimulatedCorpus(rule: rule, seed: 21, count: 100).traces
    let judge = TestJudge()
    let base = try judge.accuracy(traces)
    #expect((0.45...0.7).contains(base), "\(base)")
    for text in rule.paraphrases.prefix(2) {
      #expect(try judge.accuracy(traces, rules: [text]) >= 0.95, "\(text)")
    }
    let long = try traces.count { try (judge.verdict($0) == "yes") == $0.features.isLong }
    #expect(Double(long) / 100 > 0.6)
  }

  @Test func aWrongRuleMisleadsAndSpoilsARightOne() throws {
    let traces = SimulatedCorpus(rule: .orderNumber, seed: 22, count: 150).traces
    let judge = TestJudge()
    let right = PlantedRule.orderNumber.paraphrases[0]
    let wrong = PlantedRule.fewSteps.paraphrases[0]
    #expect(try judge.accuracy(traces, rules: [wrong]) < 0.65)
    let both = try judge.accuracy(traces, rules: [right, wrong])
    #expect((0.65...0.9).contains(both), "\(both)")
  }

  @Test func fourValuesAreReachedWithTheRule() throws {
    var options = SimulatedCorpus.Options()
    options.scale = .four
    let traces = SimulatedCorpus(rule: .politeAndDated, seed: 23, count: 150, options: options)
      .traces
    let judge = TestJudge(scale: .four)
    #expect(try judge.accuracy(traces) < 0.7)
    let rules = [PlantedRule.politeAndDated.paraphrases[1]]
    #expect(try judge.accuracy(traces, rules: rules) >= 0.95)
  }

  @Test func examplesHelpAndSpoiltExamplesDoNot() throws {
    var plain = 0.0
    var near = 0.0
    var unlabelled = 0.0
    var shifted = 0.0
    for rule in PlantedRule.offered {
      let corpus = SimulatedCorpus(rule: rule, seed: 24, count: 100)
      let (shown, scored) = (Array(corpus.traces.prefix(60)), Array(corpus.traces.suffix(40)))
      let judge = TestJudge()
      plain += try judge.accuracy(scored) / 6
      near += try judge.accuracy(scored) { Self.nearest($0, in: shown) } / 6
      unlabelled +=
        try judge.accuracy(scored) { Self.nearest($0, in: shown).map(Self.withoutLabels) } / 6
      shifted += try judge.accuracy(scored) { Self.shifted(Self.nearest($0, in: shown)) } / 6
    }
    #expect(near > plain + 0.25, "\(plain) → \(near)")
    #expect(abs(unlabelled - plain) < 0.03, "\(plain) → \(unlabelled)")
    #expect(shifted < near - 0.15, "\(near) → \(shifted)")
  }

  @Test func examplesWithoutSignalGiveNothing() throws {
    var options = SimulatedCorpus.Options()
    options.hasSignal = false
    let traces = SimulatedCorpus(rule: .orderNumber, seed: 25, count: 160, options: options).traces
    let scored = Array(traces.suffix(100))
    let judge = TestJudge()
    let labels = scored.map { JSONValue.string($0.verdict ?? "") }
    let verdicts = try scored.map {
      try judge.verdict($0, examples: Self.nearest($0, in: Array(traces.prefix(60))))
    }
    let agreement = Double(zip(labels, verdicts).count { $0 == $1 }) / 100
    #expect((0.35...0.65).contains(agreement), "\(agreement)")
  }

  private static func nearest(
    _ trace: SimulatedTrace, in shown: [SimulatedTrace]
  ) -> [SimulatedTrace] {
    let embedding = HashedEmbedding()
    func vector(_ trace: SimulatedTrace) -> [Double] {
      embedding.vector(of: JSONValue.object(trace.outputs).canonicalText)
    }
    let own = vector(trace)
    let scores = shown.map { other in zip(own, vector(other)).reduce(0) { $0 + $1.0 * $1.1 } }
    return zip(shown, scores).sorted { $0.1 > $1.1 }.prefix(5).map(\.0)
  }

  private static func withoutLabels(_ trace: SimulatedTrace) -> SimulatedTrace {
    trace.labelled([])
  }

  /// Each with the labels of the next.
  private static func shifted(_ traces: [SimulatedTrace]) -> [SimulatedTrace] {
    traces.indices.map { traces[$0].labelled(traces[($0 + 1) % traces.count].labels) }
  }
}
