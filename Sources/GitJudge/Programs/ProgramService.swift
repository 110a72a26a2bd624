import FoundationEssentials
import JudgeJSON
public import JudgeRecords
public import JudgeScoring
import JudgeStore
import JudgeWork

/// Judges, optimizers and applications that are programs, and the trust in them.
public struct ProgramService: Sendable {
  let repository: JudgeRepository
}

extension ProgramService {
  /// Makes the body of a judge that is a program.
  ///
  /// The body records the hashes of the files that the command names, so that a later version of
  /// them is not run under this judge's name.
  ///
  /// - Parameters:
  ///   - name: the judge's name.
  ///   - command: the program and its arguments; relative paths start at the top of the work tree.
  ///   - timeout: the time limit for a row in seconds.
  /// - Returns: the body.
  /// - Throws: `JudgeFailure` if the program does not exist.
  public func programBody(
    _ name: String, command: [String], timeout: Double? = nil
  ) throws -> JudgeBody {
    guard let program = command.first else { throw JudgeFailure(.usage, "name a program") }
    var body = JudgeBody(name: name, instructions: "")
    body.form = .program
    body.description = "The program \(command.joined(separator: " "))"
    body.settings = [ProgramJudge.commandKey: .array(command.map { .string($0) })]
    if let timeout { body.settings[ProgramJudge.timeoutKey] = .number(timeout) }
    var files = JSONObject()
    for word in command {
      let digest = ProgramFiles.digest(word, in: programFolder)
      if let digest { files[word] = .string(digest) }
    }
    guard files[program] != nil || !program.contains("/") else {
      throw JudgeFailure(
        .notFound, "there is no program \(program)",
        remedy: "relative paths count from \(programFolder ?? "the current folder")")
    }
    if !files.isEmpty { body.settings[ProgramJudge.filesKey] = .object(files) }
    return body
  }

  /// Makes a judge from a program that the user has just typed.
  ///
  /// Never pass a command from a record: it would run although no person has trusted it.
  ///
  /// - Parameters:
  ///   - name: the judge's name.
  ///   - command: the program and its arguments.
  ///   - timeout: the time limit for a row in seconds.
  /// - Returns: the judge.
  /// - Throws: `JudgeFailure` if the program does not exist.
  public func programJudge(
    _ name: String, command: [String], timeout: Double? = nil
  ) throws -> any Judge {
    let body = try programBody(name, command: command, timeout: timeout)
    let files = ProgramFiles(namedBy: [command], in: programFolder)
    let program = TrustedProgram(
      typed: command, files: files, in: programFolder, variables: repository.programVariables)
    return try ProgramJudge.judge(body, program)
  }

