import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeStore
import JudgeWork

/// A program that may be run, with the files with which it was trusted.
///
/// Values are created only in this file: for a command that the user typed, or for a recorded one
/// that this machine trusts. No other code of this module may start a program
/// (`scripts/check-layers`), so code that runs a record's command without the check does not
/// compile.
struct TrustedProgram: Sendable {
  /// The program and its arguments.
  let command: [String]
  /// The files of the program at the time it was trusted.
  let files: ProgramFiles
  private let folder: String?
  private let program: ForeignProgram

  fileprivate init(
    recorded command: [String], files: ProgramFiles, in folder: String?,
    variables: [String: String]
  ) {
    self.command = command
    self.files = files
    self.folder = folder
    program = ForeignProgram(command, in: folder, variables: variables)
  }

  /// Creates a program from a command that the user has typed, which is the sign of trust.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments, never from a record.
  ///   - files: the content that the files must keep.
  ///   - folder: the folder in which it runs. If `nil`, the current folder.
  ///   - variables: environment variables besides those of this process.
  init(
    typed command: [String], files: ProgramFiles = ProgramFiles(), in folder: String?,
    variables: [String: String] = [:]
  ) {
    self.init(recorded: command, files: files, in: folder, variables: variables)
  }

  /// Returns the first file that differs from the trusted one, or `nil` if all are unchanged.
  func changedFile() -> String? { files.changed(in: folder) }

  /// Runs the program and waits for its end.
  ///
  /// - Parameters:
  ///   - input: its standard input.
  ///   - seconds: the time limit in seconds, at most a day.
  /// - Returns: the exit status and the output.
  /// - Throws: `StoreError`: `program-missing`, `timeout`, `io`.
  func run(input: [UInt8], seconds: Double) async throws(StoreError) -> ForeignProgram.Output {
    try await program.run(input: input, seconds: seconds)
  }
}

/// The models and programs that a judge of the store may use here.
///
/// Of the judge's programs, it holds only those that this machine trusts.
struct RunPermit: Sendable {
  /// The models, with a runner for the judge's own programs only.
  let models: ModelRegistry
  private let body: JudgeBody
  private let programs: [String: TrustedProgram]

  fileprivate init(
    _ models: ModelRegistry, _ body: JudgeBody, _ programs: [String: TrustedProgram]
  ) {
    self.body = body
    self.programs = programs
    // A nested function: closure literals do not take typed throws here.
    @Sendable func run(_ body: JudgeBody) throws(JudgeFailure) -> any Judge {
      guard let program = programs[Self.key(body.settings)] else {
        throw JudgeFailure(.notTrusted, "\(body.name) is a program that nobody here has trusted")
      }
      return try ProgramJudge.judge(body, program)
    }
    self.models = models.running(run)
  }

  /// Returns the judge.
  ///
  /// - Parameter model: the model for a judge without one.
  /// - Returns: the judge, ready to be asked.
  /// - Throws: `JudgeFailure` if no provider answers for its model.
  func judge(defaultModel model: String?) throws(JudgeFailure) -> any Judge {
    try models.judge(body, defaultModel: model)
  }

  /// Returns the program of a step, or `nil` if this judge has no such step.
  func program(of step: AlignmentStep) -> TrustedProgram? { programs[Self.key(step.settings)] }

  /// Returns the settings that identify a program, with the hashes of its files.
  fileprivate static func key(_ settings: JSONObject) -> String {
    JSONValue.object(settings).canonicalText
  }
}

extension ProgramService {
  /// Permits a judge of the store to run.
  ///
  /// - Parameters:
  ///   - version: the judge.
  ///   - steps: steps to repeat without redacted labels, among others. A redaction is then not a
  ///     reason to refuse, and the programs of the steps are needed too.
  /// - Returns: the permit.
  /// - Throws: `JudgeFailure` (4) if the judge learned from redacted content, its program is not
  ///   trusted on this machine, or a file of the program has changed since then.
  func permit(
    _ version: JudgeVersion, redoing steps: ArraySlice<AlignmentStep>? = nil
  ) async throws -> RunPermit {
    if steps == nil { try await repository.redactions.checkNotRedacted(version) }
    let recorded = RecordedProgram.all(of: version.body, steps: steps ?? [])
    let models = repository.models.answering(
      try await repository.judges.gatewayJudges(of: version.body))
    guard !recorded.isEmpty else { return RunPermit(models, version.body, [:]) }
    let files = try await trustedFiles(of: version, recorded)
    var programs: [String: TrustedProgram] = [:]
    for program in recorded {
      programs[RunPermit.key(program.settings)] = TrustedProgram(
        recorded: program.command, files: program.files.merging(files), in: programFolder,
        variables: repository.programVariables)
    }
    return RunPermit(models, version.body, programs)
  }
}
