import Foundation
import Testing

/// The way through the program that its documentation promises, word for word, with plain `git`.
@Suite struct WalkThroughTests {
  @Test(.enabled(if: SharedSet.arePresent, SharedSet.absent))
  func fromInitToAClone() throws {
    let world = try World()
    let repository = try Repository(world, "some-repository")
    let data = SharedSet.llmbar
    @discardableResult func judge(_ arguments: String...) throws -> Outcome {
      try world.run("git", ["judge"] + arguments, in: repository.url).expecting(0)
    }

    try judge("init")
    try judge("experiment", "create", "instruction-following")
    try judge("trace", "import", data.path("traces.jsonl"))
    try judge(
      "new", "instruction_following", "--from", data.path("judge.json"), "--model",
      "recorded:/ChatGPT/CoT")
    try judge("run", "instruction_following")
    let listed = try judge("trace", "list", "--limit", "1", "--json").json()
    let trace = try #require(listed["traces"]?.list?.first?["trace_id"]?.text)
    try judge(
      "feedback", "add", String(trace.prefix(9)), "--name", "instruction_following", "--value",
      "2", "--rationale", "…")
    let agreement = try judge("agreement", "instruction_following")
    #expect(agreement.text.contains("ann@example.com"), "the label is of the user's git e-mail")
    try judge("align", "instruction_following", "--optimizer", "calibration")
    try judge("register", "instruction_following")

    let rows = try world.write("rows.jsonl", lines: Array(data.lines().prefix(20)))
    let evaluated = try judge(
      "evaluate", "--judge", "instruction_following@v2", "--data", rows, "--json")
    #expect(try evaluated.json()["n"] == 20)
    #expect(try judge("fsck").text.contains("no problem"))

    let tag = "judge/instruction-following/instruction_following/v2"
    let message = try repository.git("tag", "-l", "--format=%(contents)", tag).text
    for line in ["accuracy", "Cohen's kappa", "McNemar's p"] {
      #expect(message.contains(line), "the tag's message is the report card: \(line)")
    }

    let other = try repository.clone("other")
    let shown = try other.world.run(
      "git", ["judge", "show", "instruction_following@v2"], in: other.url
    ).expecting(0)
    #expect(shown.text.contains("instruction_following@v2"))
    #expect(shown.text.contains("Report card"))
    #expect(
      try other.json("show", "instruction_following@v2")
        == repository.json("show", "instruction_following@v2"))
  }
}
