import Foundation
import JudgeTestSupport
import Testing

/// What the guides tell people to type must work.
@Suite struct GuideTests {
  @Test func theFirstAlignmentWorksAsWritten() throws {
    let world = try World()
    let checkout = PackageFolder.root().path
    let script = try DocumentCommands.script(of: "docs/first-alignment.md")
      .replacingOccurrences(of: "~/git-judge", with: "'\(checkout)'")
    #expect(script.contains("git judge align"))
    let outcome = try DocumentCommands.run(script, in: world)
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("support_quality registered as version 2"), "\(outcome.all)")
    #expect(outcome.text.contains("no problem"), "\(outcome.all)")
  }

  @Test func checkingAFileWorksAsWritten() throws {
    let world = try World()
    let page = "docs/check.md"
    let example = PackageFolder.root().appendingPathComponent("Examples/check/results.csv")
    let table = try String(contentsOf: example, encoding: .utf8)
    try world.write("Examples/check/results.csv", table)
    try world.write("results.csv", table)
    try world.write("scores.csv", "judge,human\n0.7,pass\n0.2,fail\n")
    try world.write("words.csv", "judge,human\npass,good\npass,poor\nfail,poor\n")
    let outcome = try DocumentCommands.run(try DocumentCommands.script(of: page), in: world)
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("the judge misses a limit"), "\(outcome.all)")
    #expect(outcome.text.contains("the judge is not proved fit"), "\(outcome.all)")
    let output = outcome.all.components(separatedBy: "\n")
    for line in try DocumentCommands.printed(of: page) {
      #expect(output.contains(line), "not printed: \(line)")
    }
  }

  /// Checks that each of the more than `count` lines that a page shows was printed.
  private func expectShown(of page: String, count: Int, in output: [String]) throws {
    let shown = try DocumentCommands.printed(of: page).filter { !$0.isEmpty }
    #expect(shown.count > count)
    for line in shown {
      #expect(
        DocumentCommands.shows(line, output),
        "not printed: \(line)\n\(output.joined(separator: "\n"))")
    }
  }

  @Test func trustInAJudgeIsDecidedAsWritten() throws {
    let page = "docs/can-i-trust-this-judge.md"
    let checkout = PackageFolder.root().path
    let script = try DocumentCommands.script(of: page)
      .replacingOccurrences(of: "~/git-judge", with: "'\(checkout)'")
    #expect(script.contains("git judge align"))
    let outcome = try DocumentCommands.run(script, in: try World())
    #expect(outcome.status == 0, "\(outcome.all)")
    let output = outcome.text.components(separatedBy: "\n")
    try expectShown(of: page, count: 10, in: output)
    // The card depends on what calibration finds: its two answers are shown, whatever the numbers.
    #expect(output.contains { $0.hasPrefix("use  ") && $0.contains("too few labels to say") })
    #expect(output.contains { $0.hasPrefix("result  ") && $0.contains("improved") })
  }

  @Test func aTeamLabelsAsWritten() throws {
    let outcome = try DocumentCommands.run(
      try DocumentCommands.script(of: "docs/team.md"), in: try World())
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("2 left to decide"), "\(outcome.all)")
    #expect(outcome.text.contains("1 left"), "\(outcome.all)")
    #expect(outcome.text.contains("no problem"), "\(outcome.all)")
  }

  @Test func serversAndForgesWorkAsWritten() throws {
    let outcome = try DocumentCommands.run(
      try DocumentCommands.script(of: "docs/forges.md"), in: try World())
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("2 commits checked") || outcome.text.contains("1 commit checked"))
    #expect(outcome.text.contains("nothing refused"), "\(outcome.all)")
  }

  @Test func disagreementGoesAsWritten() throws {
    let world = try World()
    let page = "docs/merge-and-disagreement.md"
    let outcome = try DocumentCommands.run(try DocumentCommands.script(of: page), in: world)
    #expect(outcome.status == 0, "\(outcome.all)")
    try expectShown(of: page, count: 30, in: outcome.all.components(separatedBy: "\n"))
  }

  @Test func versionsWorkAsWritten() throws {
    let checkout = PackageFolder.root().path
    let script = try DocumentCommands.script(of: "docs/versions.md")
      .replacingOccurrences(of: "~/git-judge", with: "'\(checkout)'")
    let outcome = try DocumentCommands.run(script, in: try World())
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("support_quality_aligned@v1 (production)"), "\(outcome.all)")
    #expect(outcome.text.contains("registered as version 2"), "\(outcome.all)")
  }

  @Test func trustAndPrivacyWorkAsWritten() throws {
    let world = try World()
    let outcome = try DocumentCommands.run(
      try DocumentCommands.script(of: "docs/trust-and-privacy.md"), in: world)
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("kept out (3)"), "\(outcome.all)")
    #expect(outcome.text.contains("trace tr-") && outcome.text.contains("1 record redacted"))
    #expect(outcome.text.contains("1 label by their own signed commit"), "\(outcome.all)")
    let left = try world.run(
      "git", ["cat-file", "--batch-all-objects", "--batch"], in: world.folder.file("support"))
    #expect(!left.text.contains("ann@example.org"), "the purged bytes are gone from the disk")
  }

  @Test func whoCountsAsWhomWorksAsWritten() throws {
    let world = try World()
    let outcome = try DocumentCommands.run(
      try DocumentCommands.script(of: "docs/people-and-history.md"), in: world)
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("(3 already present)"), "\(outcome.all)")
    #expect(outcome.text.contains("joined: "), "\(outcome.all)")
    #expect(!outcome.errorText.contains("vouch for nobody"), "\(outcome.all)")
    #expect(outcome.text.contains("1 label of kim@example.org in commits of others"))
    let dana = Repository(world, at: world.folder.file("dana"))
    let list = try dana.json("feedback", "list")["feedback"]?.list ?? []
    func standings(_ source: String) -> [String?] {
      list.filter { $0["source", "source_id"] == .text(source) }.map { $0["standing"]?.text }
    }
    #expect(standings("kim@example.org") == ["counts"])
    #expect(standings("pat@new.example.org") == ["overridden", "counts"])
    #expect(standings("pat@example.org") == [])
    #expect(standings("kim") == ["counts", "counts", "counts"])
    #expect(standings("dana@example.org") == ["counts"])
    let late = try dana.clone("late")
    #expect(try late.json("fsck", "--deep")["ok"] == true)
    let again = try late.json("feedback", "list")["feedback"]?.list
    #expect(again?.count == list.count)
  }

  @Test func theSearchesAreRead() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    let traces = PackageFolder.root().appendingPathComponent("Examples/support/traces.jsonl")
    try repository.judge("trace", "import", traces.path).expecting(0)
    let script = try DocumentCommands.script(of: "docs/search.md")
    #expect(script.contains("--where"))
    let outcome = try DocumentCommands.run(script, in: world, at: repository.url)
    #expect(outcome.status == 0, "\(outcome.all)")
  }

  @Test func whatTheReadmeShowsWorks() throws {
    let world = try World()
    let repository = try Repository(world, "some-repository")
    try world.write("some-repository/traces.jsonl", lines: Self.lengthBiased(120))
    try world.write("some-repository/rows.jsonl", lines: Self.lengthBiased(10))
    try world.write(
      "some-repository/judge.json",
      #"{"name":"instruction_following","instructions":"{{ inputs }} {{ outputs }}","#
        + #""labels":["1","2"]}"#)
    try world.run("git", ["init", "-q", "--bare", "remote.git"]).expecting(0)
    try repository.git("remote", "add", "origin", world.folder.file("remote.git").path)
      .expecting(0)
    let someTrace =
      #"$(git judge trace list --limit 1 --jsonl | sed -E 's/.*"trace_id":"([^"]+)".*/\1/')"#
    let script = try DocumentCommands.script(of: "README.md", under: "How a team uses it")
      .replacingOccurrences(of: "tr-12ab", with: someTrace)
    #expect(script.contains("git judge register"))
    let outcome = try DocumentCommands.run(script, in: world)
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("registered as version 2"), "\(outcome.all)")
  }

  /// The first screens: a file is checked, the sample data are aligned.
  @Test func theFirstScreensOfTheReadmeWork() throws {
    let world = try World()
    let example = PackageFolder.root().appendingPathComponent("Examples/check/results.csv")
    try world.write(
      "Examples/check/results.csv", try String(contentsOf: example, encoding: .utf8))
    let script =
      try DocumentCommands.script(of: "README.md", under: "Is your judge any good?")
      + DocumentCommands.script(of: "README.md", under: "Align it")
    #expect(script.contains("git judge align"))
    let outcome = try DocumentCommands.run(script, in: world)
    #expect(outcome.status == 0, "\(outcome.all)")
    let output = outcome.text.components(separatedBy: "\n")
    let shown = try DocumentCommands.printed(of: "README.md")
    #expect(shown.count > 30)
    for line in shown { #expect(output.contains(line), "not printed: \(line)") }
  }

  /// Pairs whose recorded judge prefers the longer output and whose person the shorter.
  private static func lengthBiased(_ count: Int) -> [JSON] {
    var generator = SeededGenerator(seed: 11)
    return (0..<count).map { index in
      let isFirstLonger = index % 2 == 0
      let short = "It is \(generator.below(1000))."
      let long =
        "It is, as far as I can tell from all that was said, about "
        + "\(generator.below(1000)), and I could say a lot more about it."
      let judged: JSON = isFirstLonger ? "1" : "2"
      let wanted: JSON = isFirstLonger ? "2" : "1"
      let key: JSON = .text("pair-\(index)")
      let inputs: JSON = ["question": .text("How much is \(index) of \(generator.below(99))?")]
      let outputs: JSON = [
        "output_1": .text(isFirstLonger ? long : short),
        "output_2": .text(isFirstLonger ? short : long),
      ]
      let name: JSON = "instruction_following"
      let human: JSON = [
        "name": name, "source_type": "HUMAN", "source_id": "ann@example.com", "value": wanted,
      ]
      let model: JSON = [
        "name": name, "source_type": "LLM_JUDGE", "source_id": "ChatGPT/CoT", "value": judged,
      ]
      return [
        "client_request_id": key, "inputs": inputs, "outputs": outputs,
        "assessments": [human, model],
      ]
    }
  }
}
