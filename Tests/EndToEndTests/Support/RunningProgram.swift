import Foundation
import JudgeTestSupport

/// A program that was started and has not been waited for.
final class RunningProgram {
  private let command: String
  fileprivate let process = Process()
  private let files: TemporaryFolder

  init(
    _ program: String, _ arguments: [String], in place: URL, environment: [String: String],
    input: URL?
  ) throws {
    command = ([program] + arguments).joined(separator: " ")
    // Files, not pipes: a program that fills two pipes waits for whoever reads only one.
    files = try TemporaryFolder("git-judge-e2e-output")
    for name in ["output", "errors"] { try Data().write(to: files.file(name)) }
    let isPath = program.contains("/")
    process.executableURL = URL(fileURLWithPath: isPath ? program : "/usr/bin/env")
    process.arguments = isPath ? arguments : [program] + arguments
    process.currentDirectoryURL = place
    process.environment = environment
    process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? .nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files.file("output"))
    process.standardError = try FileHandle(forWritingTo: files.file("errors"))
    try process.run()
  }

  /// Whether it still runs.
  var isRunning: Bool { process.isRunning }

  /// Ends it as a power cut would.
  func kill() { _ = Foundation.kill(process.processIdentifier, SIGKILL) }

  /// Ends it as Ctrl-C does.
  func interrupt() { _ = Foundation.kill(process.processIdentifier, SIGINT) }

  /// Waits for its end.
  func wait() throws -> Outcome {
    process.waitUntilExit()
    return Outcome(
      command: command, status: process.terminationStatus,
      output: try Data(contentsOf: files.file("output")),
      errors: try Data(contentsOf: files.file("errors")))
  }
}

extension RunningProgram {
  /// Ends a program and everything that it started: Foundation gives each its process group.
  func killGroup() throws {
    _ = Foundation.kill(-process.processIdentifier, SIGKILL)
    kill()
    _ = try wait()
  }
}
