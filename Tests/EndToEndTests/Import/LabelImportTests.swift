import Foundation
import JudgeTestSupport
import Testing

/// Labels and expectations from tables.
@Suite struct LabelImportTests {
  private func ready() throws -> Repository {
    try Template.repository { world in
      let repository = try Repository.ready(world)
      try repository.load([Samples.line("a"), Samples.line("b"), Samples.line("c")])
    }
  }

  private func importing(
    _ repository: Repository, _ name: String, _ text: String, _ options: String...
  ) throws -> (json: JSON, outcome: Outcome) {
    let file = try repository.world.write(name, text)
    let outcome = try repository.judge(["feedback", "import", file, "--json"] + options)
    return (try outcome.json(), outcome)
  }

  @Test func aTableOfLabelsIsTakenOnce() throws {
    let repository = try ready()
    try repository.newJudge("score", "--values", "1,2", "--value-type", "int")
    let id = try repository.traceID("b")
    let table = """
      client_request_id,name,value,rationale,source_id,time\r
      a,score,1,"Short, and\r
      rude.",ann,2026-06-01T10:00:00Z\r
      a,score,2,,bob,1780308000000\r

      """
    let (first, _) = try importing(repository, "labels.csv", table)
    #expect(first["assessments"] == 2 && first["rejected"] == 0 && first["read"] == 2)
    let other = "trace,question,value,reviewer\n\(id),score,2,ann\nc,score,1,ann\n"
    #expect(try importing(repository, "more.csv", other).json["assessments"] == 2)
    let tip = try repository.tip()
    for (name, text) in [("labels.csv", table), ("more.csv", other)] {
      let again = try importing(repository, name, text).json
      #expect(again["assessments"] == 0 && again["already_present"] == 2)
    }
    #expect(try repository.tip() == tip)
    let labels = try repository.json("feedback", "list", "--name", "score")["feedback"]?.list ?? []
    #expect(labels.count == 4)
    // The values have the type that the judge declares, and a record says what its row says.
    #expect(labels.allSatisfy { $0["feedback", "value"]?.number != nil })
    let ann = labels.first { $0["rationale"] != nil }
    #expect(ann?["rationale"] == "Short, and\r\nrude.")
    #expect(ann?["create_time"] == "2026-06-01T10:00:00.000Z")
    #expect(labels.filter { $0["create_time"] != nil }.count == 2)
    #expect(try repository.json("agreement", "score")["consensus", "ties"] == 1)
  }

  @Test func jsonLinesWithAllSources() throws {
    let repository = try ready()
    let lines: [JSON] = [
      [
        "client_request_id": "a", "name": "tone", "value": ["why": "nested"], "source_id": "ann",
        "metadata": ["tool": "sheet"],
      ],
      [
        "client_request_id": "a", "name": "tone", "value": "good", "source_id": "gpt",
        "source_type": "LLM_JUDGE",
      ],
      [
        "client_request_id": "b", "assessment_name": "answer",
        "expectation": ["value": "On Monday."],
        "source": ["source_type": "HUMAN", "source_id": "bob"],
      ],
      [
        "client_request_id": "b", "name": "tone", "error": "refused", "source_id": "lint",
        "source_type": "CODE",
      ],
    ]
    let text = lines.map { $0.line + "\n" }.joined()
    let result = try importing(repository, "labels.jsonl", text).json
    #expect(result["assessments"] == 4 && result["problems"] == [])
    let a = try repository.json("trace", "show", try repository.traceID("a"))
    #expect(a["assessments"]?.list?.count == 2)
    let expected = try repository.json("expectation", "list")["expectations"]?.list
    #expect(expected?.first?["expectation", "value"] == "On Monday.")
    #expect(try importing(repository, "labels.jsonl", text).json["assessments"] == 0)
    try repository.judge("fsck", "--deep").expecting(0)
  }

  @Test func expectationsFromATable() throws {
    let repository = try ready()
    let file = try repository.world.write(
      "answers.csv", "client_request_id,name,value\na,facts,\"[\"\"14 days\"\"]\"\nb,facts,none\n")
    let result = try repository.json(
      "expectation", "import", file, "--source-id", "ann@example.com")
    #expect(result["assessments"] == 2)
    let list = try repository.json("expectation", "list")["expectations"]?.list ?? []
    #expect(list.contains { $0["expectation", "value"] == ["14 days"] })
    #expect(list.allSatisfy { $0["source", "source_id"] == "ann@example.com" })
  }

  @Test func badRowsAreNamedAndTheRestIsTaken() throws {
    let repository = try ready()
    try repository.newJudge("tone", "--values", "good,bad")
    let table = """
      client_request_id,name,value,source_id,time
      a,tone,good,ann,
      nobody,tone,good,ann,
      a,tone,goood,bob,
      a,,good,bob,
      a,tone,,bob,
      a,tone,good,,
      a,tone,good,bob,yesterday
      ,tone,good,bob,
      a,tone,good,bob,,extra
      c,tone,bad,bob,

      """
    let (result, outcome) = try importing(repository, "labels.csv", table)
    #expect(outcome.status == 3)
    #expect(result["assessments"] == 2 && result["rejected"] == 8)
    let problems = result["problems"]?.list ?? []
    #expect(problems.compactMap { $0["line"]?.int } == [3, 4, 5, 6, 7, 8, 9, 10])
    let said = problems.compactMap { $0["message"]?.text }
    for (message, part) in zip(
      said,
      [
        "client_request_id: no trace", "it has: good, bad", "name: is missing", "value: is missing",
        "source_id: is missing", "create_time: must be a time", "trace: is missing", "6 cells",
      ])
    {
      #expect(message.contains(part), "\(message) has no \(part)")
    }
    for line in 3...10 { #expect(outcome.errorText.contains("labels.csv:\(line):")) }
    let lines = "{\"trace\":\"a\",\n{\"trace\":\"zzz\",\"name\":\"tone\",\"value\":1}\n[1]\n"
    let (bad, _) = try importing(repository, "bad.jsonl", lines)
    #expect(bad["rejected"] == 3 && bad["assessments"] == 0)
  }

  @Test func strictAndDryRunWriteNothing() throws {
    let repository = try ready()
    let tip = try repository.tip()
    let table = "trace,name,value,source_id\na,tone,good,ann\nnobody,tone,good,ann\n"
    let file = try repository.world.write("labels.csv", table)
    let strict = try repository.judge("feedback", "import", "--strict", file)
    #expect(strict.status == 3 && strict.errorText.contains("labels.csv:3: trace:"))
    let dry = try repository.judge("feedback", "import", "--dry-run", file, "--json")
    #expect(try dry.json()["assessments"] == 1)
    #expect(try repository.tip() == tip)
    let quote = try repository.world.write("quote.csv", "trace,name,value\na,\"open\n")
    #expect(try repository.judge("feedback", "import", quote).status == 3)
    #expect(try repository.judge("feedback", "import", "nowhere.csv").status == 3)
  }

  @Test func aLaterRowOfTheSameSourceCounts() throws {
    let repository = try ready()
    let table = """
      trace,name,value,source_id,time
      a,tone,bad,ann,2026-06-02T10:00:00Z
      a,tone,good,ann,2026-06-01T10:00:00Z

      """
    _ = try importing(repository, "labels.csv", table)
    let labels = try repository.json("feedback", "list")["feedback"]?.list ?? []
    #expect(labels.first { $0["standing"] == "counts" }?["feedback", "value"] == "bad")
    #expect(labels.contains { $0["standing"] == "contended" })
  }
}
