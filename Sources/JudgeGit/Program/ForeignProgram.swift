import JudgeWork
internal import Subprocess
internal import SystemPackage

/// A program of the user's: an application to evaluate, a check, an optimizer.
///
/// Never through a shell. It is ended when its time is over, and what it writes is bounded.
package struct ForeignProgram: Sendable {
  /// How a run ended.
  package struct Output: Sendable, Hashable {
    /// The exit status; 128 plus the number of the signal for a process that one ended.
    package var status: Int32
    /// What it wrote.
    package var output: [UInt8]
    /// What it wrote on standard error.
    package var errorOutput: [UInt8]
  }

  /// The most that a program may write, in bytes.
  package static let longestOutput = 16 << 20

  /// The program and its arguments.
  package let command: [String]
  /// The folder in which it runs; nil is the current one.
  package let folder: String?

  /// The variables that it gets besides those of this process.
  package let variables: [String: String]

  /// Names a program.
  ///
  /// - Parameters:
  ///   - command: the program, a path or a name on the PATH, and its arguments.
  ///   - folder: the folder in which it runs.
  ///   - variables: environment variables besides those of this process.
  package init(_ command: [String], in folder: String?, variables: [String: String] = [:]) {
    self.command = command
    self.folder = folder
    self.variables = variables
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - input: its standard input.
  ///   - timeout: how long it may take.
  /// - Returns: the exit status and what it wrote.
  /// - Throws: `programMissing`, `timeout`, `io`.
  package func run(input: [UInt8], timeout: Duration) async throws(GitError) -> Output {
    let result = await withTaskGroup(of: Result<Output, GitError>.self) { group in
      group.addTask { await launch(input) }
      group.addTask {
        try? await Task.sleep(for: timeout)
        return .failure(GitError(.timeout, "\(command.first ?? "") was ended after \(timeout)"))
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? .failure(GitError(.timeout, "the program did not run"))
    }
    return try result.get()
  }

  private var environment: Environment {
    var updates: [Environment.Key: String?] = [:]
    for (name, value) in variables {
      if let key = Environment.Key(rawValue: name) { updates[key] = value }
    }
    return .inherit.updating(updates)
  }

  private func launch(_ input: [UInt8]) async -> Result<Output, GitError> {
    do throws(GitError) { try OpenFiles.checkFree() } catch { return .failure(error) }
    var options = PlatformOptions()
    // Its children too: a script's own programs must not outlive its time.
    options.processGroupID = 0
    options.teardownSequence = [
      .send(
        signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500)),
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100)),
    ]
    let name = command.first ?? ""
    let program: Executable = name.contains("/") ? .path(FilePath(absolute(name))) : .name(name)
    do {
      let stdin = try UnnamedFile.holding(input)
      let done = try await Subprocess.run(
        program, arguments: Arguments(Array(command.dropFirst())), environment: environment,
        workingDirectory: folder.map { FilePath($0) }, platformOptions: options,
        input: .fileDescriptor(stdin, closeAfterSpawningProcess: true),
        output: .bytes(limit: Self.longestOutput),
        error: .bytes(limit: Self.longestOutput))
      let status: Int32 =
        switch done.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
      return .success(
        Output(status: status, output: done.standardOutput, errorOutput: done.standardError))
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return .failure(
        GitError(
          .programMissing, "the program \(name) was not found",
          remedy: "see that it is there and executable"))
    } catch {
      return .failure(GitError(.io, "\(name) could not be run: \(error)"))
    }
  }

  /// A path as seen from the folder in which the program runs.
  private func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder else { return path }
    return folder + "/" + path
  }
}

extension Duration {
  /// A time limit that somebody gave in seconds, at most a day: longer times, or texts that are not
  /// numbers, would not fit.
  package static func bounded(_ seconds: Double) -> Duration {
    .seconds(seconds > 0 ? min(seconds, 86_400) : 0)
  }
}
