import Testing

/// `run` records verdicts with run and judge hash.
@Suite struct RunTests {
  @Test func verdictsCarryRunAndJudge() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(8))
    let hash = try repository.newJudge(
      "tone", "--values", "bad,good", "--model", "embedded:/lexical")
    let imported = Set(try repository.records("verdicts").keys)
    let run = try repository.json("run", "tone")
    let made = try repository.records("verdicts").filter { !imported.contains($0.key) }
    let batch = try #require(made.values.first)
    #expect(made.count == 1)
    #expect(batch["judge"]?.text == hash)
    #expect(batch["run"]?.text?.hasPrefix(run["run"]?.text ?? "-") == true, "\(batch.line)")
    #expect(batch["source", "source_id"] == "embedded:/lexical")
    #expect(batch["verdicts"]?.list?.count == 8)
    let shown = try repository.json("runs", "show", try #require(run["run"]?.text))
    #expect(shown["judges"] == [.text(hash)])
    #expect(shown["status"] == "FINISHED", "a run that ended says so: \(shown.line)")
  }

  @Test func onlyTheTracesAskedFor() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(8))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/right")
    let run = try repository.json("run", "tone", "--where", "feedback.tone = 'good'")
    let all = try repository.keys("--where", "feedback.tone = 'good'").count
    #expect(run["n"]?.int == all)
    #expect(all > 0)
  }
}
