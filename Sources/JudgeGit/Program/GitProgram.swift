internal import Subprocess

/// The `git` program, for what libgit2 must not or cannot do: fetch, push, clone, repack, fsck,
/// merging text, walking history across a shallow boundary.
///
/// Never through a shell. Messages are in English (`LC_ALL=C`). Variables that tie git to another
/// repository (`GIT_DIR` and the rest of `git rev-parse --local-env-vars`), which hooks hand on, are
/// taken out of the environment; the settings of `git -c key=value judge …` stay in.
package struct GitProgram: Sendable {
  /// How a run ended.
  package struct Output: Sendable, Hashable {
    /// The exit status; 128 plus the number of the signal for a process that one ended.
    package var status: Int32
    package var output: [UInt8]
    package var errorOutput: [UInt8]

    /// The standard output as text.
    package var text: String { String(decoding: output, as: UTF8.self) }
    /// The standard error as text.
    package var errorText: String { String(decoding: errorOutput, as: UTF8.self) }
    /// The standard output as lines.
    package var lines: [Substring] {
      text.utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0) }
    }
  }

  /// `-C FOLDER` or `--git-dir=FOLDER`; empty for the current folder.
  let place: [String]
  private let variables: [String: String]

  /// Runs git in a folder, which finds its repository itself; nil is the current folder.
  package init(in folder: String?, variables: [String: String] = [:]) {
    place = folder.map { ["-C", $0] } ?? []
    self.variables = variables
  }

  /// Runs git on a repository whatever the current folder is.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - variables: Environment variables to set on top, or to keep although they are cleared.
  package init(_ repository: borrowing Repository, variables: [String: String] = [:]) {
    place = ["--git-dir=\(repository.gitDirectory)"]
    self.variables = variables
  }

  /// Runs git to its end.
  ///
  /// - Parameters:
  ///   - arguments: The arguments after `git`; names from outside must have passed `GitName`.
  ///   - input: The standard input.
  ///   - accepted: Exit statuses that are an answer and not a failure; nil accepts all.
  ///   - timeout: Ends git after this time; nil waits for ever.
  /// - Returns: The exit status and what git wrote.
  /// - Throws: `program` with what git said, `programMissing`, `timeout`, `io`.
  @discardableResult
  package func run(
    _ arguments: [String], input: [UInt8] = [], accepting accepted: Set<Int32>? = [0],
    timeout: Duration? = nil
  ) async throws(GitError) -> Output {
    let all = place + arguments
    let result = await withTaskGroup(of: Result<Output, GitError>.self) { group in
      group.addTask { await launch(all, input) }
      if let timeout {
        group.addTask {
          try? await Task.sleep(for: timeout)
          return .failure(Self.tooLong(arguments, timeout))
        }
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? .failure(Self.tooLong(arguments, .zero))
    }
    let output = try result.get()
    if let accepted, !accepted.contains(output.status) { throw Self.failure(arguments, output) }
    return output
  }

  private func launch(_ arguments: [String], _ input: [UInt8]) async -> Result<Output, GitError> {
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
    do {
      let done = try await Subprocess.run(
        .name("git"), arguments: Arguments(arguments), environment: environment,
        platformOptions: options,
        input: .array(input), output: .bytes(limit: .max), error: .bytes(limit: .max))
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
          .programMissing, "the git program was not found",
          hint: "install git 2.38 or later and see that it is on the PATH"))
    } catch {
      return .failure(GitError(.io, "git \(Self.name(arguments)) could not be run: \(error)"))
    }
  }

  var environment: Environment {
    var changes: [Environment.Key: String?] = [:]
    for name in Self.repositoryVariables {
      changes[Environment.Key(stringLiteral: name)] = .some(nil)
    }
    changes["LC_ALL"] = "C"
    changes["LANGUAGE"] = .some(nil)
    for (name, value) in variables { changes[Environment.Key(stringLiteral: name)] = value }
    return Environment.inherit.updating(changes)
  }

  /// What `git rev-parse --local-env-vars` lists, without the settings of `git -c`, and the
  /// quarantine of a push.
  package static let repositoryVariables = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_OBJECT_DIRECTORY", "GIT_DIR",
    "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR", "GIT_INTERNAL_SUPER_PREFIX", "GIT_QUARANTINE_PATH", "GIT_NAMESPACE",
  ]
}
