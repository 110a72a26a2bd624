import JudgeJSON
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeStore
import JudgeWork

/// A program that may be run, with the files that it was trusted with.
///
/// Only this file makes one: for a command that the user typed, or for one that a record names and
/// this machine trusts. No other code of this module may start a program (`scripts/check-layers`),
/// so code that runs a record's command does not compile without the check.
struct TrustedProgram: Sendable {
  /// The program and its arguments.
  let command: [String]
  /// Its files, as they were when it was trusted.
  let files: ProgramFiles
  private let folder: String?
  private let program: ForeignProgram

  fileprivate init(recorded command: [String], files: ProgramFiles, in folder: String?) {
    self.command = command
    self.files = files
    self.folder = folder
    program = ForeignProgram(command, in: folder)
  }

  /// A program that the user has typed, which is trusted for the command it was typed for.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments, never those of a record.
  ///   - files: the content that they must keep.
  ///   - folder: the folder in which it runs. If `nil`, the current folder.
  init(typed command: [String], files: ProgramFiles = ProgramFiles(), in folder: String?) {
    self.init(recorded: command, files: files, in: folder)
  }

  /// The first file that differs from the trusted one, or `nil` if none does.
  func changedFile() -> String? { files.changed(in: folder) }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - input: its standard input.
  ///   - seconds: how long it may take, at most a day.
  /// - Returns: the exit status and what it wrote.
  /// - Throws: `StoreError`: `program-missing`, `timeout`, `io`.
  func run(input: [UInt8], seconds: Double) async throws(StoreError) -> ForeignProgram.Output {
    try await program.run(input: input, seconds: seconds)
  }
}

/// The models and programs that a judge of the store may use here: only those of its programs that
/// this machine trusts.
struct RunPermit: Sendable {
  /// The models, with a runner for the judge's own programs and no others.
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

  /// The judge.
  ///
  /// - Parameter model: the model of a judge that names none.
  /// - Returns: the judge, ready to be asked.
  /// - Throws: `JudgeFailure` if nothing answers for its model.
  func judge(defaultModel model: String?) throws(JudgeFailure) -> any Judge {
    try models.judge(body, defaultModel: model)
  }

  /// The program that did a step, or `nil` if this judge has no such step.
  func program(of step: AlignmentStep) -> TrustedProgram? { programs[Self.key(step.settings)] }

  /// The settings that identify a program, with the hashes of its files.
  fileprivate static func key(_ settings: JSONObject) -> String {
    JSONValue.object(settings).canonicalText
  }
}

extension ProgramService {
  /// Lets a judge of the store run.
  ///
  /// - Parameters:
  ///   - version: the judge.
  ///   - steps: steps that are done again, without what was redacted among other things: then a
  ///     redaction is no reason to refuse, and the programs of the steps are needed too.
  /// - Returns: what it may use.
  /// - Throws: `JudgeFailure` (4) if it learned from something that is redacted, nobody on this
  ///   machine has trusted its program, or a file of the program is another one since.
  func permit(
    _ version: JudgeVersion, redoing steps: ArraySlice<AlignmentStep>? = nil
  ) async throws -> RunPermit {
    if steps == nil { try await repository.redactions.checkNotRedacted(version) }
    let recorded = RecordedProgram.all(of: version.body, steps: steps ?? [])
    guard !recorded.isEmpty else { return RunPermit(repository.models, version.body, [:]) }
    let files = try await trustedFiles(of: version, recorded)
    var programs: [String: TrustedProgram] = [:]
    for program in recorded {
      programs[RunPermit.key(program.settings)] = TrustedProgram(
        recorded: program.command, files: program.files.merging(files), in: programFolder)
    }
    return RunPermit(repository.models, version.body, programs)
  }
}
