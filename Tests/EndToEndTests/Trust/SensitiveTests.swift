import Foundation
import JudgeTestSupport
import Testing

/// Keys stay out of the store; personal data is told.
@Suite struct SensitiveTests {
  private static let key = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"

  @Test func aLineWithAKeyIsNotImported() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    let file = try world.write(
      "traces.jsonl",
      lines: [
        Samples.line("a"), Samples.line("b", outputs: ["answer": .text("use \(Self.key)")]),
      ])
    let refused = try repository.judge("trace", "import", file, "--json")
    #expect(refused.status == 3, "\(refused.all)")
    let result = try refused.json()
    #expect(result["traces"] == 1 && result["rejected"] == 1)
    let problem = result["problems"]?.list?.first
    #expect(problem?["line"] == 2)
    #expect(problem?["message"]?.text?.contains("outputs.answer") == true, "\(result)")
    #expect(!refused.all.contains(Self.key), "the key itself is not repeated")
    let taken = try repository.json("trace", "import", file, "--allow-secrets")
    #expect(taken["traces"] == 1 && taken["sensitive", "access token"] == 1, "\(taken)")
  }

  @Test func aLabelWithAKeyIsNotWritten() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    try repository.load([Samples.line("a")])
    let id = try repository.traceID("a")
    let tip = try repository.tip()
    let label = ["feedback", "add", id, "--name", "tone", "--value", "good", "--rationale"]
    let refused = try repository.judge(label + ["it says \(Self.key)"])
    #expect(refused.status == 3 && refused.errorText.contains("rationale"), "\(refused.all)")
    #expect(!refused.all.replacingOccurrences(of: refused.command, with: "").contains(Self.key))
    #expect(try repository.tip() == tip)
    try repository.judge(label + ["it says \(Self.key)", "--allow-secrets"]).expecting(0)
  }

  @Test func personalDataIsCountedAndTaken() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    let lines = [
      Samples.line("a", inputs: ["question": "I am ann@example.org, call (555) 123-4567"]),
      Samples.line("b", inputs: ["question": "bob@example.org"]),
    ]
    let done = try repository.load(lines)
    #expect(done["traces"] == 2 && done["sensitive", "e-mail address"] == 2, "\(done)")
    #expect(done["sensitive", "phone number"] == 1)
    #expect(
      done["warnings"]?.list?.contains { $0.text?.contains("inputs.question") == true } == true)
    try repository.git("config", "judge.personalData", "refuse")
    let file = try world.write("more.jsonl", lines: [Samples.line("c", inputs: "x@example.org")])
    #expect(try repository.judge("trace", "import", file).status == 3)
    // One's own name on a label is not a find.
    try repository.judge(
      "feedback", "add", try repository.traceID("a"), "--name", "tone", "--value", "good"
    ).expecting(0)
    try repository.git("config", "judge.personalData", "ignore")
    #expect(try repository.json("trace", "import", file)["sensitive"] == .object([:]))
  }

  /// The other sets are those of `CompleteImportTests`.
  @Test(
    .enabled(if: SharedSet.arePresent, SharedSet.absent), arguments: [SharedSet.pandalm, .dices350])
  func realSetsComeInWhole(_ set: SharedSet) throws {
    let repository = try Repository.ready()
    let done = try repository.json("trace", "import", set.path("traces.jsonl"))
    #expect(done["rejected"] == 0, "\(done["problems"] ?? .null)")
  }
}
