import Foundation
import JudgeTestSupport
import Testing

/// The Python package, by its own tests and by its guide.
@Suite struct PythonPackageTests {
  /// A Python with pytest and pytest-xdist.
  private static let python = Program.python().flatMap { has("pytest, xdist", $0) }
  /// A Python with MLflow too, in long runs.
  private static let mlflow: Program? = {
    let path = PackageFolder.root().appendingPathComponent(".build/venv-mlflow/bin/python3").path
    guard PropertyRuns.isLong, FileManager.default.isExecutableFile(atPath: path) else {
      return nil
    }
    return has("mlflow, pytest, xdist", Program(path: path))
  }()
  private static let package = PackageFolder.root().appendingPathComponent("python").path

  private static func has(_ modules: String, _ python: Program) -> Program? {
    python.run(["-c", "import \(modules)"]).status == 0 ? python : nil
  }

  @Test(
    .enabled(
      if: python != nil,
      "needs Python 3 with pytest and pytest-xdist: `scripts/bootstrap --tests` makes one"))
  func itsTestsPass() throws {
    let outcome = try tests("tests", by: try #require(Self.python))
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains(" passed"), "\(outcome.all)")
  }

  @Test(
    .enabled(
      if: mlflow != nil,
      "needs a long run and Python 3 with MLflow: `scripts/bootstrap --mlflow` makes one"))
  func itWorksInsideMLflow() throws {
    let outcome = try tests("tests/test_mlflow.py", by: try #require(Self.mlflow))
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("3 passed"), "\(outcome.all)")
  }

  @Test(
    .enabled(
      if: python != nil,
      "needs Python 3 with pytest and pytest-xdist: `scripts/bootstrap --tests` makes one"))
  func theGuideWorksAsWritten() throws {
    let checkout = PackageFolder.root().path
    let (python, runsMLflow) = (try #require(Self.mlflow ?? Self.python), Self.mlflow != nil)
    let script = try DocumentCommands.pythonScript(
      of: "docs/python.md", with: runsMLflow ? ["mlflow"] : []
    )
    .replacingOccurrences(of: "~/git-judge", with: "'\(checkout)'")
    let world = try World()
    let bin = try world.write("bin/python", "#!/bin/sh\nexec '\(python.path)' \"$@\"\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bin)
    let file = try world.write("commands.sh", "set -eux -o pipefail\n" + script)
    let outcome = try world.run("bash", [file], environment: environment(world, bin: bin))
    #expect(outcome.status == 0, "\(outcome.all)")
    #expect(outcome.text.contains("2 passed"), "\(outcome.all)")
    #expect(outcome.text.contains("0.5 in run"), "\(outcome.all)")
    guard runsMLflow else { return }
    #expect(outcome.text.contains("support_quality/value"), "\(outcome.all)")
    #expect(outcome.text.contains("Imported 2 traces and 2 assessments"), "\(outcome.all)")
  }

  private func tests(_ path: String, by python: Program) throws -> Outcome {
    let world = try World()
    return try world.run(
      python.path, ["-m", "pytest", "-q", "-p", "no:cacheprovider", "\(Self.package)/\(path)"],
      environment: environment(world))
  }

  private func environment(_ world: World, bin: String? = nil) -> [String: String] {
    let path = world.environment["PATH"] ?? ""
    let folder = bin.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path + ":" } ?? ""
    return [
      "GIT_JUDGE_BIN": Binary.path, "PYTHONPATH": Self.package, "PYTHONDONTWRITEBYTECODE": "1",
      "MLFLOW_DISABLE_TELEMETRY": "true", "PATH": folder + path,
    ]
  }
}
