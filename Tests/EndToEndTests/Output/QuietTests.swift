import Foundation
import Testing

/// What is printed where little was asked for, and values that look like options.
@Suite struct QuietTests {
  @Test func aQuietWritePrintsNothing() throws {
    let world = try World()
    let repository = try Repository(world)
    let traces = try world.write("traces.jsonl", lines: [Samples.line("a"), Samples.line("b")])
    let instructions = try world.write("tone.md", "Is {{ outputs }} good?")
    func quiet(_ arguments: String...) throws {
      let outcome = try repository.judge(arguments + ["--quiet"]).expecting(0)
      #expect(outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome.all)")
    }
    try quiet("init")
    try quiet("experiment", "create", "support")
    try quiet("trace", "import", traces)
    try quiet(
      "new", "tone", "--instructions", "@\(instructions)", "--values", "bad,good", "--model",
      "embedded:/lexical")
    let trace = try repository.traceID("a")
    try quiet("feedback", "add", trace, "--name", "tone", "--value", "good")
    try quiet("alias", "tone@v1", "production", "--allow-unfit")
    try quiet("trace", "tag", trace, "batch=june")
    try quiet("redact", trace, "--reason", "asked")

    // What was asked for is printed all the same: a list, a document, what an import would do.
    #expect(try repository.judge("list", "--quiet").text.contains("tone@v1"))
    #expect(try repository.judge("init", "--quiet", "--json").json()["created"] == false)
    let dry = try repository.judge("trace", "import", traces, "--dry-run", "--quiet").expecting(0)
    #expect(dry.text.contains("Would import 0 traces and 0 assessments"), "\(dry.all)")
    #expect(dry.text.contains("redacted: 1"), "\(dry.all)")
  }

  @Test func aValueMayBeginWithADash() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    let trace = try repository.traceID("a")
    try repository.judge(
      "feedback", "add", trace, "--name", "score", "--value-json", "-1", "--rationale",
      "- too short\n- too late"
    ).expecting(0)
    let label = try repository.json("feedback", "list")["feedback"]?.list?.first
    #expect(label?["value"] == -1 || label?["feedback"]?["value"] == -1, "\(label?.line ?? "")")
    #expect(label?["rationale"] == "- too short\n- too late")

    let refused = try repository.judge(
      "feedback", "add", trace, "--name", "score", "--value", "-good")
    #expect(refused.status == 2 && refused.errorText.contains("--value='-good'"), "\(refused.all)")
    try repository.judge("feedback", "add", trace, "--name", "score", "--value=-good").expecting(0)
    // A forgotten value is not filled with the option behind it.
    let forgotten = try repository.judge(
      "feedback", "add", trace, "--name", "score", "--value", "--rationale", "x")
    #expect(forgotten.status == 2, "\(forgotten.all)")
  }

  @Test func oneIsNotPlural() throws {
    let repository = try Repository.ready()
    let file = try repository.world.write("one.jsonl", lines: [Samples.line("a")])
    let imported = try repository.judge("trace", "import", file).expecting(0)
    #expect(imported.text.hasPrefix("Imported 1 trace and 0 assessments from 1 line"))
    try repository.newJudge("tone", "--values", "bad,good", "--model", "embedded:/lexical")
    let run = try repository.judge("run", "tone").expecting(0)
    #expect(run.text.contains(": 1 trace, 0 errors"), "\(run.all)")
  }

  @Test func runsAreListedUpToALimit() throws {
    let repository = try Repository.ready()
    try repository.load([Samples.line("a")])
    try repository.newJudge("tone", "--values", "bad,good", "--model", "embedded:/lexical")
    for _ in 0..<3 { try repository.judge("run", "tone").expecting(0) }
    let all = try repository.json("runs", "list")["runs"]?.list ?? []
    #expect(all.count == 3)
    #expect(
      try repository.json("runs", "list", "--limit", "2")["runs"]?.list == Array(all.prefix(2)))
    let text = try repository.judge("runs", "list", "--limit", "2").expecting(0).text
    #expect(text.contains("and 1 older run\n"), "\(text)")
    #expect(try repository.judge("runs", "list", "--limit", "0").status == 2)
  }

  @Test func aJudgeThatReadsNothingIsToldWhatAlignsIt() throws {
    let repository = try Repository.ready()
    try repository.load(
      (0..<40).map {
        Samples.line(
          "c\($0)", inputs: ["question": .text("Where is parcel \($0)?")],
          labels: ["ann": $0 % 2 == 0 ? "good" : "bad"])
      })
    try repository.newJudge("tone", "--values", "bad,good", "--model", "embedded:/lexical")
    let refused = try repository.judge("align", "tone", "--optimizer", "memalign")
    #expect(refused.status == 3, "\(refused.all)")
    for part in [
      "`git judge align tone --optimizer calibration`",
      "`git judge new tone --from FILE --model openai:/NAME`",
    ] { #expect(refused.errorText.contains(part), "\(refused.all)") }
  }
}
