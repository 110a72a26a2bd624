import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring
import Synchronization
import Testing

@Suite("Asking a judge about many traces")
struct ScoringTests {
  /// Answers with the trace's inputs; remembers how many were asked at once.
  private final class Echo: Judge {
    let body = JudgeBody(name: "echo", instructions: "{{ inputs }}")
    let source = AssessmentSource(type: .llmJudge, id: "fake:/echo")
    private let state = Mutex((now: 0, most: 0))

    var most: Int { state.withLock { $0.most } }

    func feedback(on trace: Trace) async -> Feedback {
      state.withLock { state in
        state.now += 1
        state.most = max(state.most, state.now)
      }
      await Task.yield()
      state.withLock { $0.now -= 1 }
      return Feedback(name: "echo", value: trace.inputs, rationale: nil, source: source)
    }
  }

  @Test("One feedback a trace, in order, never more at once than asked", arguments: [0, 1, 3, 50])
  func order(concurrency: Int) async {
    let traces = (0..<40).map {
      Trace(id: "\($0)", inputs: .number(Double($0)), outputs: .null)
    }
    let judge = Echo()
    let steps = Mutex<[Int]>([])
    let said = await score(traces, with: judge, concurrency: concurrency) { done in
      steps.withLock { $0.append(done) }
    }
    #expect(said.compactMap { $0.value?.intValue } == Array(0..<40))
    #expect(steps.withLock { $0 } == Array(1...40))
    #expect(judge.most <= max(1, concurrency))
  }

  @Test func nothing() async {
    #expect(await score([], with: Echo()).isEmpty)
  }
}
