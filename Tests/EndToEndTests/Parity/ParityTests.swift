import Foundation
import JudgeTestSupport
import Testing

/// The 74 rows of MLflow's judge guides: `scripts/parity` carries them out, and a page describes them.
@Suite struct ParityTests {
  private static let root = PackageFolder.root()
  private static let python = Program.python()
  private static let rows =
    (1...30).map { "A\($0)" } + (1...17).map { "B\($0)" } + (1...27).map { "C\($0)" }

  @Test(
    .enabled(if: PropertyRuns.isLong, "needs a long run (make test-long)"),
    .enabled(if: python != nil, "needs Python 3; set GIT_JUDGE_PYTHON to its path"))
  func everyRowWorks() throws {
    let python = try #require(Self.python)
    let world = try World()
    let script = Self.root.appendingPathComponent("scripts/parity").path
    let outcome = try world.run(
      python.path, [script, "--program", Binary.path, "--json"],
      environment: ["TMPDIR": world.folder.path])
    let results = try outcome.json()["rows"]?.list ?? []
    #expect(results.compactMap { $0["row"]?.text } == Self.rows)
    for result in results {
      let verdict = result["result"]?.text ?? ""
      #expect(verdict == "works" || verdict.hasPrefix("needs the "), "\(result.line)")
    }
    #expect(outcome.status == 0, "\(outcome.errorText)")
  }

  @Test func thePageDescribesEachRowOnce() throws {
    let page = try String(
      contentsOf: Self.root.appendingPathComponent("docs/mlflow-parity.md"), encoding: .utf8)
    let described = page.components(separatedBy: "\n").compactMap { line in
      line.firstMatch(of: /^\| ([ABC][0-9]+) \|/).map { String($0.1) }
    }
    #expect(described == Self.rows)
  }
}
