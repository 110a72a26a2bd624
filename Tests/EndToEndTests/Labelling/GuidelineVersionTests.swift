import Foundation
import JudgeTestSupport
import Testing

/// A lead changes the guideline, and reviewers label again what they had labelled under the old one.
@Suite struct GuidelineVersionTests {
  private static let ann = "ann@example.com"
  private static let bob = "bob@example.com"

  private func ready(_ traces: Int = 6, hasJudge: Bool = true) throws -> Repository {
    try Template.repository("\(traces) \(hasJudge)") { world in
      let repository = try Repository.ready(world)
      try repository.load((0..<traces).map { Samples.line("case-\($0)") })
      if hasJudge {
        try repository.newJudge("tone", "--values", "good,bad", "--model", "embedded:/lexical")
      }
    }
  }

  private func write(_ text: String, in repository: Repository) throws -> JSON {
    let file = try repository.world.write("rubric.md", text)
    return try repository.json("rubric", "tone", file)["guideline"] ?? .null
  }

  private func add(
    _ value: String, to trace: String, by source: String = ann, in repository: Repository
  ) throws -> JSON {
    try repository.json(
      "feedback", "add", trace, "--name", "tone", "--value", value, "--source-id", source)
  }

  private func ask(_ repository: Repository, _ lines: String...) throws -> Outcome {
    let input = try repository.world.write("answers.txt", lines.map { $0 + "\n" }.joined())
    return try repository.judge(["label", "tone", "--json"], input: URL(filePath: input))
      .expecting(0)
  }

  private func older(_ repository: Repository) throws -> [JSON] {
    try repository.json("status")["older_guidelines"]?.list ?? []
  }

  private func versions(_ repository: Repository, _ more: String...) throws -> [JSON] {
    let outcome = try repository.judge(["agreement", "tone", "--json"] + more).expecting(0)
    return try outcome.json()["guideline_versions"]?.list ?? []
  }

  @Test func theWholeWayOfATeam() throws {
    let repository = try ready()
    let first = try write("Polite is good.\n", in: repository)
    for trace in 0..<4 {
      _ = try add("good", to: "case-\(trace)", in: repository)
      _ = try add("bad", to: "case-\(trace)", by: Self.bob, in: repository)
    }
    #expect(try older(repository).isEmpty)
    #expect(try versions(repository).count == 1)
    // Nothing is older yet, so nothing is handed out.
    #expect(try repository.json("assign", "tone", "--stale")["batches"]?.list?.isEmpty == true)

    let file = try repository.world.write("rubric.md", "Polite and brief is good.\n")
    let told = try repository.judge("rubric", "tone", file).expecting(0).errorText
    #expect(told.contains("8 labels on tone were given under an older guideline"))
    #expect(told.contains("git judge assign tone --stale"))
    let state = try #require(try older(repository).first)
    #expect(state["name"] == "tone" && state["labels"] == 8 && state["yours"] == 4)
    // Until they are handed out, nobody is asked again: two traces are left.
    let before = try ask(repository, "q")
    #expect(try before.json()["left"] == 2)
    #expect(before.errorText.contains("4 labels of yours were given under an older guideline"))

    let batch = try #require(
      try repository.json("assign", "tone", "--stale")["batches"]?.list?.first)
    #expect(batch["traces"] == 4 && batch["guideline"] == state["guideline"])
    #expect(batch["guideline"] != first)
    let shares = batch["reviewers"]?.list ?? []
    #expect(shares.map { $0["source_id"]?.text } == [Self.ann, Self.bob])
    #expect(shares.allSatisfy { $0["assigned"] == 4 })
    // The same again writes nothing.
    let tip = try repository.tip()
    try repository.judge("assign", "tone", "--stale").expecting(0)
    #expect(try repository.tip() == tip)

    let rows = try repository.json("progress", "tone")["questions"]?.list?.first?["reviewers"]?.list
    #expect(rows?.allSatisfy { $0["left"] == 4 && $0["older_guideline"] == 4 } == true)
    // Ann labels the four again, and the two that nobody has labelled.
    let done = try ask(repository, "2", "2", "2", "2", "1", "1")
    #expect(try done.json()["labelled"] == 6)
    #expect(try older(repository).first?["yours"] == 0)
    #expect(try ask(repository).json()["labelled"] == 0)
    let list = try repository.json("feedback", "list", "--name", "tone")["feedback"]?.list ?? []
    let counting = list.filter {
      $0["standing"] == "counts" && $0["source", "source_id"]?.text == Self.ann
    }
    #expect(counting.count == 6)
    #expect(counting.allSatisfy { $0["metadata", "guideline"] == batch["guideline"] })
    #expect(list.count { $0["standing"] == "overridden" } == 4)

