import Foundation
import JudgeTestSupport
import Testing

/// `git judge label`, one answer a line.
@Suite struct LabelTests {
  private func ready(_ traces: Int = 6, verdict: JSON? = nil) throws -> Repository {
    try Template.repository("\(traces) \(verdict?.line ?? "")") { world in
      let repository = try Repository.ready(world)
      try repository.load(
        (0..<traces).map { number in
          Samples.line(
            "case-\(number)", outputs: ["answer": .text("Answer \(number).")],
            verdicts: verdict.map { ["gpt": $0] } ?? [:])
        })
      try repository.newJudge("tone", "--values", "good,bad", "--model", "recorded:/gpt")
    }
  }

  /// Labels with these lines, and gives the document at the end and what was said.
  private func label(
    _ repository: Repository, _ lines: [String], _ options: String...
  ) throws -> (json: JSON, talk: String) {
    let input = try repository.world.write("lines.txt", lines.map { $0 + "\n" }.joined())
    let outcome = try repository.judge(
      ["label", "tone", "--json"] + options, input: URL(filePath: input)
    ).expecting(0)
    return (try outcome.json(), outcome.errorText)
  }

  private func labels(_ repository: Repository) throws -> [JSON] {
    try repository.json("feedback", "list", "--name", "tone")["feedback"]?.list ?? []
  }

  @Test func aLabelALineAndGoingOnLater() throws {
    let repository = try ready()
    let rubric = try repository.world.write("rubric.md", "Polite is good.\n")
    let hash = try repository.json("rubric", "tone", rubric)["hash"]
    let (first, talk) = try label(repository, ["1", "bad too curt", "s later", "f odd", "q"])
    expect(
      first,
      has: [
        "name": .text, "source_id": .text, "batch": .optional(.text), "labelled": .number,
        "skipped": .number, "flagged": .number, "undone": .number, "left": .number,
        "median_seconds": .optional(.number),
      ])
    #expect(first["labelled"] == 2 && first["skipped"] == 1 && first["flagged"] == 1)
    #expect(first["left"] == 3 && first["source_id"] == "ann@example.com")
    #expect(talk.contains("Answer"))
    let stored = try labels(repository)
    #expect(stored.count == 2)
    for label in stored {
      #expect(label["metadata", "rubric"] == hash)
      #expect(label["metadata", "reveal"] == "never" && label["seen"]?.text?.count == 64)
      #expect(label["source", "source_id"] == "ann@example.com")
    }
    #expect(stored.first { $0["feedback", "value"] == "bad" }?["rationale"] == "too curt")
    // One commit a label, one a skip, one a flag; nothing is asked twice.
    #expect(try repository.git("log", "--format=%s", "refs/heads/judge").lines.prefix(4).count == 4)
    try repository.judge("assign", "tone", "--batch", "all", "--reviewers", "ann@example.com")
      .expecting(0)
    let row = try repository.json("progress", "tone")["questions"]?.list?.first?["reviewers"]?
      .list?.first
    #expect(row?["assigned"] == 6 && row?["done"] == 2 && row?["skipped"] == 1)
    #expect(row?["left"] == 3)
    let second = try label(repository, ["1", "1", "1", "q"]).json
    #expect(second["labelled"] == 3 && second["left"] == 0)
    #expect(try label(repository, []).json["labelled"] == 0)
    let third = try label(repository, ["2"], "--include-skipped").json
    #expect(third["labelled"] == 1)
    #expect(Set(try labels(repository).compactMap { $0["trace_id"]?.text }).count == 6)
    let progress = try repository.json("progress", "tone")["questions"]?.list?.first
    #expect(progress?["reviewers"]?.list?.first?["flagged"] == 1)
    #expect(progress?["complete"] == 6)
    try repository.judge("fsck", "--deep").expecting(0)
  }

