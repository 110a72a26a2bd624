import Foundation
import JudgeTestSupport
import Testing

/// The checks of `Tests/Conformance` that need neither MLflow nor a long time: raw requests of
/// MLflow's client, and what their answers must have.
@Suite struct ConformanceTests {
  private static let root = PackageFolder.root()
  private static let python = Program.python()

  @Test(.enabled(if: python != nil, "needs Python 3; set GIT_JUDGE_PYTHON to its path"))
  func everyRawRequestIsAnsweredRightly() throws {
    let python = try #require(Self.python)
    let world = try World()
    let script = Self.root.appendingPathComponent("scripts/conformance").path
    let outcome = try world.run(
      python.path, [script, "--program", Binary.path, "--part", "wire"],
      environment: ["TMPDIR": world.folder.path])
    let wrong = outcome.text.components(separatedBy: "\n").filter { $0.hasPrefix("FAILED") }
    #expect(wrong.isEmpty)
    #expect(outcome.status == 0, "\(outcome.text.suffix(3000))\(outcome.errorText)")
  }
}
