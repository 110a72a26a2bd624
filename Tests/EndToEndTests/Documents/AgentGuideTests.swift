import Foundation
import JudgeTestSupport
import Testing

/// The pages for coding agents: their commands work, and they leave labels and decisions to people.
@Suite struct AgentGuideTests {
  private static let page = "SKILL.md"

  private func text(_ name: String) throws -> String {
    try String(
      contentsOf: PackageFolder.root().appendingPathComponent(name), encoding: .utf8)
  }

  /// Cases whose judge likes long answers and whose people like short ones: an alignment learns it.
  private static func improvable() -> String {
    var table = "id,answer,verdict,reviewer_ann,reviewer_bob\n"
    for number in 0..<150 {
      let isLong = number % 2 == 0
      let answer =
        isLong
        ? "It is as far as anybody can tell from all that was said about \(number) and more."
        : "It is \(number)."
      let verdict = isLong || number % 5 == 0 ? "yes" : "no"
      let label = isLong ? "no" : "yes"
      table += "c\(number),\(answer),\(verdict),\(label),\(label)\n"
    }
    return table
  }

  /// A world in which all of the page was run, and what was printed.
  private static func worked(improves: Bool) throws -> (World, String) {
    let world = try Template.world("\(improves)") { world in
      let example = PackageFolder.root().appendingPathComponent("Examples/check/results.csv")
      let table = improves ? improvable() : try String(contentsOf: example, encoding: .utf8)
      try world.write("results.csv", table)
      let outcome = try DocumentCommands.run(try DocumentCommands.script(of: page), in: world)
      try world.write("printed.txt", try outcome.expecting(0).text)
    }
    return (world, try String(contentsOf: world.folder.file("printed.txt"), encoding: .utf8))
  }

  @Test(arguments: [false, true])
  func theSkillWorksAsWritten(_ improves: Bool) throws {
    let (world, printed) = try Self.worked(improves: improves)
    let align = try world.json("reviews/align.json")
    #expect(align["improved"] == .bool(improves), "\(align["conclusion"]?.line ?? "")")
    #expect(printed.contains(#""version": 2"#) == improves, "\(printed)")
    #expect(try world.json("check.json")["fit", "sentence"]?.text?.isEmpty == false)
    let metrics = try world.json("reviews/evaluation.json")["metrics"]
    #expect(metrics?["quality/pass_rate"] != nil && metrics?["quality/accuracy"] != nil)
    // An agent that only runs the commands has labelled nothing.
    let repository = Repository(world, at: world.folder.file("reviews"))
    let list = try repository.json("feedback", "list")["feedback"]?.list ?? []
    let people = Set(list.compactMap { $0["source", "source_id"]?.text })
    let reviewers = improves ? ["ann", "bob"] : ["a", "b", "c"]
    #expect(people == Set(reviewers.map { "reviewer_" + $0 }))
  }

  @Test func everyKeyThatTheSkillReadsIsThere() throws {
    let (world, _) = try Self.worked(improves: true)
    let check = try world.json("check.json")
    for path in [
      ["fit", "verdict"], ["fit", "sentence"], ["fit", "more_labels"],
      ["judge_with_people", "cohen_kappa"], ["judge_with_people", "true_positive_rate"],
      ["judge_with_people", "true_negative_rate"], ["agreement", "cohen_kappa_mean"],
      ["disagreements"], ["notes"],
    ] {
      #expect(path.reduce(check as JSON?) { $0?[$1] } != nil, "\(path)")
    }
    let align = try world.json("reviews/align.json")
    for path in [
      ["improved"], ["conclusion"], ["fit", "verdict"], ["fit", "sentence"],
      ["selection", "difference_lower_95"], ["base", "accuracy"],
      ["aligned", "accuracy"], ["warnings"],
    ] {
      #expect(path.reduce(align as JSON?) { $0?[$1] } != nil, "\(path)")
    }
    let repository = Repository(world, at: world.folder.file("reviews"))
    let agreement = try repository.json("agreement", "quality")
    for key in ["cohen_kappa_mean", "krippendorff_alpha", "judges", "excluded"] {
      #expect(agreement[key] != nil, "\(key)")
    }
    let evaluation = try world.json("reviews/evaluation.json")
    for key in ["errors", "unasked", "rejected"] { #expect(evaluation[key] != nil, "\(key)") }
  }

  @Test func theSkillLeavesLabelsAndDecisionsToPeople() throws {
    let script = try DocumentCommands.script(of: Self.page)
    let commands = script.components(separatedBy: "\n")
    for command in commands {
      for forbidden in [
        "judge label", "feedback add", "feedback import", "expectation", "--value", "alias",
        "--force", "--allow-secrets", "--purge", "_KEY", "judge trust", "owners",
      ] {
        #expect(!command.contains(forbidden), "\(command)")
      }
      if command.contains("learning-curve") { #expect(!command.contains("--open-test")) }
      if command.contains("git judge diff") { #expect(command.contains("--keep-test-closed")) }
    }
    #expect(script.hasPrefix("export GIT_JUDGE_ENTERED_BY="))
    let page = try text(Self.page)
    #expect(page.contains("Stop here and ask each reviewer to run `git judge label"))
    #expect(page.contains("stop here and ask the person to run `git judge adjudicate"))
  }

  @Test func theSkillHasItsFrontMatter() throws {
    let lines = try text(Self.page).components(separatedBy: "\n")
    #expect(lines[0] == "---" && lines[3] == "---")
    #expect(lines[1] == "name: git-judge")
    #expect(lines[2].hasPrefix("description: ") && lines[2].count < 1024)
    // A colon followed by a blank would begin another key in YAML.
    #expect(!lines[2].dropFirst("description: ".count).contains(": "))
  }

  @Test func theListOfPagesIsWhole() throws {
    let lines = try text("llms.txt").components(separatedBy: "\n")
    #expect(lines[0].hasPrefix("# ") && lines[2].hasPrefix("> "))
    var linked: Set<String> = []
    for line in lines where line.hasPrefix("- ") {
      let match = try #require(line.wholeMatch(of: /- \[[^\]]+\]\(([^)]+)\): .+/), "\(line)")
      let path = String(match.1)
      linked.insert(path)
      let url = PackageFolder.root().appendingPathComponent(path)
      #expect(FileManager.default.fileExists(atPath: url.path), "\(path)")
    }
    let folder = PackageFolder.root().appendingPathComponent("docs").path
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".md") {
      #expect(linked.contains("docs/\(name)"), "llms.txt has no line for docs/\(name)")
    }
    #expect(linked.contains("SKILL.md"))
  }
}

extension World {
  /// A file that a script wrote.
  fileprivate func json(_ name: String) throws -> JSON {
    try JSON(parsing: Data(contentsOf: folder.file(name)))
  }
}