  @Test func blindThenRevealed() throws {
    let repository = try ready(3, verdict: "bad")
    let traces = try repository.records("traces").count
    #expect(traces == 3)
    let plain = try repository.world.write("lines.txt", "2\n1\nIt is polite.\n1\n\n")
    let outcome = try repository.judge(["label", "tone"], input: URL(filePath: plain)).expecting(0)
    let pages = outcome.text.components(separatedBy: "Outputs")
    // Nothing of the judge before the first label, and the judge's word after each.
    #expect(!(pages.first?.contains("gpt") ?? true))
    #expect(outcome.text.contains("gpt says bad"))
    #expect(outcome.text.contains("Why do you say so"))
    let stored = try labels(repository).filter { $0["standing"] == "counts" }
    #expect(stored.count == 3)
    let explained = stored.first { $0["rationale"] != nil }
    #expect(explained?["rationale"] == "It is polite." && explained?["feedback", "value"] == "good")
    #expect(explained?["metadata", "rationale_after_reveal"] == "true")
    #expect(explained?["metadata", "after_reveal"] == nil)
    #expect(stored.allSatisfy { $0["metadata", "reveal"] == "after-item" })
  }

  @Test func aChangeAfterTheRevealIsRecorded() throws {
    let repository = try ready(1, verdict: "bad")
    _ = try label(repository, ["1", "", "k", "2", "q"])
    let all = try labels(repository)
    #expect(all.count == 2)
    let counting = all.first { $0["standing"] == "counts" }
    #expect(counting?["feedback", "value"] == "bad")
    #expect(counting?["metadata", "after_reveal"] == "true")
    #expect(
      counting?["overrides"] == all.first { $0["standing"] == "overridden" }?["assessment_id"])
    // Also where the label was taken back and is given again in another session.
    let other = try ready(1, verdict: "bad")
    _ = try label(other, ["1", "", "u", "q"])
    #expect(try labels(other).map { $0["standing"] } == ["deleted"])
    _ = try label(other, ["2", "q"])
    let again = try labels(other).first { $0["standing"] == "counts" }
    #expect(again?["metadata", "after_reveal"] == "true")
  }

  @Test func whoWantsToKnowBeforeSaysSo() throws {
    let repository = try ready(1, verdict: "bad")
    let (_, talk) = try label(repository, ["1", "q"], "--no-blind")
    #expect(talk.contains("gpt says bad"))
    #expect(try labels(repository).first?["metadata", "reveal"] == "before")
    let never = try ready(1, verdict: "bad")
    let (_, silent) = try label(never, ["1", "q"], "--reveal", "never")
    #expect(!silent.contains("gpt"))
    #expect(try labels(never).first?["metadata", "reveal"] == "never")
  }

  @Test func undoOfAnyDepthIsStored() throws {
    let repository = try ready()
    let done = try label(
      repository, ["1", "2", "s", "f note", "u", "u", "u", "1", "u", "u", "u", "q"]
    ).json
    #expect(done["undone"] == 5 && done["labelled"] == 0)
    let all = try labels(repository)
    #expect(all.count == 3 && all.allSatisfy { $0["standing"] == "deleted" })
    let tags = try repository.json("trace", "list")["traces"]?.list?.compactMap {
      $0["tags"]?.object
    }
    #expect(tags?.allSatisfy { $0.isEmpty } == true)
    #expect(try label(repository, ["q"]).json["left"] == 6)
  }

  @Test func batchesAndRepeats() throws {
    let repository = try ready(12)
    try repository.judge(
      "assign", "tone", "--batch", "june", "--reviewers", "ann@example.com,bob", "--overlap", "1",
      "--repeat-share", "100%"
    ).expecting(0)
    let share = try repository.json("progress", "tone")["questions"]?.list?.first?["reviewers"]?
      .list?.first
    let mine = share?["assigned"]?.int ?? 0
    #expect(mine > 0 && mine < 12 && share?["left"]?.int == 2 * mine)
    let answers = Array(repeating: "1", count: mine) + Array(repeating: "2", count: mine) + ["q"]
    let done = try label(repository, answers, "--batch", "june").json
    #expect(done["labelled"]?.int == 2 * mine && done["left"] == 0)
    let all = try labels(repository)
    #expect(
      all.filter { $0["standing"] == "counts" }.allSatisfy { $0["feedback", "value"] == "good" })
    let repeats = all.filter { $0["standing"] == "repeated" }
    #expect(repeats.count == mine && repeats.allSatisfy { $0["repeat"] == 1 })
    #expect(all.allSatisfy { $0["metadata", "batch"] == "june" })
    let after = try repository.json("progress", "tone")["questions"]?.list?.first?["reviewers"]?
      .list?.first
    #expect(after?["left"] == 0 && after?["repeated"]?.int == mine)
    let none = try repository.judge("label", "tone", "--batch", "july")
    #expect(none.status == 3 && none.errorText.contains("july"))
    try repository.judge("assign", "tone", "--batch", "bobs", "--reviewers", "bob").expecting(0)
    #expect(try repository.judge("label", "tone", "--batch", "bobs").status == 3)
    #expect(
      try label(repository, ["q"], "--batch", "bobs", "--include-unassigned").json["left"]?.int
        == 12 - mine)
  }

  @Test func whatIsWanted() throws {
    let repository = try ready(8)
    #expect(try label(repository, ["q"], "--limit", "3").json["left"] == 3)
    #expect(try label(repository, ["q"], "--where", "text LIKE '%Answer 5%'").json["left"] == 1)
    #expect(try label(repository, ["/answer 5", "1", "q"]).json["labelled"] == 1)
    let id = try repository.traceID("case-5")
    #expect(try labels(repository).map { $0["trace_id"] } == [.text(id)])
    // Bob and Eve differ on one trace: it comes first.
    let doubtful = try repository.traceID("case-2")
    for (who, value) in [("bob", "good"), ("eve", "bad")] {
      try repository.judge(
        "feedback", "add", doubtful, "--name", "tone", "--value", value, "--source-id", who
      ).expecting(0)
    }
    _ = try label(repository, ["1", "q"], "--next", "uncertain")
    #expect(
      try labels(repository).contains {
        $0["trace_id"]?.text == doubtful && $0["source", "source_id"] == "ann@example.com"
      })
    #expect(try repository.judge("label", "tone", "--next", "random").status == 2)
    #expect(try repository.judge("label", "tone", "--limit", "0").status == 2)
    #expect(try repository.judge("label", "tone", "--where", "nonsense").status == 3)
  }

  @Test func aQuestionThatNoJudgeAsks() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    let input = try repository.world.write("lines.txt", "rather good\n:q\n")
    try repository.newJudge("tone", "--values", "bad,good")
    let unknown = try repository.judge(["label", "tome"], input: URL(filePath: input))
    #expect(unknown.status == 3 && unknown.errorText.contains("did you mean tone?"))
    #expect(try repository.judge(["label", "mood"]).status == 3)
    try repository.judge(["label", "mood", "--new"], input: URL(filePath: input)).expecting(0)
    try repository.judge(["label", "mood"], input: URL(filePath: input)).expecting(0)
    let label = try repository.json("feedback", "list", "--name", "mood")["feedback"]?.list?.first
    #expect(label?["feedback", "value"] == "rather good")
  }

  @Test func recordsAreShownAndNotObeyed() throws {
    let evil = TerminalSafetyTests.evil
    let repository = try Repository.ready()
    try repository.load([
      Samples.line(
        "a", inputs: ["q": .text(evil), evil: "x"], outputs: [.text(evil)],
        labels: ["bob": .text("good\(evil)")], verdicts: ["model": .text(evil)])
    ])
    let input = try repository.world.write(
      "lines.txt", "f \(evil)\nr \(evil)\n?\ng\n\(evil)\nwhy \(evil)\nk\n")
    let outcome = try repository.judge(["label", "tone"], input: URL(filePath: input))
    #expect(
      TerminalSafetyTests.raw(outcome.text).isEmpty, "\(TerminalSafetyTests.raw(outcome.text))")
    #expect(outcome.text.contains("␛[31mred"))
    for command in [["progress", "tone"], ["assign", "tone"], ["trace", "list"]] {
      #expect(TerminalSafetyTests.raw(try repository.judge(command).text).isEmpty, "\(command)")
    }
  }
}
