import Testing

/// `evaluate` over rows of a file, and over traces.
@Suite struct EvaluateTests {
  private func ready() throws -> Repository { try Repository.labelled(10, judgedBy: "right") }

  @Test func rowsAnswerFromTheirOwnAssessments() throws {
    let repository = try ready()
    let file = try repository.world.write(
      "rows.jsonl",
      lines: [
        Samples.line("r1", labels: ["x": "good"], verdicts: ["right": "good"]),
        Samples.line("r2", labels: ["x": "bad"], verdicts: ["right": "good"]),
        Samples.line("r3", labels: ["x": "bad"]),
      ])
    let result = try repository.json("evaluate", "--judge", "tone", "--data", file)
    expect(
      result,
      has: [
        "run": .text, "n": .number, "errors": .number, "metrics": .object, "rows": .list,
      ])
    #expect(result["n"] == 3)
    #expect(result["errors"] == 1, "a row without a recorded verdict is an error in the open")
    let rows = try #require(result["rows"]?.list)
    #expect(rows.map { $0["tone/value"] } == ["good", "good", .null])
    #expect(rows[2]["tone/error_message"]?.text?.contains("right") == true)
    #expect(result["metrics", "tone/accuracy"]?.number == 1 / 3.0, "an error is a wrong answer")
    #expect(result["metrics", "tone/accuracy_answered"]?.number == 0.5)
    let run = try #require(result["run"]?.text)
    let shown = try repository.json("runs", "show", run)
    #expect(shown["metrics", "tone/accuracy"]?.number == 1 / 3.0)
    #expect(shown["status"] == "FINISHED")
    #expect(try repository.keys().count == 10, "rows are not traces")
  }

  @Test func aRunIsSeenAgainWithItsRows() throws {
    let repository = try ready()
    let file = try repository.world.write(
      "rows.jsonl",
      lines: [
        Samples.line("r1", labels: ["x": "good"], verdicts: ["right": "good"]),
        Samples.line("r2", verdicts: ["right": "bad"]),
      ])
    let commits = try repository.git("rev-list", "--count", "judge").text
    let silent = try repository.json("evaluate", "--judge", "tone", "--data", file, "--no-log")
    #expect(silent["run"] == .null)
    #expect(try repository.git("rev-list", "--count", "judge").text == commits)

    let columns = ["--columns", "response,label"]
    let result = try repository.judge(
      ["evaluate", "--judge", "tone", "--data", file, "--run-name", "nightly", "--json"] + columns
    ).expecting(0).json()
    let run = try #require(result["run"]?.text)
    let shown = try repository.judge(["runs", "show", run, "--json"] + columns).expecting(0).json()
    #expect(shown["rows"] == result["rows"] && shown["run_name"] == "nightly")
    #expect(shown["rows"]?.list?.map { $0["tone/label"] } == ["good", .null])
    let text = try repository.judge(["runs", "show", run] + columns).expecting(0).text
    #expect(text.contains("nightly") && text.contains("tone/pass_rate"), "\(text)")
    let csv = try repository.judge(["runs", "show", run, "--csv"] + columns).expecting(0).text
    #expect(csv.contains(",response,") && csv.contains(",tone/label,"), "\(csv)")
    #expect(try repository.judge("runs", "show", run, "--columns", "answer").status == 2)

    let verdicts = try repository.json("verdicts", "list", "--run", run)["verdicts"]?.list ?? []
    #expect(verdicts.compactMap { $0["row_key"]?.text }.sorted() == ["r1", "r2"])
    let traces = try repository.json("trace", "list", "--where", "run_id = '\(run)'")["traces"]
    let row = try #require(traces?.list?.first { $0["row_key"] == "r2" }?["trace_id"]?.text)
    #expect(try repository.json("trace", "show", row)["row_key"] == "r2")
    try repository.judge("feedback", "add", row, "--name", "tone", "--value", "bad").expecting(0)
    #expect(try repository.keys().count == 10)
  }

  @Test func tracesGetVerdictsUnlessToldOtherwise() throws {
    let repository = try ready()
    let before = try repository.records("verdicts").count
    let silent = try repository.json("evaluate", "--judge", "tone", "--no-log")
    #expect(silent["n"] == 10)
    #expect(silent["errors"] == 0)
    #expect(silent["metrics", "tone/accuracy"] == 1)
    #expect(try repository.records("verdicts").count == before)
    let some = try repository.json(
      "evaluate", "--judge", "tone", "--where", "client_request_id = 'case-3'")
    #expect(some["n"] == 1)
    #expect(try repository.records("verdicts").count == before + 1)
  }

  @Test func tablesForPeople() throws {
    let repository = try ready()
    let table = try repository.judge("evaluate", "--judge", "tone", "--no-log").expecting(0)
    #expect(table.text.contains("tone/accuracy") || table.text.contains("accuracy"))
    let markdown = try repository.judge("evaluate", "--judge", "tone", "--no-log", "--md")
    #expect(markdown.text.contains("| --- |"), "\(markdown.all)")
  }

  @Test func badRowsAreReportedAndTheRestIsJudged() throws {
    let repository = try ready()
    let good = Samples.line("r1", verdicts: ["right": "good"]).line
    let file = try repository.world.write("rows.jsonl", "{broken\n\(good)\n")
    let outcome = try repository.judge("evaluate", "--judge", "tone", "--data", file, "--json")
    #expect(outcome.status == 3, "\(outcome.all)")
    #expect(try outcome.json()["n"] == 1)
    #expect(outcome.errorText.contains("\(file):1"), "\(outcome.errorText)")
  }
}
