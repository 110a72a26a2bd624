import JudgeWork
internal import Subprocess

/// The `git` program, for what libgit2 must not or cannot do: fetch, push, clone, repack, fsck,
/// merging text, walking history across a shallow boundary.
///
/// Never through a shell. Messages are in English (`LC_ALL=C`). Variables that tie git to another
/// repository (`GIT_DIR` and the rest of `git rev-parse --local-env-vars`), which hooks hand on, are
/// taken out of the environment; the settings of `git -c key=value judge …` stay in.
///
/// Every call sees the objects as they are: no replacement (`refs/replace/*`), graft or commit graph
/// stands in for one, and no setting of the user's changes what git prints (``plainSettings(for:)``).
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
  /// The variables that it sets, such as those that lead to the objects of a push.
  package let variables: [String: String]

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
    if GitProgress.mayAsk(arguments) { WorkProgress.pause() }
    let shown = GitProgress.showing(arguments)
    let all = Self.plainSettings(for: arguments) + place + (shown ?? arguments)
    let result = await withTaskGroup(of: Result<Output, GitError>.self) { group in
      group.addTask { await launch(all, input, isWatched: shown != nil) }
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

  private func launch(
    _ arguments: [String], _ input: [UInt8], isWatched: Bool
  ) async -> Result<Output, GitError> {
    do throws(GitError) { try OpenFiles.checkFree() } catch { return .failure(error) }
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
    do {
      if isWatched { return .success(try await watched(arguments, input, options)) }
      let done = try await Subprocess.run(
        .name("git"), arguments: Arguments(arguments), environment: environment,
        platformOptions: options,
        input: .fileDescriptor(try UnnamedFile.holding(input), closeAfterSpawningProcess: true),
        output: .bytes(limit: .max), error: .bytes(limit: .max))
      let status: Int32 =
        switch done.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
      return .success(
        Output(status: status, output: done.standardOutput, errorOutput: done.standardError))
    } catch let error as SubprocessError where error.code == .executableNotFound {
      return .failure(Self.missing)
    } catch {
      return .failure(GitError(.io, "git \(Self.name(arguments)) could not be run: \(error)"))
    }
  }

  /// Runs a command whose progress is reported while it runs.
  private func watched(
    _ arguments: [String], _ input: [UInt8], _ options: PlatformOptions
  ) async throws -> Output {
    var progress = GitProgress()
    let done = try await Subprocess.run(
      .name("git"), arguments: Arguments(arguments), environment: environment,
      platformOptions: options,
      input: .fileDescriptor(try UnnamedFile.holding(input), closeAfterSpawningProcess: true),
      output: .bytes(limit: .max), error: .sequence
    ) { execution in
      for try await piece in execution.standardError {
        for step in progress.take(piece.withUnsafeBytes { Array($0) }) {
          WorkProgress.listener?(step)
        }
      }
    }
    if let last = progress.finish() { WorkProgress.listener?(last) }
    let status: Int32 =
      switch done.terminationStatus {
      case .exited(let code): code
      case .signaled(let signal): 128 + signal
      }
    return Output(status: status, output: done.standardOutput, errorOutput: progress.rest)
  }

  /// Runs git and hands what it writes to a closure piece by piece, so that the memory does not
  /// follow the output; git waits while a piece is looked at.
  ///
  /// - Parameters:
  ///   - arguments: The arguments after `git`.
  ///   - input: The standard input.
  ///   - consume: Gets each piece, valid only inside it.
  /// - Throws: `program` with what git said, `programMissing`, `io`, and what the closure throws.
  package func stream(
    _ arguments: [String], input: [UInt8] = [],
    consume: (UnsafeRawBufferPointer) throws(GitError) -> Void
  ) async throws(GitError) {
    try await pieces(arguments, input: input) { piece in
      try piece.withUnsafeBytes { raw throws in try consume(raw) }
    }
  }

  /// As ``stream(_:input:consume:)``, for a closure that waits for others while git waits for it.
  func streamBytes(
    _ arguments: [String], input: [UInt8],
    consume: ([UInt8]) async throws(GitError) -> Void
  ) async throws(GitError) {
    try await pieces(arguments, input: input) { piece in
      try await consume(piece.withUnsafeBytes { Array($0) })
    }
  }

  private func pieces(
    _ arguments: [String], input: [UInt8],
    _ each: (SubprocessOutputSequence.Buffer) async throws -> Void
  ) async throws(GitError) {
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
    let status: Int32
    let said: String
    do {
      let done = try await Subprocess.run(
        .name("git"), arguments: Arguments(Self.plainSettings(for: arguments) + place + arguments),
        environment: environment, platformOptions: options,
        input: .fileDescriptor(try UnnamedFile.holding(input), closeAfterSpawningProcess: true),
        output: .sequence, error: .bytes(limit: 1 << 20)
      ) { execution in
        for try await piece in execution.standardOutput { try await each(piece) }
      }
      status =
        switch done.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
      said = String(decoding: done.standardError, as: UTF8.self)
    } catch let error as GitError {
      throw error
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw Self.missing
    } catch {
      throw GitError(.io, "git \(Self.name(arguments)) could not be run: \(error)")
    }
    guard status == 0 else {
      throw Self.failure(
        arguments, Output(status: status, output: [], errorOutput: Array(said.utf8)))
    }
  }

  private static let missing = GitError(
    .programMissing, "the git program was not found",
    remedy: "install git 2.38 or later and see that it is on the PATH")

  var environment: Environment {
    var changes: [Environment.Key: String?] = [:]
    for name in Self.repositoryVariables {
      changes[Environment.Key(stringLiteral: name)] = .some(nil)
    }
    for name in Self.outputVariables {
      changes[Environment.Key(stringLiteral: name)] = .some(nil)
    }
    changes["LC_ALL"] = "C"
    changes["LANGUAGE"] = .some(nil)
    changes["GIT_NO_REPLACE_OBJECTS"] = "1"
    // Below a file there is no file: git takes that for "no grafts" and gives no advice.
    changes["GIT_GRAFT_FILE"] = "/dev/null/no-grafts"
    for (name, value) in variables { changes[Environment.Key(stringLiteral: name)] = value }
    return Environment.inherit.updating(changes)
  }

  /// Options and settings in front of every command.
  ///
  /// They win over every file of settings and its includes. Settings for remotes (URLs, proxies,
  /// credentials, `safe.directory`) stay the user's. No call asks for patches, so that attributes
  /// and `textconv` have nothing to work on.
  static func plainSettings(for arguments: [String]) -> [String] {
    // Only the installation of hooks asks for their folder, and it means the user's own.
    let kept = arguments.contains("--git-path") ? settings.filter { $0 != noHooks } : settings
    return ["--no-replace-objects", "--no-pager"] + kept.flatMap { ["-c", $0] }
  }

  private static let noHooks = "core.hooksPath=/dev/null"

  private static let settings = [
    "advice.graftFileDeprecated=false", "color.ui=false", "column.ui=never",
    "core.commitGraph=false", "core.fsmonitor=false",
    noHooks, "core.quotePath=false", "core.abbrev=40", "diff.external=",
    "diff.ignoreSubmodules=none", "diff.mnemonicPrefix=false", "diff.noprefix=false",
    "diff.orderFile=/dev/null", "diff.relative=false", "diff.renames=false", "diff.submodule=short",
    "format.pretty=medium", "i18n.commitEncoding=UTF-8", "i18n.logOutputEncoding=UTF-8",
    "log.abbrevCommit=false", "log.date=default", "log.decorate=no", "log.diffMerges=off",
    "log.follow=false", "log.mailmap=false", "log.showRoot=true", "log.showSignature=false",
  ]

  /// Variables that change what git prints or which paths it means.
  private static let outputVariables = [
    "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF", "GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
    "GIT_LITERAL_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_NOTES_DISPLAY_REF", "GIT_NOTES_REF",
    "GIT_PAGER", "GIT_TRACE", "GIT_TRACE_SETUP", "GIT_TRACE_PACKET",
  ]

  /// Variables by which git shows a hook the objects of a push before they are in the repository.
  package static let quarantineVariables = [
    "GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH",
  ]

  /// What `git rev-parse --local-env-vars` lists, without the settings of `git -c`, and the
  /// quarantine of a push.
  package static let repositoryVariables = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_OBJECT_DIRECTORY", "GIT_DIR",
    "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE", "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX", "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR", "GIT_INTERNAL_SUPER_PREFIX", "GIT_QUARANTINE_PATH", "GIT_NAMESPACE",
  ]
}
