import GitJudge
import Testing

/// The library as its documentation shows it, without alignment: one import, public API only.
@Suite("The library's walk-through", .enabled(if: TestRepository.git != nil, "needs git"))
struct LibraryWalkTests {
  private func app(_ issue: String) async throws -> String { "Try this: \(issue)" }

  @Test("Experiment, judge, traced application, feedback, search, evaluation")
  func walk() async throws {
    let chat = try RuleChat { text in
      text.contains("Try this") ? #"{"rationale": "It helps.", "result": "good"}"# : "{}"
    }
    let repository = try TestRepository()
    let store = try await repository.open(chat.registry)
    let experiment = try await store.experiments.open("support-judge-development", create: true)
    let judge = try makeJudge(
      name: "support_quality",
      instructions: "Rate {{ outputs }} as an answer to {{ inputs }}.",
      values: ["excellent", "good", "needs_improvement", "poor"], pass: ["excellent", "good"],
      model: "anthropic:/claude-opus-4-1-20250805", registry: chat.registry)
    #expect(try await experiment.judges.register(judge).version == 1)

    let issue = "Where is my invoice?"
    let (answer, trace) = try await store.traces.traced(
      "support", inputs: ["issue": .string(issue)]
    ) {
      try await app(issue)
    }
    let feedback = await judge(
      inputs: ["issue": .string(issue)], outputs: ["response": .string(answer)])
    #expect(feedback.value == "good")
    try await store.traces.log(feedback, on: trace)

    let traces = try await experiment.traces.all(where: "feedback.support_quality IS NOT NULL")
    let found = try #require(traces.first)
    #expect(traces.count == 1 && found.id == trace)
    #expect(found.inputs == ["issue": .string(issue)] && found.outputs == .string(answer))
    #expect(found.verdicts.map(\.value) == ["good"])
    #expect(try await experiment.traces.all(where: "feedback.other IS NOT NULL").isEmpty)

    let production = try await experiment.judges.callable("support_quality")
    let rows = [
      Trace.row("a", inputs: "Where?", outputs: "Try this: there"),
      Trace.row("b", inputs: "Where?"),
    ]
    let results = try await store.evaluations.evaluate(rows, with: [production])
    #expect(results.metrics["support_quality/pass_rate"] == 1)
    #expect(results.metrics["support_quality/errors"] == 1)
    #expect(results.table.map { $0["support_quality/value"] } == ["good", .null])
    let message = results.table[1]["support_quality/error_message"]?.stringValue
    #expect(message?.contains("the trace b has no outputs") == true)
    #expect(results.tables["eval_results_table"] == results.tables["eval_results"])
  }

  @Test("An application is asked for its answers, and one that fails is a row without outputs")
  func predict() async throws {
    struct Down: Error {}
    let repository = try TestRepository()
    let store = try await repository.open()
    let experiment = try await store.experiments.open("x", create: true)
    let long = FunctionJudge("long") { ($0.outputs.stringValue ?? "").count > 5 }
    let rows = ["short", "a long one", "bad"].map { Trace.row($0, inputs: .string($0)) }
    let results = try await experiment.evaluations.evaluate(rows, with: [long]) { inputs in
      guard inputs != "bad" else { throw Down() }
      return inputs
    }
    #expect(results.table.map { $0["long/value"] } == [false, true, .null])
    #expect(results.metrics["latency_seconds/mean"] != nil && results.metrics["long/errors"] == 1)
    #expect(results.metrics["long/mean"].map { $0 == 0.5 } == true)
  }

  @Test("Judges of code may give several feedbacks, which become columns and figures")
  func several() async throws {
    let repository = try TestRepository()
    let store = try await repository.open()
    let experiment = try await store.experiments.open("x", create: true)
    let source = AssessmentSource(type: .code, id: "pii")
    let judge = FunctionJudge("no_pii") { row in
      let score = (row.outputs.stringValue ?? "").contains("@") ? 1.0 : 5.0
      return [
        Feedback(name: "no_pii", value: .bool(score > 3), rationale: nil, source: source),
        Feedback(name: "no_pii_score", value: .number(score), rationale: nil, source: source),
      ]
    }
    let rows = [
      Trace.row("a", inputs: "q", outputs: "ann@example.org"),
      Trace.row("b", inputs: "q", outputs: "none"),
    ]
    let results = try await experiment.evaluations.evaluate(rows, with: [judge])
    #expect(results.table[0]["no_pii/value"] == false)
    #expect(results.table[1]["no_pii_score/value"] == 5)
    #expect(results.metrics["no_pii/mean"] == 0.5 && results.metrics["no_pii_score/mean"] == 3)
    #expect(results.metrics["no_pii_score/max"] == 5)
  }
}
