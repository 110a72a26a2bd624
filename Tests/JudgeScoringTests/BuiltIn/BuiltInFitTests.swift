import JudgeJSON
import JudgeRecords
import Testing

@testable import JudgeScoring

@Suite("Names of built-in judges, and the rows they fit") struct BuiltInFitTests {
  @Test(
    "The nine names of databricks-agents and the classes of MLflow resolve",
    arguments: [
      ("chunk_relevance", "chunk_relevance"), ("context_sufficiency", "context_sufficiency"),
      ("correctness", "correctness"), ("document_recall", "document_recall"),
      ("global_guideline_adherence", "global_guideline_adherence"),
      ("guideline_adherence", "guideline_adherence"), ("groundedness", "groundedness"),
      ("relevance_to_query", "relevance_to_query"), ("safety", "safety"),
      ("RelevanceToQuery", "relevance_to_query"), ("Safety", "safety"),
      ("Correctness", "correctness"), ("Completeness", "completeness"), ("Fluency", "fluency"),
      ("Summarization", "summarization"), ("Equivalence", "equivalence"),
      ("ExpectationsGuidelines", "expectations_guidelines"),
      ("RetrievalRelevance", "retrieval_relevance"),
      ("RetrievalSufficiency", "retrieval_sufficiency"),
      ("RetrievalGroundedness", "retrieval_groundedness"),
      ("ToolCallCorrectness", "tool_call_correctness"),
      ("ToolCallEfficiency", "tool_call_efficiency"), ("RegexMatch", "regex_match"),
      ("PIIDetection", "pii_detection"), ("ResponseLength", "response_length"),
      ("UserFrustration", "user_frustration"),
      ("ConversationCompleteness", "conversation_completeness"),
      ("ConversationalSafety", "conversational_safety"),
      ("ConversationalToolCallEfficiency", "conversational_tool_call_efficiency"),
      ("ConversationalRoleAdherence", "conversational_role_adherence"),
      ("KnowledgeRetention", "knowledge_retention"),
    ])
  func names(_ name: String, _ own: String) throws {
    #expect(try #require(BuiltInCatalog.body(named: name)).name == own)
  }

  @Test("Other names stay as they are", arguments: ["Tone", "relevance_To_Query", "", "Sáfety"])
  func others(_ name: String) {
    #expect(BuiltInCatalog.canonical(name) == name)
    #expect(BuiltInCatalog.body(named: name) == nil)
  }

  @Test("Rules of the user's own are known by their class too")
  func rules() {
    #expect(BuiltInCatalog.canonical("Guidelines") == "guidelines")
    #expect(
      BuiltInCatalog.canonical("ConversationalGuidelines") == "conversational_guidelines")
  }

  @Test("A judge fits a row that has the fields of its instructions and an expectation it needs")
  func fits() {
    var row = Trace(id: "r", inputs: "Which port?", outputs: .null)
    func fitting() -> Set<String> {
      Set(BuiltInCatalog.all.map(\.name).filter { BuiltInFit.fits($0, row) })
    }
    #expect(fitting().isEmpty)
    row.outputs = "8080"
    let answer: Set = [
      "relevance_to_query", "safety", "completeness", "fluency", "summarization", "regex_match",
      "pii_detection", "response_length",
    ]
    #expect(fitting() == answer)
    row.retrievedContext = [["content": "The port is 8080."]]
    #expect(
      fitting() == answer.union(["retrieval_relevance", "retrieval_groundedness"]))
    row.setExpectations(["expected_response": "8080"])
    #expect(
      fitting()
        == answer.union([
          "retrieval_relevance", "retrieval_groundedness", "correctness", "equivalence",
          "retrieval_sufficiency",
        ]))
    row.setExpectations(["guidelines": ["Be brief."], "expected_retrieved_context": []])
    #expect(BuiltInFit.fits("global_guideline_adherence", row))
    #expect(BuiltInFit.fits("document_recall", row))
    #expect(!BuiltInFit.fits("user_frustration", row) && !BuiltInFit.fits("nothing", row))
    row.metadata["mlflow.trace.session"] = "s1"
    #expect(BuiltInFit.fits("UserFrustration", row))
  }
}
