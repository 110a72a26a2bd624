import Foundation
import JudgeTestSupport
import Testing

/// Colour is for people on a terminal, and changes no word.
@Suite(.enabled(if: Terminal.isThere, "\(Terminal.absent)")) struct ColourTests {
  private static let escape = "\u{1b}["

  /// A repository with two runs that differ, and a file to check.
  private func repository() throws -> (Repository, runs: [String]) {
    let repository = try Repository.ready()
    try repository.load(Samples.labelled(24))
    var runs: [String] = []
    for source in ["reversed", "right"] {
      try repository.newJudge(
        "tone", "--values", "bad,good", "--pass", "good", "--model", "recorded:/\(source)")
      runs.append(try repository.json("run", "tone")["run"]?.text ?? "")
    }
    let example = PackageFolder.root().appendingPathComponent("Examples/check/results.csv")
    let table = try String(contentsOf: example, encoding: .utf8)
    try repository.world.write("results.csv", table)
    return (repository, runs)
  }

  /// What a terminal shows, without the codes of colour and with plain line ends.
  private func plain(_ screen: String) -> String {
    screen.replacing("\r\n", with: "\n").replacing(/\u{1b}\[[0-9;]*m/, with: "")
  }

  /// The lines of a text, but for the room on the disk, which changes.
  private func lines(_ text: String) -> Set<String> {
    Set(text.components(separatedBy: "\n").filter { !$0.contains("MiB free") })
  }

  @Test func wordsAreColouredAndStayTheSame() throws {
    let (repository, runs) = try repository()
    let commands: [(arguments: [String], words: [String])] = [
      (
        ["check", "../results.csv", "--show", "1"],
        ["31mnot fit for use", "33mwarning:", "2mnote:"]
      ),
      (["compare", runs[0], runs[1]], ["32m24", "2mquestion"]),
      (["compare", runs[1], runs[0]], ["31m24"]),
      (["gate", runs[1], "--min", "tone/pass=0.1", "--allow-unfit"], ["32mPassed", "32myes"]),
      (["gate", runs[1], "--min", "tone/pass=0.9", "--allow-unfit"], ["31mNot passed", "31mno"]),
      (["fsck"], ["32mno problem"]),
      (["doctor", "--offline"], ["32mok     "]),
      (["show", "nothing"], ["31merror:"]),
    ]
    for (arguments, words) in commands {
      let shown = try Terminal.run(arguments, in: repository)
      let screen = shown["screen"]?.text ?? ""
      for word in words {
        #expect(screen.contains(Self.escape + word), "\(arguments): \(word)\n\(screen)")
      }
      let piped = try repository.judge(arguments)
      #expect(!piped.all.contains("\u{1b}"), "\(arguments)")
      #expect(lines(plain(screen)) == lines(piped.text + piped.errorText), "\(arguments)")
    }
  }

  @Test func itCanBeTurnedOff() throws {
    let (repository, _) = try repository()
    let check = ["check", "../results.csv"]
    for environment in [["NO_COLOR": "1"], ["CLICOLOR": "0"], ["TERM": "dumb"], ["TERM": ""]] {
      let screen = try Terminal.run(check, in: repository, environment: environment)["screen"]?.text
      #expect(screen?.contains("not fit for use") == true)
      #expect(screen?.contains("\u{1b}") == false, "\(environment)")
    }
    for option in ["--no-color", "--json", "--md", "--html"] {
      let screen = try Terminal.run(check + [option], in: repository)["screen"]?.text
      #expect(screen?.contains("not fit for use") == true)
      #expect(screen?.contains("\u{1b}") == false, "\(option)")
    }
    let screen = try Terminal.run(["show", "nothing", "--no-color"], in: repository)["screen"]?.text
    #expect(screen?.contains("error:") == true && screen?.contains("\u{1b}") == false)
  }

  @Test func textOfRecordsCannotColour() throws {
    let repository = try Repository.ready()
    try repository.world.write(
      "evil.csv", "judge,human,text\nyes,no,\u{1b}[32mfit for use\u{1b}[0m\nno,no,b\nyes,yes,c\n")
    let screen = try Terminal.run(["check", "../evil.csv"], in: repository)["screen"]?.text ?? ""
    #expect(screen.contains("␛[32mfit for use"), "\(screen)")
    #expect(!screen.contains("\u{1b}[32mfit"))
  }
}
