import Foundation
import JudgeTestSupport
import Testing

/// Figures that would look right and be wrong are errors, warnings, or refused.
@Suite struct HonestFigureTests {
  /// Labelled traces, a judge that is always wrong, and the same lines as rows of a file.
  private func ready() throws -> (repository: Repository, rows: String) {
    let repository = try Template.repository { world in
      let repository = try Repository.ready(world)
      let lines = Samples.labelled(120)
      try repository.load(lines)
      try repository.newJudge("tone", "--values", "bad,good", "--model", "recorded:/reversed")
      try world.write("rows.jsonl", lines: lines)
    }
    return (repository, repository.world.folder.file("rows.jsonl").path)
  }

  @Test func anApplicationThatFailsIsAnErrorOfEveryJudge() throws {
    let (repository, rows) = try ready()
    for command in ["./missing", "/bin/false"] {
      let outcome = try repository.judge(
        "evaluate", "--judge", "tone", "--data", rows, "--predict", command, "--json")
      #expect(outcome.status == 3, "\(outcome.all)")
      let result = try outcome.json()
      #expect(result["errors"] == 120)
      let message = result.row(0)["tone/error_message"]?.text ?? ""
      #expect(message.hasPrefix("PREDICTION_FAILED"), "\(message)")
      #expect(outcome.errorText.contains("PREDICTION_FAILED"))
    }
  }

  @Test func rowsOfAFileAreComparedByTheirLabels() throws {
    let (repository, rows) = try ready()
    try repository.judge("align", "tone", "--optimizer", "calibration").expecting(0)
    try repository.judge("register", "tone").expecting(0)
    let first = try repository.json("evaluate", "--judge", "tone@v1", "--data", rows)
    let second = try repository.json("evaluate", "--judge", "tone@v2", "--data", rows)
    let ids = [first["run"]?.text ?? "", second["run"]?.text ?? ""]
    let compared = try repository.json("compare", ids[0], ids[1])
    #expect(compared["assessments", "tone", "measure"] == "accuracy")
    #expect(compared["assessments", "tone", "fixed"]?.list?.count == 120)
    let worse = try repository.judge("gate", ids[0], "--baseline", ids[1])
    #expect(worse.status == 1, "the base judge is worse: \(worse.all)")
    // These rows were learnt from, and everybody says so.
    #expect(second["warnings"]?.list?.first?.text?.contains("training examples") == true)
    let gated = try repository.json("gate", ids[1])
    #expect(gated["warnings"]?.list?.first?.text?.contains("training examples") == true)
    #expect(first["warnings"] == [])
  }

  @Test func aGateOnPassingNeedsPassingValues() throws {
    let (repository, rows) = try ready()
    let run = try repository.json("evaluate", "--judge", "tone", "--data", rows)["run"]?.text ?? ""
    let refused = try repository.judge("gate", run, "--min", "tone/pass=0.5")
    #expect(refused.status == 3 && refused.errorText.contains("declares no passing values"))
  }

  @Test func labelsOfAnotherTypeAreNamed() throws {
    let repository = try Repository.ready()
    try repository.newJudge("grade", "--values", "1,2", "--model", "recorded:/right")
    let lines = (0..<20).map {
      Samples.line("n\($0)", labels: ["ann": 1], verdicts: ["right": "1"], name: "grade")
    }
    let file = try repository.world.write("numbers.jsonl", lines: lines)
    let imported = try repository.json("trace", "import", file)
    #expect(imported["warnings"]?.list?.first?.text?.contains("does not declare: 1 ") == true)
    let refused = try repository.judge("align", "grade")
    #expect(refused.status == 3 && refused.errorText.contains("does not declare"))
  }

  @Test func aLabelWithAValueAndAnErrorIsARejectedLine() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write(
      "both.jsonl",
      """
      {"inputs": "q", "outputs": "a", "assessments": [{"name": "t", "source_type": "HUMAN", \
      "source_id": "ann", "value": "1", "error": "e"}]}
      """)
    let outcome = try repository.judge("trace", "import", file)
    #expect(outcome.status == 3 && outcome.errorText.contains("stands beside a value"))
  }

  @Test func noTraceIsNoRun() throws {
    let (repository, _) = try ready()
    let outcome = try repository.judge("run", "tone", "--where", "client_request_id = 'nope'")
    #expect(outcome.status == 3 && outcome.errorText.contains("no trace fits"))
    #expect(try repository.json("runs", "list")["runs"]?.list?.isEmpty == true)
  }

  @Test func misspeltFieldsNamesAndCommandsAreRefused() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write(
      "j.json", #"{"name": "t", "instructions": "{{ outputs }}", "lables": ["a"]}"#)
    let fields = try repository.judge("new", "t", "--from", file)
    #expect(fields.status == 3 && fields.errorText.contains("lables"))
    let setting = try repository.judge(
      "new", "l", "--builtin", "response_length", "--set", "max=5", "--set", "maxx=5")
    #expect(setting.status == 2 && setting.errorText.contains("maxx"))
    let name = try repository.judge("new", "a@v1", "--builtin", "pii_detection")
    #expect(name.status == 2 && name.errorText.contains("not a name for a judge"))
    let command = try repository.judge("aling", "t")
    #expect(command.status == 2 && command.errorText.contains("did you mean `git judge align`"))
    let usage = try repository.judge("run", "--json")
    #expect(usage.status == 2 && usage.errorText.contains(#""error":"usage""#))
  }
}
