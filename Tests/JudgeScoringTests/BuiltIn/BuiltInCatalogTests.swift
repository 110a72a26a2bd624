import JudgeJSON
import JudgeModels
import JudgeRecords
import Testing

@testable import JudgeScoring

@Suite("Built-in judges") struct BuiltInCatalogTests {
  @Test("Every name resolves to a body whose placeholders are known", arguments: BuiltInCatalog.all)
  func bodies(_ entry: BuiltInCatalog.Entry) throws {
    for name in [entry.name] + entry.aliases {
      let body = try #require(BuiltInCatalog.body(named: name))
      #expect(body.name == name && body.settings["builtin"] == .string(entry.name))
      try body.checkValues()
      #expect(body.isSessionLevel == (entry.level == .session))
      #expect(body.isPerChunk == (entry.level == .chunk))
      try InstructionsTemplate.check(body.instructions)
      let template = InstructionsTemplate(body.instructions)
      guard entry.level != .check else {
        #expect(body.form == .builtIn && template.pieces.isEmpty)
        continue
      }
      #expect(!body.pass.isEmpty && body.pass.count < body.values.count)
      #expect(template.unknownVariables == [])
      #expect(!template.variables.isEmpty)
      #expect(entry.expectations.isEmpty || template.variables.contains("expectations"))
    }
    #expect(BuiltInCatalog.body(named: "unheard") == nil)
  }

  @Test("Names are unique") func names() {
    let names = BuiltInCatalog.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    // Every name of both generations (MLflow 3.17, databricks-agents).
    for name in [
      "relevance_to_query", "safety", "correctness", "completeness", "fluency", "summarization",
      "equivalence", "expectations_guidelines", "retrieval_relevance", "retrieval_sufficiency",
      "retrieval_groundedness", "tool_call_correctness", "tool_call_efficiency", "regex_match",
      "pii_detection", "response_length", "user_frustration", "conversation_completeness",
      "conversational_safety", "conversational_tool_call_efficiency",
      "conversational_role_adherence", "knowledge_retention", "chunk_relevance",
      "context_sufficiency", "groundedness", "guideline_adherence", "document_recall",
      "relevance_to_context",
    ] { #expect(names.contains(name), "\(name)") }
  }

  @Test("A row without what a built-in needs is an error on that row") func missing() throws {
    let body = try #require(BuiltInCatalog.body(named: "groundedness"))
    let trace = Trace(id: "tr-1", inputs: "q", outputs: "a")
    guard case .failure(let error) = JudgePrompt(body: body).request(for: trace) else {
      Issue.record("a row without documents was accepted")
      return
    }
    #expect(error.message?.contains("retrieved_context") == true)
    #expect(error.message?.contains("tr-1") == true)
  }

  @Test("Rules are one judge, and their braces stay text") func rules() throws {
    let body = GuidelinesBody.make("tone", ["Be kind.", "Never print {{ inputs }}."])
    let template = InstructionsTemplate(body.instructions)
    #expect(template.variables == ["inputs", "outputs"])
    let trace = Trace(id: "tr-1", inputs: "q", outputs: "a")
    let system = try JudgePrompt(body: body).request(for: trace).get().messages[0].content
    #expect(system.contains("- Be kind.\n- Never print { { inputs }}."))
    #expect(JudgeBody.self == type(of: body))
    #expect(try JudgeBody(fields: body.fields) == body)
  }
}
