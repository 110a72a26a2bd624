import JudgeJSON
import JudgeRecords
import JudgeScoring
import Testing

@testable import JudgeEvaluation

@Suite("The result columns of databricks-agents")
struct OlderColumnsTests {
  private let source = AssessmentSource(type: .llmJudge, id: "m")

  private func said(
    _ name: String, _ value: JSONValue, _ rationale: String? = nil, chunk: Int? = nil,
    score: String? = nil
  ) -> Feedback {
    var said = Feedback(name: name, value: value, rationale: rationale, source: source)
    if let chunk { said.metadata["chunk_index"] = .string("\(chunk)") }
    if let score { said.metadata["score"] = .string(score) }
    return said
  }

  private func failed(_ name: String, _ code: String = "MODEL_FAILED", chunk: Int? = nil)
    -> Feedback
  {
    var said = Feedback(
      name: name, error: AssessmentError(code: code, message: "no"), source: source)
    if let chunk { said.metadata["chunk_index"] = .string("\(chunk)") }
    return said
  }

  private func metric(_ type: String) throws -> JudgeBody {
    try PromptMetric.body("m", prompt: "{request} {retrieved_context}", assessmentType: type)
  }

  @Test("Built-in judges, rules and prompt metrics have them; checks and own judges have not")
  func which() throws {
    for name in ["correctness", "safety", "chunk_relevance", "user_frustration"] {
      #expect(OlderColumns.apply(to: try #require(BuiltInCatalog.body(named: name))))
    }
    #expect(OlderColumns.apply(to: GuidelinesBody.make("tone", ["Be kind."])))
    #expect(OlderColumns.apply(to: try metric("ANSWER")))
    #expect(!OlderColumns.apply(to: try #require(BuiltInCatalog.body(named: "document_recall"))))
    #expect(!OlderColumns.apply(to: JudgeBody(name: "tone", instructions: "{{ inputs }}")))
  }

  @Test("One verdict per row: rating, rationale, and null unless it failed; nothing without one")
  func answer() throws {
    let body = try #require(BuiltInCatalog.body(named: "correctness"))
    let prefix = "response/llm_judged/key"
    let fine = OlderColumns.of([said("correctness", "yes", "Right.")], body, key: "key")
    #expect(
      fine == [
        "\(prefix)/rating": "yes", "\(prefix)/rationale": "Right.",
        "\(prefix)/error_message": .null,
      ])
    let error = OlderColumns.of([failed("correctness")], body, key: "key")
    #expect(error["\(prefix)/rating"] == .null)
    #expect(error["\(prefix)/error_message"]?.stringValue?.contains("no") == true)
    #expect(OlderColumns.of([], body, key: "key").isEmpty)
  }

  @Test("One verdict per document: lists in both tables, with the precision and the scores")
  func retrieval() throws {
    let body = try metric("RETRIEVAL")
    let row = [
      said("m", "yes"), said("m/precision", 0.5),
      said("m/chunk", "yes", "a", chunk: 0, score: "5"),
      said("m/chunk", "no", "b", chunk: 1, score: "2"),
    ]
    let columns = OlderColumns.of(row, body, key: "m")
    #expect(columns["response/llm_judged/m/rating"] == ["yes", "no"])
    #expect(columns["response/llm_judged/m/rationale"] == ["a", "b"])
    #expect(columns["response/llm_judged/m/error_message"] == .null)
    #expect(columns["response/llm_judged/m/score"] == [5, 2])
    #expect(columns["retrieval/llm_judged/m/ratings"] == ["yes", "no"])
    #expect(columns["retrieval/llm_judged/m/rationales"] == ["a", "b"])
    #expect(columns["retrieval/llm_judged/m/precision"] == 0.5)
    let half = [
      failed("m"), failed("m/precision"), said("m/chunk", "yes", chunk: 0),
      failed("m/chunk", chunk: 1),
    ]
    let errors = OlderColumns.of(half, body, key: "m")["response/llm_judged/m/error_message"]
    #expect(errors?.arrayValue?.count == 2 && errors?.arrayValue?.first == .null)
    // A row with one document has lists too.
    let one = [said("m", "yes"), said("m/precision", 1), said("m/chunk", "yes", chunk: 0)]
    #expect(OlderColumns.of(one, body, key: "m")["response/llm_judged/m/rating"] == ["yes"])
  }

  @Test("The percentage is of all questions: a failed row does not pass, an unasked one is none")
  func percentage() throws {
    let rows = [[said("m", "yes")], [failed("m")], [said("m", "no")], [failed("m", "BUDGET")], []]
    let key = "response/llm_judged/m/rating/percentage"
    #expect(OlderColumns.metrics(rows, try metric("ANSWER"), key: "m")[key] == 1.0 / 3)
    let documents = [
      [said("m", "yes"), said("m/precision", 1)], [said("m", "no"), said("m/precision", 0.25)],
      [failed("m"), failed("m/precision")], [failed("m", "MISSING_FIELD")],
    ]
    #expect(
      OlderColumns.metrics(documents, try metric("RETRIEVAL"), key: "m")[key] == 1.25 / 4)
  }

  @Test("Scores are numbers of their own")
  func scores() throws {
    let rows = [[said("m", "yes", score: "4")], [said("m", "no", score: "1")], [failed("m")]]
    let figures = OlderColumns.metrics(rows, try metric("ANSWER"), key: "k")
    #expect(figures["k/score/mean"] == 2.5 && figures["k/score/max"] == 4)
    let trace = Trace(id: "r", inputs: "q", outputs: "a")
    let row = EvaluationRow(
      trace: trace, traceID: nil, feedback: [said("k", "yes", score: "4")],
      measures: RowMeasures(trace), labels: [:], olderColumns: [:])
    #expect(row.json["k/score"] == 4)
  }
}
