public import Foundation

/// A program that a test runs and whose output it reads.
public struct Program: Sendable {
  /// The executable.
  public let path: String

  /// Takes an executable by its path.
  public init(path: String) { self.path = path }

  /// Finds an executable on `PATH`; `nil` where there is none.
  public init?(named name: String) {
    let folders = ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in folders.split(separator: ":") {
      let candidate = "\(folder)/\(name)"
      if FileManager.default.isExecutableFile(atPath: candidate) {
        path = candidate
        return
      }
    }
    return nil
  }

  /// The Python of the tests: `GIT_JUDGE_PYTHON`, else `.build/venv` of the package, else
  /// `python3` on `PATH`.
  public static func python(from file: String = #filePath) -> Program? {
    if let given = ProcessInfo.processInfo.environment["GIT_JUDGE_PYTHON"] {
      return Program(path: given)
    }
    let own = PackageFolder.root(from: file).appendingPathComponent(".build/venv/bin/python3").path
    if FileManager.default.isExecutableFile(atPath: own) { return Program(path: own) }
    return Program(named: "python3")
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: its arguments.
  ///   - folder: where it runs; the current folder where none is given.
  /// - Returns: exit status and what it wrote; status 127 where it could not be started.
  public func run(_ arguments: [String], in folder: URL? = nil) -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: a program that fills two pipes waits for whoever reads only one.
    guard let files = try? TemporaryFolder("git-judge-output") else {
      return Result(status: 127, output: Data(), errors: Data())
    }
    let (output, errors) = (files.file("output"), files.file("errors"))
    for file in [output, errors] { try? Data().write(to: file) }
    do {
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
    } catch {
      return Result(status: 127, output: Data(), errors: Data("\(error)".utf8))
    }
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: (try? Data(contentsOf: output)) ?? Data(),
      errors: (try? Data(contentsOf: errors)) ?? Data())
  }

  /// What came of a run.
  public struct Result: Sendable {
    /// The exit status.
    public let status: Int32
    /// Standard output.
    public let output: Data
    /// Standard error.
    public let errors: Data

    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text.
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
  }
}
