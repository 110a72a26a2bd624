import FoundationEssentials
import JudgeGit
import JudgeJSON
public import JudgeRecords
public import JudgeScoring
import JudgeStore

extension JudgeRepository {
  /// Makes the body of a judge that is a program.
  ///
  /// The files that the command names are taken into the body by hash, so that a later version of
  /// them is not run under this judge's name.
  ///
  /// - Parameters:
  ///   - name: the judge's name.
  ///   - command: the program and its arguments; relative paths count from the top of the work
  ///     tree.
  ///   - timeout: how long it may take for a row, in seconds.
  /// - Returns: the body.
  /// - Throws: `JudgeError` where the program is not there.
  public func programBody(
    _ name: String, command: [String], timeout: Double? = nil
  ) throws(JudgeError) -> JudgeBody {
    guard let program = command.first else { throw JudgeError(.usage, "name a program") }
    var body = JudgeBody(name: name, instructions: "")
    body.form = .program
    body.description = "The program \(command.joined(separator: " "))"
    body.settings = [ProgramJudge.commandKey: .array(command.map { .string($0) })]
    if let timeout { body.settings[ProgramJudge.timeoutKey] = .number(timeout) }
    var files = JSONObject()
    for word in command {
      if let digest = ProgramJudge.digest(word, in: programFolder) { files[word] = .string(digest) }
    }
    guard files[program] != nil || !program.contains("/") else {
      throw JudgeError(
        .notFound, "there is no program \(program)",
        hint: "relative paths count from \(programFolder ?? "the current folder")")
    }
    if !files.isEmpty { body.settings[ProgramJudge.filesKey] = .object(files) }
    return body
  }

  /// A judge that is a program which the caller names here and now.
  ///
  /// - Parameter body: as ``programBody(_:command:timeout:)`` makes it.
  /// - Returns: the judge.
  /// - Throws: `JudgeError` where the body names no program.
  public func programJudge(_ body: JudgeBody) throws(JudgeError) -> any Judge {
    do { return try ProgramJudge.judge(body, in: programFolder) } catch {
      throw JudgeError(wrapping: error)
    }
  }

  /// An application as a program: it reads the inputs as JSON and prints the outputs as JSON.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments.
  ///   - timeout: how long it may take for a row, in seconds.
  /// - Returns: a function over inputs; output that is no JSON is a text.
  public nonisolated func predictor(
    _ command: [String], timeout: Double = 120
  ) -> EvaluationPlan.Predictor {
    let program = ForeignProgram(command, in: nil)
    return { inputs in
      let done: ForeignProgram.Output
      do throws(GitError) {
        done = try await program.run(
          input: inputs.canonicalBytes() + [0x0a], timeout: .bounded(timeout))
      } catch { throw JudgeError(.invalid, error.message, hint: error.hint) }
      guard done.status == 0 else {
        throw JudgeError(
          .invalid,
          "the application ended with status \(done.status): "
            + String(decoding: done.errorOutput.suffix(500), as: UTF8.self))
      }
      if let value = try? JSONValue(parsing: done.output) { return value }
      let text = String(decoding: done.output, as: UTF8.self)
      return .string(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }
  }

  /// Lets the program of a judge run on this machine.
  ///
  /// - Parameter text: the judge, or a prefix of its hash.
  /// - Returns: the version with the program.
  /// - Throws: `JudgeError` where it is not there or is no program.
  public func trust(_ text: String) async throws(JudgeError) -> JudgeVersion {
    let version = try await judge(named: text)
    // A step that a program did runs it again where the judge is rebuilt without some labels.
    let replays = version.body.steps.contains { $0.optimizer == ProgramOptimizer.stepName }
    guard Self.runsPrograms(version.body) || replays else {
      throw JudgeError(.invalid, "\(version.label) runs no program: there is nothing to trust")
    }
    try checkUnchanged(version)
    try await JudgeError.wrap {
      try await store.setConfig("judge.\(version.hash.hex).trusted", "true")
    }
    return version
  }

  /// Refuses a judge that may not run here: one that learned from what is redacted, or whose
  /// program nobody on this machine has trusted (exit 4).
  func checkTrusted(_ version: JudgeVersion) async throws(JudgeError) {
    try await checkNotRedacted(version)
    try await checkPrograms(version)
  }

  /// Refuses a judge with a program that nobody on this machine has trusted (exit 4).
  func checkPrograms(_ version: JudgeVersion) async throws(JudgeError) {
    guard Self.runsPrograms(version.body) else { return }
    let isTrusted = try await JudgeError.wrap {
      try await store.config("judge.\(version.hash.hex).trusted") == "true"
    }
    guard isTrusted else {
      let commands = Self.programs(of: version.body)
        .map { $0.settingList(ProgramJudge.commandKey).joined(separator: " ") }
      throw JudgeError(
        .notTrusted,
        "\(version.label) runs a program that nobody on this machine has trusted: "
          + commands.joined(separator: "; "),
        hint: "read it, then run `git judge trust \(version.hash.prefix(12))`")
    }
    try checkUnchanged(version)
  }

  /// Refuses a program whose files are not those that the judge was made with (exit 4).
  private func checkUnchanged(_ version: JudgeVersion) throws(JudgeError) {
    for body in Self.programs(of: version.body) {
      let files = body.settings[ProgramJudge.filesKey]?.objectValue ?? [:]
      if let changed = ProgramJudge.changedFile(files, in: programFolder) {
        throw JudgeError(
          .notTrusted, "\(changed) is not the file that \(version.label) was made with",
          hint: "make a new version with `git judge new \(body.name) --exec …`")
      }
    }
  }

  /// Whether the programs of all these judges may run here.
  public func areTrusted(_ versions: [JudgeVersion]) async -> Bool {
    for version in versions {
      do { try await checkTrusted(version) } catch { return false }
    }
    return true
  }

  /// Where programs of judges run: the top of the work tree.
  var programFolder: String? { store.location.workTree }

  private static func runsPrograms(_ body: JudgeBody) -> Bool { !programs(of: body).isEmpty }

  /// The bodies of programs in a body: its own, or those of an ensemble's members, whom it holds
  /// whole.
  private static func programs(of body: JudgeBody) -> [JudgeBody] {
    if body.form == .program { return [body] }
    let members = body.settings[EnsembleBody.membersKey]?.arrayValue ?? []
    return members.compactMap { $0.objectValue.flatMap { try? JudgeBody(fields: $0) } }
      .flatMap(programs)
  }
}
