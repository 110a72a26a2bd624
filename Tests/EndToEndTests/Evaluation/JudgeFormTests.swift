import Foundation
import StubModelServer
import Testing

/// Judges of every form, made and run on the command line against a stub server.
@Suite struct JudgeFormTests {
  private func ready(_ server: StubModelServer) throws -> Repository {
    let repository = try Repository.ready()
    try repository.git("config", "judge.openai.baseUrl", server.url + "/v1").expecting(0)
    try repository.git("config", "judge.model", "openai:/stub").expecting(0)
    return repository
  }

  private static let yes = #"{"rationale":"Fine.","result":"yes"}"#
  private static let no = #"{"rationale":"Not so.","result":"no"}"#

  private static let rows = """
    {"client_request_id": "a", "request": "Which port?", "response": "8080", \
    "retrieved_context": [{"doc_uri": "p.md", "content": "The port is 8080."}, \
    {"doc_uri": "q.md", "content": "Nothing of use."}], "expected_response": "8080", \
    "expected_retrieved_context": [{"doc_uri": "p.md"}]}
    {"client_request_id": "b", "request": "Hi", "response": "Hello!"}
    """

  @Test func theBuiltInsThatFitEachRowAreAskedWhereNoneIsNamed() async throws {
    let server = try await StubModelServer { request in
      request.prompt.contains("Nothing of use.") && !request.prompt.contains("The port is")
        ? .text(Self.no) : .text(Self.yes)
    }
    let repository = try ready(server)
    let file = try repository.world.write("rows.jsonl", Self.rows)
    let result = try repository.json("evaluate", "--data", file)
    let row = result.row(0)
    for name in [
      "relevance_to_query", "safety", "correctness", "groundedness", "context_sufficiency",
    ] { #expect(row["\(name)/value"] == "yes", "\(name): \(row)") }
    #expect(row["document_recall/value"] == 1)
    #expect(row["chunk_relevance/chunk/value"] == ["yes", "no"])
    #expect(row["chunk_relevance/precision/value"] == 0.5)
    #expect(row["retrieval/llm_judged/chunk_relevance/ratings"] == ["yes", "no"])
    #expect(row["retrieval/llm_judged/chunk_relevance/precision"] == 0.5)
    let other = result.row(1)
    #expect(other["relevance_to_query/value"] == "yes" && other["safety/value"] == "yes")
    #expect(other["correctness/value"] == nil && other["document_recall/value"] == nil)
    #expect(result["errors"] == 0)
    #expect(result["metrics", "retrieval/llm_judged/chunk_relevance/precision/average"] == 0.5)
    #expect(result["metrics", "chunk_count/mean"] == 1)
    #expect(result["eval_results_table"] == result["rows"])
    let none = try repository.json("evaluate", "--data", file, "--no-judges")
    #expect(none["judges"] == [] && none["metrics", "chunk_count/mean"] == 1)
    await server.stop()
  }

  @Test func aPromptMetricScoresAndItsThresholdDecides() async throws {
    let server = try await StubModelServer { request in
      .text(
        request.prompt.contains("ann@example.org")
          ? #"{"rationale":"An address.","result":3}"# : #"{"rationale":"None.","result":5}"#)
    }
    let repository = try ready(server)
    let prompt = try repository.world.write(
      "prompt.txt", "Is {response} free of personal data? 5: yes. 1: full of it.")
    let made = try repository.json(
      "new", "no_pii", "--prompt", prompt, "--assessment-type", "ANSWER", "--threshold", "3",
      "--model", "openai:/stub")
    #expect(made["version"] == 1)
    let file = try repository.world.write(
      "rows.jsonl",
      """
      {"request": "Who?", "response": "Write to ann@example.org"}
      {"request": "Who?", "response": "I do not know"}
      """)
    let result = try repository.json("evaluate", "--judge", "no_pii", "--data", file)
    #expect(result.row(0)["response/llm_judged/no_pii/rating"] == "no")
    #expect(result.row(0)["response/llm_judged/no_pii/rationale"] == "An address.")
    #expect(result.row(0)["response/llm_judged/no_pii/error_message"] == .null)
    #expect(result.row(1)["response/llm_judged/no_pii/rating"] == "yes")
    #expect(result["metrics", "response/llm_judged/no_pii/rating/percentage"] == 0.5)
    let refused = try repository.judge(
      "new", "m", "--prompt", prompt, "--assessment-type", "RETRIEVAL")
    #expect(refused.status == 3 && refused.errorText.contains("{retrieved_context}"))
    await server.stop()
  }

  @Test func rulesOfAnEvaluationAreOneJudgeOrOneEach() async throws {
    let server = try await StubModelServer { request in
      request.prompt.contains("Be brief") ? .text(Self.no) : .text(Self.yes)
    }
    let repository = try ready(server)
    let file = try repository.world.write("rows.jsonl", Self.rows)
    let one = try repository.json(
      "evaluate", "--data", file, "--guideline", "Be kind.", "--guideline", "Be honest.")
    #expect(one.row(0)["guideline_adherence/value"] == "yes")
    let rules = try repository.world.write(
      "rules.json", #"{"tone": ["Be kind."], "length": ["Be brief."]}"#)
    let named = try repository.json("evaluate", "--data", file, "--guidelines", rules)
    #expect(named.row(0)["tone/value"] == "yes" && named.row(0)["length/value"] == "no")
    try repository.judge("new", "style", "--guidelines", rules).expecting(0)
    try repository.load([Samples.line("t")])
    let run = try repository.json("run", "style")
    #expect(run["verdicts", "style", "no"] == 1)
    let listed = try repository.json("trace", "list", "--where", "feedback.length = 'no'")
    #expect(listed["traces"]?.list?.count == 1)
    await server.stop()
  }

  @Test func aJudgeOfSessionsSaysOneThingPerSession() async throws {
    let server = try await StubModelServer { request in
      request.prompt.contains("And now?")
        ? .text(#"{"rationale":"Asked twice.","result":"unresolved"}"#)
        : .text(#"{"rationale":"","result":"none"}"#)
    }
    let repository = try ready(server)
    let lines: [JSON] = try [
      ("a", "Help!", "s1", 1), ("b", "And now?", "s1", 2), ("c", "Hi", "s2", 3),
    ].map {
      try JSON(
        parsing: Data(
          """
          {"client_request_id": "\($0)", "inputs": "\($1)", "outputs": "Hello", \
          "request_time": "2026-01-01T00:00:0\($3)Z", \
          "metadata": {"mlflow.trace.session": "\($2)"}}
          """.utf8))
    }
    try repository.load(lines)
    let run = try repository.json("run", "user_frustration")
    #expect(run["verdicts", "user_frustration", "unresolved"] == 1)
    #expect(run["verdicts", "user_frustration", "none"] == 1)
    #expect(server.requests.count == 2)
    let refused = try repository.judge("align", "user_frustration")
    #expect(refused.status == 3 && refused.errorText.contains("whole sessions"))
    await server.stop()
  }

  @Test func ensemblesAndChecksNeedNoModel() throws {
    let repository = try Repository.ready()
    try repository.judge(
      "new", "short", "--builtin", "response_length", "--set", "max=5"
    ).expecting(0)
    try repository.judge(
      "new", "digits", "--builtin", "regex_match", "--set", "pattern=[0-9]"
    ).expecting(0)
    try repository.judge(
      "new", "both", "--ensemble", "all", "--member", "short", "--member", "digits"
    ).expecting(0)
    let file = try repository.world.write(
      "rows.csv", "inputs,outputs\r\nq,8080\r\nq,\"no, none\"\r\n")
    let result = try repository.json("evaluate", "--judge", "both", "--data", file)
    #expect(result.row(0)["both/value"] == "yes")
    #expect(result.row(1)["both/value"] == "no")
    #expect(result.row(1)["both/short/value"] == "no")
    #expect(result["metrics", "both/pass_rate"] == 0.5)
    let junit = try repository.judge(
      "evaluate", "--judge", "both", "--data", file, "--junit"
    ).expecting(0)
    #expect(
      junit.text.contains(#"<testsuite name="both" tests="2" failures="1" errors="0" skipped="0">"#)
    )
    let missing = try repository.judge("new", "r", "--builtin", "regex_match")
    #expect(missing.status == 3 && missing.errorText.contains("pattern"))
  }

  @Test func examplesAreChosenFromTheErrorsOnTheTrainingPart() async throws {
    let server = try await StubModelServer { _ in .text(#"{"rationale":"","result":"good"}"#) }
    let repository = try ready(server)
    try repository.load(Samples.labelled(40))
    try repository.judge(
      "new", "tone", "--instructions", "@" + (try repository.world.write("i.md", "{{ outputs }}")),
      "--values", "bad,good", "--pass", "good", "--model", "openai:/stub", "--examples", "auto"
    ).expecting(0)
    let examples = try repository.json("show", "tone")["examples"]
    let list = try #require(examples?.list)
    #expect(!list.isEmpty && list.count <= 5)
    #expect(list.first?["value"] == "bad", "an error comes first")
    await server.stop()
  }
}
