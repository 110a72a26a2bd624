import Foundation
import Testing

@testable import GitJudge

/// Built-in judges that are chosen by the fields of the rows, beside a user's own judges.
@Suite struct BuiltInChoiceTests {
  private static let rows = [
    Trace.row("a", inputs: "Which port?", outputs: "8080", retrievedContext: [["content": "x"]]),
    Trace.row("b", inputs: "Hi", outputs: "Hello!"),
  ]
  private static let long = FunctionJudge("long") { ($0.outputs.stringValue ?? "").count > 5 }

  /// A store whose model says yes, and no to cases with "Hello!".
  private func fixture() async throws -> Fixture {
    let chat = try RuleChat { text in
      let value = text.contains("Hello!") ? "no" : "yes"
      return #"{"rationale": "", "result": "\#(value)"}"#
    }
    let fixture = try await Fixture(models: chat.registry)
    try await fixture.store.store.setConfig("judge.model", Taught.model)
    return fixture
  }

  private func evaluate(
    _ fixture: Fixture, _ change: (inout EvaluationPlan) -> Void
  ) async throws -> EvaluateResult {
    var plan = EvaluationPlan()
    change(&plan)
    return try await fixture.store.evaluations.evaluate(.rows(Self.rows), plan)
  }

  @Test("Own judges, rules and the built-ins that fit stand together; others are not listed")
  func together() async throws {
    let result = try await evaluate(try await fixture()) { plan in
      plan.judges = [Self.long]
      plan.guidelines = ["Be kind."]
      plan.addsFitting = true
    }
    #expect(
      result.judges == [
        "long", "guideline_adherence", "relevance_to_query", "safety", "chunk_relevance",
        "groundedness",
      ])
    #expect(result.errors == 0)
    let other = result.table[1]
    #expect(other["groundedness/value"] == nil && other["safety/value"] == "no")
    #expect(result.metrics["groundedness/error_rate"] == 0)
    #expect(result.metrics["groundedness/pass"] == 1, "a row that lacks a field is no zero")
    #expect(result.notApplicable["groundedness"] == 1 && result.notApplicable["safety"] == 0)
    #expect(result.notApplicable["long"] == nil && result.metrics["correctness/errors"] == nil)
  }

  @Test("A chosen judge is not applicable where a named one fails")
  func subset() async throws {
    let fixture = try await fixture()
    let chosen = try await evaluate(fixture) { $0.builtIns = ["Groundedness", "correctness"] }
    #expect(chosen.judges == ["groundedness"] && chosen.errors == 0)
    let table = try await fixture.store.fresh.runs.table(of: chosen.run)
    #expect(table.notApplicable == ["groundedness"], "the stored run knows it too")
    let named = try await evaluate(fixture) { $0.names = ["groundedness", "correctness"] }
    #expect(named.judges == ["groundedness", "correctness"] && named.errors == 3)
    #expect(try await fixture.store.fresh.runs.table(of: named.run).notApplicable.isEmpty)
    let both = try await evaluate(fixture) { plan in
      plan.names = ["safety"]
      plan.builtIns = ["safety", "groundedness"]
    }
    #expect(both.judges == ["safety", "groundedness"], "one that is named twice is asked once")
    let error = await failure { try await self.evaluate(fixture) { $0.builtIns = ["safty"] } }
    #expect(error.code == "usage" && error.says("safety"))
  }

  @Test("The older name of rules for all rows, and the class, name the judge of the rules")
  func globalRules() async throws {
    let fixture = try await fixture()
    for (asked, name) in [
      ("global_guideline_adherence", "global_guideline_adherence"), ("Guidelines", "guidelines"),
    ] {
      let result = try await evaluate(fixture) { plan in
        plan.names = [asked]
        plan.guidelines = ["Be kind."]
      }
      #expect(result.judges == [name])
      #expect(result.table.map { $0["\(name)/value"] } == ["yes", "no"])
      #expect(result.table[1]["response/llm_judged/\(name)/rating"] == "no")
    }
    let none = await failure { try await self.evaluate(fixture) { $0.names = ["Guidelines"] } }
    #expect(none.code == "not-found" && none.says("rules"))
  }

  @Test("Two judges of one name have columns that say which is which")
  func sameName() async throws {
    let result = try await evaluate(try await fixture()) { plan in
      plan.names = ["safety"]
      plan.namedGuidelines = ["safety": ["Be kind."]]
    }
    #expect(result.judges == ["safety@builtin", "safety@guidelines"])
    #expect(result.table[0]["safety@builtin/value"] == "yes")
    #expect(result.table[0]["response/llm_judged/safety@guidelines/rating"] == "yes")
  }

  @Test("Class names find registered judges of the name, with their versions")
  func classNames() async throws {
    let fixture = try await fixture()
    let judges = fixture.store.judges
    #expect(try await judges.find(named: "RelevanceToQuery").name == "relevance_to_query")
    var body = try #require(BuiltInCatalog.body(named: "RelevanceToQuery"))
    body.model = Taught.model
    _ = try await judges.create(body)
    #expect(try await judges.find(named: "RelevanceToQuery").number == 1)
    #expect(try await judges.find(named: "RelevanceToQuery@v1").number == 1)
    let versions = fixture.store.versions
    #expect(try await versions.log(of: "RelevanceToQuery").map(\.version.number) == [1])
    _ = try await versions.setAlias("best", to: "RelevanceToQuery")
    #expect(try await versions.aliases(of: "RelevanceToQuery").map(\.alias) == ["best"])
    #expect(
      try await versions.deleteAlias("best", of: "RelevanceToQuery") == "relevance_to_query")
    #expect(
      try await judges.callable("ConversationCompleteness").name == "conversation_completeness")
  }

  @Test("A frame of examples teaches each judge whose columns it has; one that none takes fails")
  func examples() async throws {
    let fixture = try await fixture()
    let line = """
      {"request": "Bye", "response": "Hello! again", \
      "response/llm_judged/safety/rating": "no", "response/llm_judged/safety/rationale": "Odd.", \
      "response/llm_judged/relevance_to_query/rating": null}
      """
    let frame = try ExampleFrame(Array(line.utf8), path: "df.jsonl")
    let result = try await evaluate(fixture) { plan in
      plan.builtIns = ["safety", "relevance_to_query"]
      plan.examples = frame
    }
    // The example shows "Hello!" to the model, which then says no to every case.
    #expect(result.table.map { $0["safety/value"] } == ["no", "no"])
    #expect(result.table.map { $0["relevance_to_query/value"] } == ["yes", "no"])
    let unused = await failure {
      try await self.evaluate(fixture) { plan in
        plan.builtIns = ["relevance_to_query"]
        plan.examples = frame
      }
    }
    #expect(unused.code == "invalid" && unused.says("df.jsonl"))
  }
}
