import JudgeEvaluation
import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork
import Testing

@testable import JudgeAlignment

@Suite("What decides has not taught") struct LearnedTests {
  /// A model that follows guidelines about length, and distils one where it is asked to.
  private let model = Scripted { request in
    let text = request.messages.map(\.content).joined(separator: "\n")
    if Scripted.isReflection(request) {
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

  private static func ids(_ items: [AlignmentData.Item]) -> Set<String> {
    Set(items.map(\.example.trace.id))
  }

  private static func named(_ request: ChatRequest, of ids: Set<String>) -> Set<String> {
    let text = request.messages.map(\.content).joined()
    return ids.filter { text.contains("question \($0)\"") }
  }

  @Test func noTraceDecidesOverAJudgeThatItTaught() async throws {
    let data = try await data(Planted.lengthBias(120), Examples.body())
    let asked = model.requests.count
    let fitted = try await data.fit(MemAlign(), context: model.context())
    #expect(fitted.improved && fitted.evidence.method == .crossValidation)
    let parts = [Self.ids(data.items(in: .train)), Self.ids(data.items(in: .validation))]
    #expect(fitted.evidence.n == parts[0].count + parts[1].count)
    let test = Self.ids(data.items(in: .test))
    for request in model.requests.dropFirst(asked) {
      #expect(Self.named(request, of: test).isEmpty)
      let shown = parts.map { Self.named(request, of: $0) }
      if request.messages[0].content.hasPrefix("You help") {
        // Each call distils from one part.
        #expect(shown[0].isEmpty != shown[1].isEmpty)
      } else if let last = request.messages.last?.content.ranges(of: "The case to judge.").last {
        // The case is of the other part than the examples.
        let text = request.messages.last?.content ?? ""
        let judged = parts.map { part in
          part.contains { text[last.lowerBound...].contains("question \($0)\"") }
        }
        let examples = parts.map { part in
          part.contains { text[..<last.lowerBound].contains("question \($0)\"") }
        }
        #expect(!(judged[0] && examples[0]) && !(judged[1] && examples[1]))
      }
    }
    // The judge knows all of the training part, and can be taken back to either half of it.
    let known = Set(fitted.body.examples.compactMap(Episode.init).map(\.traceID))
    #expect(known == parts[0].union(parts[1]))
    let half = fitted.body.knowing(only: parts[0], feedbackName: "tone")
    #expect(Set(half.examples.compactMap(Episode.init).map(\.traceID)) == parts[0])
    #expect(!half.guidelines.isEmpty)
    #expect(half.guidelines.allSatisfy { parts[0].isSuperset(of: $0.traces) })
    var joined = half
    joined.join(fitted.body.knowing(only: parts[1], feedbackName: "tone"))
    #expect(Set(joined.guidelines) == Set(fitted.body.guidelines))
  }

  @Test func otherOptimizersAreDecidedOnTheValidationThird() async throws {
    let data = try await data(Planted.lengthBias(120), Examples.body())
    let asked = model.requests.count
    var options = FitOptions()
    options.forcesValidation = true
    let fitted = try await data.fit(
      FewShot(candidates: 2, trials: 10), context: model.context(), options: options)
    #expect(fitted.evidence.method == .validation)
    #expect(fitted.evidence.n == data.items(in: .validation).count)
    let validation = Self.ids(data.items(in: .validation))
    let learned = Set(fitted.body.examples.compactMap(Episode.init).map(\.traceID))
    #expect(!learned.isEmpty && learned.isDisjoint(with: validation))
    #expect(model.requests.count > asked)
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
      let error = await #expect(throws: JudgeFailure.self) { try await data.fit(optimizer) }
      #expect(error?.code == .unsupported && error?.description.contains("calibration") == true)
    }
  }

  @Test func verdictsThatWereNotAskedForDecideNothing() async throws {
    let poor = Scripted { _ throws(JudgeFailure) in throw JudgeFailure(.budget, "used up") }
    let error = await #expect(throws: JudgeFailure.self) {
      try await AlignmentData(
        judge: poor.context().registry.judge(Examples.body()), traces: Planted.lengthBias(20))
    }
    #expect(error?.code == .budget)
  }
}
