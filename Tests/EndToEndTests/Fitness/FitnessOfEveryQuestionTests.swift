import JudgeTestSupport
import Testing

/// Which verdicts a judge's fitness is computed from: those on all labelled traces, on every question
/// that people labelled.
@Suite struct FitnessOfEveryQuestionTests {
  @Test func aNameBesideTheJudgesOwnIsCheckedIfPeopleLabelledIt() throws {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(60))
    let program = try repository.world.write(
      "says.sh", "#!/bin/sh\ncat > /dev/null\necho '[{\"name\":\"tone\",\"value\":\"good\"}]'\n")
    try repository.world.run("chmod", ["+x", program]).expecting(0)
    try repository.judge(
      "new", "nice", "--exec", program, "--values", "bad,good", "--pass", "good"
    ).expecting(0)
    let run = try repository.json("run", "nice")["run"]?.text ?? ""
    let gate = try repository.judge("gate", run, "--json")
    #expect(gate.status == 1, "\(gate.all)")
    let fit = try gate.json()["fit"]?.list?.first
    #expect(fit?["verdict"] == "not-fit" && fit?["feedback_name"] == "tone", "\(gate.all)")
    let looks = try repository.records("reports").values.filter { $0["report_type"] == "look" }
    #expect(!looks.isEmpty)
  }

  @Test func whoeverChoosesTheTracesMakesNoJudgeFit() throws {
    let repository = try Repository.ready()
    // A judge that always says the same, asked about the traces on which that is right, and a few.
    let lines = Samples.labelled(120).map { line -> JSON in
      guard case .object(var members) = line, let said = members["assessments"]?.list else {
        return line
      }
      let right = said.first { $0["source_id"] == "right" }
      let number = members["client_request_id"]?.text.flatMap { Int($0.dropFirst(5)) } ?? 0
      guard case .object(var coin) = right else { return line }
      let value: JSON = number % 2 == 0 ? "good" : "bad"
      members["tags"] = ["easy": value == coin["value"] ? "yes" : "no"]
      coin["source_id"] = "coin"
      coin["value"] = value
      members["assessments"] = .list(said + [.object(coin)])
      return .object(members)
    }
    try repository.load(lines)
    try repository.newJudge(
      "tone", "--values", "bad,good", "--pass", "good", "--model", "recorded:/coin")
    let run =
      try repository.json("run", "tone", "--where", "tag.easy = 'yes'")["run"]?.text ?? ""
    for refused in [
      try repository.judge("gate", run), try repository.judge("alias", "tone@v1", "production"),
    ] {
      #expect(refused.status == 1, "\(refused.all)")
      #expect(refused.all.contains("no verdict; run the judge to record them"), "\(refused.all)")
    }
    try repository.json("run", "tone")
    let whole = try repository.judge("alias", "tone@v1", "production")
    #expect(whole.errorText.contains("not fit for use"), "\(whole.all)")
  }

  @Test func missingVerdictsThatDecideNothingAreOnlyNamed() throws {
    let repository = try Repository.labelled(120, judgedBy: "right")
    let run = try repository.json(
      "run", "tone", "--where", "client_request_id <> 'case-7'")["run"]?.text
    let gate = try repository.json("gate", run ?? "")
    let notes = gate["fit"]?.list?.first?["notes"]?.list?.compactMap(\.text) ?? []
    #expect(notes == ["1 labelled trace has no verdict; run the judge to record them"])
  }

  @Test func aCheckWhoseLabelsAllTieIsRefused() throws {
    let repository = try Repository.ready()
    try repository.load(
      (0..<4).map { Samples.line("case-\($0)", labels: ["kim": "no", "lee": "yes"]) })
    try repository.judge("new", "tone", "--builtin", "regex_match", "--set", "pattern=.")
      .expecting(0)
    let run = try repository.json("run", "tone")["run"]?.text ?? ""
    for refused in [
      try repository.judge("gate", run), try repository.judge("alias", "tone@v1", "production"),
    ] {
      #expect(refused.status == 1 && refused.all.contains("too few labels"), "\(refused.all)")
    }
  }
}
