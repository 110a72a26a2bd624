import FoundationEssentials
public import JudgeAlignment
public import JudgeJSON
import JudgeRecords
public import JudgeScoring
import JudgeStore
public import JudgeWork

/// An optimizer that is a program: it reads judge and examples as JSON and prints a judge.
///
/// For the protocol, see docs/your-own-optimizer.md.
public struct ProgramOptimizer: AlignmentOptimizer {
  /// The name of every program optimizer in recorded steps.
  static let stepName = AlignmentStep.programName
  /// The name: `program`.
  public let name = stepName
  /// With enough labels, a validation third of the training set decides.
  public let selection = SelectionMethod.validation
  /// Whether the judge must read its prompt: no, because a program may change anything.
  public let needsReader = false
  private let program: TrustedProgram
  private let seconds: Double
  private var command: [String] { program.command }

  /// Creates an optimizer.
  ///
  /// Never pass a command from a record: it would run although no person has trusted it.
  ///
  /// - Parameters:
  ///   - command: the program and its arguments, as the user typed them. Must not be empty.
  ///   - folder: the folder in which it runs.
  ///   - seconds: the time limit in seconds.
  public init(_ command: [String], in folder: String? = nil, seconds: Double = 3600) {
    self.init(TrustedProgram(typed: command, in: folder), seconds: seconds)
  }

  /// Creates an optimizer from a program that is trusted to run.
  init(_ program: TrustedProgram, seconds: Double = 3600) {
    self.program = program
    self.seconds = seconds
  }

  /// The command, as recorded in steps.
  public var settings: JSONObject { ["command": .array(command.map { .string($0) })] }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - judge: the judge to start from.
  ///   - examples: labelled traces of the training part.
  ///   - context: supplies the seed.
  /// - Returns: the body that the program printed, without sources that it was not shown.
  /// - Throws: `JudgeFailure` with the program's error output, or the fault in its answer.
  public func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal {
    let input: JSONValue = [
      "judge": .object(judge.body.fields), "seed": .number(Double(context.seed)),
      "model": (judge.body.model ?? context.defaultModel).map { .string($0) } ?? .null,
      "examples": .array(examples.map(Self.json)),
    ]
    let name = command.first ?? "the optimizer"
    if let changed = program.changedFile() {
      throw JudgeFailure(.failed, "\(name): \(changed) changed while it was at work")
    }
    let done: ForeignProgram.Output
    do {
      done = try await program.run(
        input: input.canonicalBytes() + [0x0a], seconds: seconds)
    } catch { throw JudgeFailure(.failed, "\(name): \(error.message)") }
    guard done.status == 0 else {
      throw JudgeFailure(.failed, "\(name) \(ProgramJudge.ending(done))")
    }
    var body = try Self.body(done.output, program: name, judge.body)
    let notes = ShownSources(examples, judge.body).keepOnlyShown(&body)
    return AlignmentProposal(body: body, notes: notes)
  }

  private static func json(_ example: AlignmentExample) -> JSONValue {
    var object = ProgramJudge.input(example.trace).objectValue ?? [:]
    object["label"] = example.label
    object["group"] = .string(example.group)
    object["votes"] = .array(
      example.votes.map { vote in
        var entry: JSONObject = [
          "assessment_id": .string(vote.id), "source_id": .string(vote.assessment.source.id),
          "value": vote.assessment.value ?? .null,
        ]
        if let rationale = vote.assessment.rationale { entry["rationale"] = .string(rationale) }
        return .object(entry)
      })
    if let value = example.feedback.value { object["verdict"] = value }
    if let rationale = example.feedback.rationale {
      object["verdict_rationale"] = .string(rationale)
    }
    return .object(object)
  }

  /// Reads the judge from `{"judge": {…}}`, or from the judge's object alone.
  ///
  /// The parts that define the question must not change.
  static func body(
    _ output: [UInt8], program: String, _ base: JudgeBody
  ) throws(JudgeFailure) -> JudgeBody {
    let value: JSONValue
    do { value = try JSONValue(parsing: output) } catch {
      throw JudgeFailure(
        .failed,
        "\(program) printed no JSON: \(error.line):\(error.column): \(error.message)",
        remedy:
          "print one object, the judge, on standard output and everything else on standard error")
    }
    guard let object = value["judge"]?.objectValue ?? value.objectValue else {
      throw JudgeFailure(.failed, "\(program) printed JSON that is not a judge")
    }
    var body: JudgeBody
    do {
      body = try JudgeBody(fields: object)
      try body.checkValues()
    } catch { throw JudgeFailure(.failed, "\(program) printed no judge: \(error.description)") }
    guard body.values == base.values, body.feedbackName == base.feedbackName else {
      throw JudgeFailure(
        .failed, "\(program) changed the question: values and feedback_name must stay")
    }
    body.steps = base.steps
    return body
  }
}