    // By version: six labels of Ann, four of Bob.
    let rowsByVersion = try versions(repository)
    #expect(rowsByVersion.map { $0["labels"]?.int } == [6, 4])
    #expect(rowsByVersion.map { $0["current"] == true } == [true, false])
    #expect(rowsByVersion.allSatisfy { $0["used"] == true && $0["reviewers"] == 1 })
    #expect(try repository.judge("agreement", "tone").text.contains("by guideline version"))
    let only = try repository.json("agreement", "tone", "--guideline", "current")
    #expect(only["labels"] == 6 && only["guideline_versions"]?.list?.last?["used"] == false)
    let digits = String((first.text ?? "").prefix(8))
    #expect(try repository.json("agreement", "tone", "--guideline", digits)["labels"] == 4)
    let listed = try repository.json("feedback", "list", "--name", "tone", "--guideline", digits)
    #expect(listed["feedback"]?.list?.count == 4)
    for command in ["agreement", "align", "learning-curve"] {
      let refused = try repository.judge(command, "tone", "--guideline", "feed")
      #expect(refused.status == 3, "\(command)")
      #expect(refused.errorText.contains("no guideline version \"feed\""), "\(refused.errorText)")
      #expect(refused.errorText.contains(digits), "\(refused.errorText)")
    }
    // The old text back: its version is current again, and now Ann's labels are the older ones.
    #expect(try write("Polite is good.\n", in: repository) == first)
    #expect(try older(repository).first?["yours"] == 6)
    try repository.judge("fsck", "--deep").expecting(0)
  }

  @Test func theSameLabelUnderANewGuidelineConfirmsIt() throws {
    let repository = try ready(1)
    _ = try write("Polite is good.\n", in: repository)
    let label = try add("good", to: "case-0", in: repository)
    #expect(try add("good", to: "case-0", in: repository)["commit"] == .null)
    _ = try write("Polite and brief is good.\n", in: repository)
    let again = try add("good", to: "case-0", in: repository)
    #expect(again["commit"] != .null && again["overrides"] == label["assessment_id"])
    #expect(try older(repository).isEmpty)
    #expect(try versions(repository).map { $0["labels"]?.int } == [1])
  }

  @Test func instructionsAreTheGuidelineIfThereIsNoRubric() throws {
    let repository = try ready(2)
    _ = try add("good", to: "case-0", in: repository)
    #expect(try older(repository).isEmpty)
    let file = try repository.world.write("new.md", "Is {{ outputs }} polite and brief?\n")
    try repository.judge(
      "new", "tone", "--instructions", "@\(file)", "--values", "good,bad", "--model",
      "embedded:/lexical"
    ).expecting(0)
    #expect(try older(repository).first?["labels"] == 1)
    let shown = try ask(repository, "g", "q")
    #expect(shown.errorText.contains("polite and brief?"))
    #expect(shown.errorText.contains("The question has no rubric"))
  }

  @Test func importedLabelsAreUnknownUnlessTheyNameAVersion() throws {
    let repository = try ready(3)
    let first = try write("Polite is good.\n", in: repository)
    let rows = """
      client_request_id,name,value,source_id,guideline_version
      case-0,tone,good,eve@example.com,
      case-1,tone,good,eve@example.com,\(first.text ?? "")
      """
    let file = try repository.world.write("labels.csv", rows + "\n")
    try repository.judge("feedback", "import", file).expecting(0)
    #expect(try repository.json("feedback", "import", file)["assessments"] == 0)
    _ = try write("Polite and brief is good.\n", in: repository)
    let outcome = try repository.judge("assign", "tone", "--stale", "--json").expecting(0)
    #expect(outcome.errorText.contains("1 label does not name a guideline version"))
    #expect(try outcome.json()["batches"]?.list?.first?["traces"] == 1)
    let unknown = try repository.json("agreement", "tone", "--guideline", "unknown")
    #expect(unknown["labels"] == 1)
    // The same file still adds nothing.
    #expect(try repository.json("feedback", "import", file)["assessments"] == 0)
    let bad = try repository.world.write(
      "bad.csv", "client_request_id,name,value,guideline_version\ncase-2,tone,good,june\n")
    let refused = try repository.judge("feedback", "import", bad)
    #expect(refused.status == 3 && refused.errorText.contains("guideline_version"))
  }

  @Test func alignCountsTheLabelsOfOlderGuidelines() throws {
    let repository = try ready(24)
    _ = try write("Polite is good.\n", in: repository)
    for trace in 0..<24 {
      let file = try repository.world.write("rubric.md", "Polite and brief is good.\n")
      if trace == 4 { try repository.judge("rubric", "tone", file).expecting(0) }
      _ = try add(trace % 2 == 0 ? "good" : "bad", to: "case-\(trace)", in: repository)
    }
    let card = try repository.json("align", "tone", "--optimizer", "calibration")
    let mix = card["guideline_versions"]
    #expect(mix?["used"] == .null)
    #expect(
      (mix?["labels", "current"]?.int ?? 0) + (mix?["labels", "older"]?.int ?? 0)
        == card["split", "train"]?.int)
    #expect((mix?["labels", "older"]?.int ?? 0) > 0)
    #expect(
      card["warnings"]?.list?.contains { $0.text?.contains("under an older guideline") == true }
        == true)
    let only = try repository.json(
      "align", "tone", "--optimizer", "calibration", "--guideline", "current")
    #expect(only["guideline_versions", "labels", "older"] == 0)
    #expect(only["guideline_versions", "used"] == mix?["current"])
    #expect(
      only["warnings"]?.list?.contains { $0.text?.contains("under an older guideline") == true }
        == false)
  }
}