  /// Makes an application from a program.
  ///
  /// The program reads the inputs as JSON and prints the outputs as JSON.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments, as the user has typed them.
  ///   - timeout: the time limit for a row in seconds.
  /// - Returns: a function of the inputs; output that is not JSON is treated as text.
  public func predictor(
    _ command: [String], timeout: Double = 120
  ) -> EvaluationPlan.Predictor {
    let program = TrustedProgram(
      typed: command, in: nil, variables: repository.programVariables)
    return { inputs in
      let done: ForeignProgram.Output
      do throws(StoreError) {
        done = try await program.run(
          input: inputs.canonicalBytes() + [0x0a], seconds: timeout)
      } catch { throw JudgeFailure(.invalid, error.message, remedy: error.remedy) }
      guard done.status == 0 else {
        throw JudgeFailure(.invalid, "the application \(ProgramJudge.ending(done))")
      }
      guard done.output.count <= ProgramJudge.longestAnswer else {
        throw JudgeFailure(.invalid, ProgramJudge.tooLong(done.output.count))
      }
      if let value = try? JSONValue(parsing: done.output) { return value }
      guard let text = String(validating: done.output, as: UTF8.self) else {
        throw JudgeFailure(.invalid, "the application's output is not UTF-8")
      }
      return .string(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }
  }

  /// Allows the program of a judge to run on this machine, with its files as they are now.
  ///
  /// - Parameter text: the judge, or a prefix of its hash.
  /// - Returns: the version with the program.
  /// - Throws: `JudgeFailure` if the judge does not exist or is not a program; (4) if a file
  ///   differs from the one with which the judge was made.
  public func trust(_ text: String) async throws -> JudgeVersion {
    let version = try await repository.judges.find(named: text)
    // If the judge is rebuilt without some labels, the programs of its steps run again.
    let programs = RecordedProgram.all(of: version.body, steps: version.body.steps[...])
    guard !programs.isEmpty else {
      throw JudgeFailure(.invalid, "\(version.label) runs no program: there is nothing to trust")
    }
    try checkUnchanged(programs, version)
    let files = ProgramFiles(namedBy: programs.map(\.command), in: programFolder)
    try ProgramTrust(stateDirectory: repository.store.location.stateDirectory).keep(
      files, of: version.hash)
    try await repository.store.setConfig(Self.trustKey(version), "true")
    return version
  }

  /// Returns the files with which the programs of a judge were trusted.
  ///
  /// - Throws: `JudgeFailure` (4) if the programs are not trusted on this machine, or a file has
  ///   changed since then.
  func trustedFiles(
    of version: JudgeVersion, _ programs: [RecordedProgram]
  ) async throws -> ProgramFiles {
    let isTrusted = try await repository.store.config(Self.trustKey(version)) == "true"
    let remedy = Remedy.inOrder([
      "read it", .run(.trustProgram, ["\(version.hash.prefix(12))"]),
    ])
    guard isTrusted else {
      throw JudgeFailure(
        .notTrusted,
        "\(version.label) runs a program that nobody on this machine has trusted: "
          + programs.map { $0.command.joined(separator: " ") }.joined(separator: "; "),
        remedy: remedy)
    }
    try checkUnchanged(programs, version)
    let now = ProgramFiles(namedBy: programs.map(\.command), in: programFolder)
    let own = programs.reduce(ProgramFiles()) { $0.merging($1.files) }
    let seen = ProgramTrust(stateDirectory: repository.store.location.stateDirectory).files(
      of: version.hash)
    // Earlier versions did not store hashes. In that case the record's hashes must cover all files.
    let trusted = (seen ?? ProgramFiles()).merging(own)
    if let changed = trusted.changed(in: programFolder) {
      throw JudgeFailure(
        .notTrusted, "\(changed) is not the file that \(version.label) was trusted with",
        remedy: remedy)
    }
    if let new = trusted.missing(of: now) {
      throw JudgeFailure(
        .notTrusted,
        seen == nil
          ? "\(version.label) was trusted before git-judge recorded its files: \(new) may have "
            + "changed since"
          : "\(new) was not there when \(version.label) was trusted",
        remedy: remedy)
    }
    return trusted
  }

  /// Refuses programs whose files differ from those the judge was made with (exit 4).
  private func checkUnchanged(
    _ programs: [RecordedProgram], _ version: JudgeVersion
  ) throws {
    for program in programs {
      guard let changed = program.files.changed(in: programFolder) else { continue }
      throw JudgeFailure(
        .notTrusted, "\(changed) is not the file that \(version.label) was made with",
        remedy: .run(
          .createJudge, [program.owner], with: [.program: "…"], to: "make a new version"))
    }
  }

  private static func trustKey(_ version: JudgeVersion) -> String {
    "judge.\(version.hash.hex).trusted"
  }

  /// Returns whether all these judges may run here.
  public func areTrusted(_ versions: [JudgeVersion]) async -> Bool {
    for version in versions {
      do { _ = try await permit(version) } catch { return false }
    }
    return true
  }

  /// The folder in which judges' programs run: the top of the work tree.
  var programFolder: String? { repository.store.location.workTree }
}
