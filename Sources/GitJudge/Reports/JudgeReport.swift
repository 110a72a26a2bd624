public import JudgeEvaluation
public import JudgeJSON
public import JudgeRecords

/// What is recorded about a judge and its question, for a page.
public struct JudgeReport: Sendable {
  /// The name that was asked for.
  public let name: String
  /// The question.
  public let question: String
  /// The name of the experiment.
  public let experiment: String
  /// The commit of the branch that was read, or `nil` if there is none.
  public let commit: String?
  /// The judge, or `nil` if only labels have the name.
  public internal(set) var version: JudgeVersion?
  /// Whether the judge is fit for use.
  public internal(set) var fitness: Fitness?
  /// The agreement, or `nil` if nobody has labelled a trace.
  public internal(set) var agreement: AgreementReport?
  /// The versions of the judge, oldest first.
  public internal(set) var log: [JudgeLogEntry] = []
  /// The judge and the one that it came from.
  public internal(set) var diff: JudgeDiff?
  /// The flipped traces of ``diff`` in the training part, by id; at most ``mostFlips``.
  public internal(set) var flips: [String: Trace] = [:]
  /// The errors on the training part, or `nil` if the judge has no verdict on a labelled trace.
  public internal(set) var errors: JudgeErrors?
  /// The traces on which people differ.
  public internal(set) var disagreements: [Disagreement] = []
  /// The text of the guideline in force.
  public internal(set) var guideline: LabelGuideline?
  /// The number of judges that were measured on the test set so far.
  public internal(set) var judgesMeasured = 0
  /// A learning curve that was measured before.
  public var curve: RecordedCurve?
  /// Notes for the reader.
  public internal(set) var notes: [String] = []
  /// The number of hidden records in the store.
  public internal(set) var redacted = 0

  /// The largest number of flipped traces with their content.
  static let mostFlips = 200

  /// The report as JSON: its parts are the documents of the commands with these names.
  public var json: JSONValue {
    [
      "judge": .string(name), "feedback_name": .string(question),
      "experiment": .string(experiment), "commit": commit.map { .string($0) } ?? .null,
      "hash": version.map { .string($0.hash.hex) } ?? .null,
      "fit": fitness?.json ?? .null, "agreement": agreement?.json(judge: name) ?? .null,
      "versions": .array(log.map(\.json)), "diff": diff?.json ?? .null,
      "errors": errors?.json ?? .null,
      "disagreements": .array(disagreements.map(\.json)),
      "learning_curve": curve?.json ?? .null,
      "judges_measured": .number(Double(judgesMeasured)),
      "notes": .array(notes.map { .string($0) }), "redacted": .number(Double(redacted)),
    ]
  }
}

/// What is recorded about a run, for a page.
public struct RunReport: Sendable {
  /// The run with its rows.
  public let table: RunTable
  /// The name of the experiment.
  public let experiment: String
  /// The earlier run that it is compared with, or `nil` if there is none.
  public internal(set) var baseline: RunInfo?
  /// The comparison with the earlier run, by question.
  public internal(set) var comparison: [String: RunComparison] = [:]
  /// The errors of each judge on labelled traces of the training part, by the judge's name.
  public internal(set) var wrong: [(judge: String, verdicts: WrongVerdicts, heldOut: Int)] = []
  /// The number of hidden records in the store.
  public internal(set) var redacted = 0

  /// The cost of the run's verdicts in US dollars, or `nil` if no verdict has one.
  public var cost: Double? { sum(\.cost) }
  /// The input tokens of the run's verdicts, or `nil` if they are not known.
  public var inputTokens: Double? { sum { $0.inputTokens.map(Double.init) } }
  /// The output tokens of the run's verdicts, or `nil` if they are not known.
  public var outputTokens: Double? { sum { $0.outputTokens.map(Double.init) } }

  private func sum(_ pick: (Feedback) -> Double?) -> Double? {
    let all = table.rows.flatMap { $0.feedback.compactMap(pick) }
    return all.isEmpty ? nil : all.reduce(0, +)
  }
}
