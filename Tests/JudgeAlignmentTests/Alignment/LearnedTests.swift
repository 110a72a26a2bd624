import JudgeEvaluation
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeAlignment

@Suite("What decides has not taught") struct LearnedTests {
  /// A model that follows guidelines about length, and distils one where it is asked to.
  private let model = Scripted { request in
    let text = request.messages.map(\.content).joined(separator: "\n")
    if request.messages.first?.content.hasPrefix("You help a team") == true {
      let batch = text.contains("Short answers are good.") ? "again" : "first"
      return
        #"{"guidelines": [{"guideline_text": "Short answers are good. (\#(batch) \#(text.count))", "source_trace_ids": [1], "replaces": []}]}"#
    }
    let answer = text.ranges(of: "<outputs ").last.map { text[$0.upperBound...] } ?? ""
    let isLong = answer.split(separator: " ").count > 40
    let follows = text.contains("- Short answers are good.")
    return #"{"rationale": "r", "result": "\#(isLong != follows ? "good" : "bad")"}"#
  }

  private func data(_ traces: [Trace], _ body: JudgeBody) async throws -> AlignmentData {
    try await AlignmentData(judge: model.context().registry.judge(body), traces: traces)
  }

  @Test func theOptimizerSeesTheTrainingPartAndLearnsTheRestWhenItIsBetter() async throws {
    let traces = Planted.lengthBias(120)
    let data = try await data(traces, Examples.body())
    let fitted = try await data.fit(MemAlign(), context: model.context())
    #expect(fitted.improved && fitted.evidence.method == .validation)
    #expect(fitted.evidence.n == data.items(in: .validation).count)
    let distilled = model.requests.filter { $0.messages[0].content.hasPrefix("You help") }
    let train = Set(data.items(in: .train).map { "question \($0.example.trace.id)\"" })
    let later = Set(data.items(in: .validation).map { "question \($0.example.trace.id)\"" })
    let test = Set(data.items(in: .test).map { "question \($0.example.trace.id)\"" })
    for (number, request) in distilled.enumerated() {
      let text = request.messages.map(\.content).joined()
      #expect(train.contains { text.contains($0) } == (number < distilled.count - 1))
      #expect(later.contains { text.contains($0) } == (number == distilled.count - 1))
      #expect(!test.contains { text.contains($0) })
    }
    // The body knows all of the training part, and can be taken back to before.
    let known = Set(fitted.body.examples.compactMap(Episode.init).map(\.traceID))
    #expect(known == Set(data.items(in: .train, .validation).map(\.example.trace.id)))
    let view = fitted.body.beforeValidation(feedbackName: "tone")
    #expect(
      Set(view.body.examples.compactMap(Episode.init).map(\.traceID))
        == Set(data.items(in: .train).map(\.example.trace.id)))
    #expect(view.body.guidelines.count < fitted.body.guidelines.count)
    #expect(view.body.adding(view.later).guidelines == fitted.body.guidelines)
  }

  @Test func aStepSaysWhatItLearnedFrom() async throws {
    let traces = Planted.lengthBias(120)
    let data = try await data(traces, Examples.body())
    let body = try await data.fit(MemAlign(), context: model.context(seed: 4)).body
    let step = try #require(body.steps.first)
    #expect(step.optimizer == "memalign" && step.seed == 4 && step.base == data.judge.hash)
    let test = Set(data.items(in: .test).map(\.example.trace.id))
    let expected = traces.filter { !test.contains($0.id) }.flatMap { $0.labels.map(\.id) }
    #expect(step.labels == expected.sorted())
    #expect(step.settings["retrieval_k"] == 5)
  }

  @Test func withNothingNewTheSameJudgeComesBackWithoutACall() async throws {
    let traces = Planted.lengthBias(120)
    let first = try await data(traces, Examples.body()).fit(MemAlign(), context: model.context())
    let again = try await data(traces, first.body)
    let before = model.requests.count
    let fitted = try await again.fit(MemAlign(), context: model.context())
    #expect(fitted.body == first.body && !fitted.isNew && !fitted.improved)
    #expect(model.requests.count == before)
  }

  @Test func aJudgeThatReadsNothingIsRefused() async throws {
    let data = try await AlignmentData(judge: Planted.judge(), traces: Planted.lengthBias(60))
    for optimizer in [MemAlign(), SIMBA(), GEPA(), FewShot()] as [any AlignmentOptimizer] {
      let error = await #expect(throws: AlignmentError.self) { try await data.fit(optimizer) }
      #expect(error?.code == .unsupported && error?.hint?.contains("calibration") == true)
    }
  }

  @Test func verdictsThatWereNotAskedForDecideNothing() async throws {
    let poor = Scripted { _ throws(ModelError) in throw ModelError(.budget, "used up") }
    let error = await #expect(throws: AlignmentError.self) {
      try await AlignmentData(
        judge: poor.context().registry.judge(Examples.body()), traces: Planted.lengthBias(20))
    }
    #expect(error?.code == .budget)
  }
}
