import JudgeJSON
import Testing

@testable import SimulatedModel

/// A corpus shows its features, hides nothing else in them, and follows its rule.
@Suite struct SimulatedCorpusTests {
  @Test(arguments: PlantedRule.allCases)
  func textShowsTheFeaturesAndHalfPasses(_ rule: PlantedRule) {
    let traces = SimulatedCorpus(rule: rule, seed: 51, count: 300).traces
    for trace in traces {
      let text = Style.plain.record(trace, number: 1, label: nil)
      #expect(PromptReading(text).cases.map(\.features) == [trace.features], "\(text)")
    }
    let passing = Double(traces.count { $0.truth == "yes" }) / 300
    #expect((0.4...0.6).contains(passing))
    // Length, which the model takes for quality, says nothing about the rule.
    let agreeing = Double(traces.count { $0.features.isLong == ($0.truth == "yes") }) / 300
    #expect((0.4...0.6).contains(agreeing))
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    let corpus = SimulatedCorpus(rule: .fewSteps, seed: 52, count: 40)
    #expect(SimulatedCorpus(rule: .fewSteps, seed: 52, count: 40).jsonl == corpus.jsonl)
    #expect(SimulatedCorpus(rule: .fewSteps, seed: 53, count: 40).jsonl != corpus.jsonl)
    #expect(corpus.jsonl.hasPrefix(SimulatedCorpus(rule: .fewSteps, seed: 52, count: 39).jsonl))
    for line in corpus.jsonl.split(separator: "\n") {
      let object = try JSONValue(parsing: String(line))
      #expect(object["inputs"]?["issue"]?.stringValue?.isEmpty == false)
      #expect(object["outputs"]?["response"]?.stringValue?.isEmpty == false)
      #expect(object["assessments"]?.arrayValue?.isEmpty == false)
    }
  }

  @Test func reviewersErrAsOftenAsTold() {
    var options = SimulatedCorpus.Options()
    options.noise = 0.1
    let traces = SimulatedCorpus(rule: .orderNumber, seed: 54, count: 400, options: options).traces
    let labels = traces.flatMap { trace in trace.labels.map { $0.value == trace.truth } }
    let wrong = Double(labels.count { !$0 }) / Double(labels.count)
    #expect((0.06...0.14).contains(wrong))
    #expect(Set(traces.flatMap(\.labels).map(\.reviewer)).count == 3)
    #expect(traces.allSatisfy { $0.labels.count % 2 == 1 })
  }

  @Test func onlySoManyAreLabelled() {
    var options = SimulatedCorpus.Options()
    options.labelled = 50
    let traces = SimulatedCorpus(rule: .orderNumber, seed: 55, count: 80, options: options).traces
    #expect(traces.map { $0.labels.isEmpty } == (0..<80).map { $0 >= 50 })
  }
}
