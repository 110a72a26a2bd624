import Foundation
import JudgeTestSupport
import Testing

/// The demo runs, and the README shows what it prints.
@Suite struct DemoTests {
  @Test func theReadmeShowsWhatTheDemoPrints() throws {
    let world = try World()
    let root = PackageFolder.root()
    let demo = root.appendingPathComponent("scripts/demo").path
    let outcome = try world.run(
      "bash", [demo], environment: ["GIT_JUDGE_BIN": Binary.folder, "TMPDIR": world.folder.path])
    #expect(outcome.status == 0, "\(outcome.all)")
    // What it says to try works, in the folder that it keeps.
    let next = outcome.text.components(separatedBy: "\n").filter {
      $0.hasPrefix("  export ") || $0.hasPrefix("  cd ")
        || ($0.hasPrefix("  git judge ") && !$0.contains("git judge label"))
    }
    #expect(next.count == 5)
    let tried = try DocumentCommands.run(next.joined(separator: "\n") + "\n", in: world)
    #expect(tried.status == 0, "\(tried.all)")
    let printed = Set(outcome.text.components(separatedBy: "\n").map(Self.trimmed))
    let shown = try Self.shownOutput(in: root.appendingPathComponent("README.md"))
    #expect(shown.count > 5)
    for line in shown where line != "…" {
      #expect(printed.contains(line), "the demo does not print: \(line)\n\(outcome.all)")
    }
  }

  /// The lines of the block after the mark `<!-- demo-output -->`.
  private static func shownOutput(in readme: URL) throws -> [String] {
    let text = try String(contentsOf: readme, encoding: .utf8)
    let parts = text.components(separatedBy: "<!-- demo-output -->\n```\n")
    let block = parts.last?.components(separatedBy: "\n```").first ?? ""
    return block.components(separatedBy: "\n").map(trimmed).filter { !$0.isEmpty }
  }

  private static func trimmed(_ line: String) -> String {
    line.trimmingCharacters(in: .whitespaces)
  }
}
