import Foundation
import JudgeTestSupport
import Testing

/// `quickstart` and `doctor`: the first minutes.
@Suite struct QuickstartTests {
  /// Every command that it names works, in the order in which it names them.
  @Test func theCommandsItNamesWork() throws {
    let world = try World()
    let made = try world.run("git-judge", ["quickstart", "try it"]).expecting(0)
    let commands = made.lines.filter { $0.hasPrefix("  ") }.map { $0 + "\n" }
    #expect(commands.count == 6)
    let outcome = try DocumentCommands.run(
      commands.joined() + "git judge check results.csv\ngit judge fsck\n", in: world)
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("registered as version 2"))
    #expect(outcome.text.contains("not fit for use"))
  }

  @Test func aFolderThatHoldsSomethingIsLeftAlone() throws {
    let world = try World()
    try world.write("mine/notes.txt", "mine")
    let outcome = try world.run("git-judge", ["quickstart", "mine"])
    #expect(outcome.status == 2)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: world.folder.file("mine").path) == [
        "notes.txt"
      ])
  }

  @Test func itNeedsNoName() throws {
    let world = try World()
    let nobody = try world.write("nobody", "")
    let outcome = try world.run(
      "git-judge", ["quickstart"],
      environment: ["GIT_CONFIG_GLOBAL": nobody, "EMAIL": ""]
    ).expecting(0)
    #expect(outcome.text.contains("git does not know your name"))
  }

  @Test func theSampleDataAreTheExamples() throws {
    let world = try World()
    try world.run("git-judge", ["quickstart", "q"]).expecting(0)
    let examples = PackageFolder.root().appendingPathComponent("Examples")
    let files = [
      "traces.jsonl": "support/traces.jsonl", "judge.json": "support/judge.json",
      "labels/reviewer-b.jsonl": "support/labels/reviewer-b.jsonl",
      "results.csv": "check/results.csv", "rows.jsonl": "support/rows.jsonl",
    ]
    for (copy, original) in files {
      let bytes = try Data(contentsOf: world.folder.file("q/\(copy)"))
      #expect(try bytes == Data(contentsOf: examples.appendingPathComponent(original)), "\(copy)")
    }
  }

  @Test func theDoctorNamesWhatIsMissing() throws {
    let world = try World()
    let repository = try Repository.ready(world)
    let secret = "sk-" + String(repeating: "a1B2", count: 10)
    func checks(_ environment: [String: String] = [:], _ status: Int32 = 0) throws -> JSON {
      let outcome = try world.run(
        "git-judge", ["doctor", "--json"], in: repository.url, environment: environment)
      #expect(outcome.status == status, "\(outcome.all)")
      #expect(!outcome.all.contains(secret))
      return try outcome.json()
    }
    func outcome(_ report: JSON, _ name: String) -> String? {
      report["checks"]?.list?.first { $0["name"]?.text == name }?["outcome"]?.text
    }
    let first = try checks()
    #expect(outcome(first, "git") == "ok")
    #expect(outcome(first, "identity") == "ok")
    #expect(outcome(first, "keys") == "warning")
    #expect(outcome(first, "store") == "ok")
    #expect(outcome(first, "remote") == "warning")
    #expect(outcome(first, "experiment") == "ok")
    let key = try checks(["OPENAI_API_KEY": secret])
    #expect(outcome(key, "keys") == "ok")
    let url = "https://user:\(secret)@127.0.0.1:9/x.git"
    try repository.git("remote", "add", "origin", url).expecting(0)
    #expect(outcome(try checks(), "remote") == "warning")
    let nobody = try world.write("nobody", "")
    let nameless = try checks(["GIT_CONFIG_GLOBAL": nobody, "EMAIL": ""], 1)
    #expect(outcome(nameless, "identity") == "failure")
  }

  @Test func theDoctorWorksOutsideARepository() throws {
    let world = try World()
    let outcome = try world.run("git-judge", ["doctor"], in: world.folder.url).expecting(0)
    #expect(outcome.text.contains("in no git repository"))
  }
}
