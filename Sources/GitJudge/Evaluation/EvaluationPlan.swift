public import JudgeJSON
public import JudgeScoring

/// The judges and settings of an evaluation.
public struct EvaluationPlan: Sendable {
  /// An application that answers inputs.
  public typealias Predictor = @Sendable (_ inputs: JSONValue) async throws -> JSONValue

  /// The judges by name, as on the command line.
  public var names: [String] = []
  /// Judges that need not be registered: functions, or judges made on the spot.
  public var judges: [any Judge] = []
  /// Whether the built-in judges that fit a row are also asked.
  public var addsFitting = false
  /// Built-in judges by name that are asked about the rows that have their fields.
  ///
  /// If a row lacks the fields of such a judge, the judge is not applicable there. For a judge of
  /// ``names``, the row is an error.
  public var builtIns: [String] = []
  /// Rules for every row.
  ///
  /// Without a name they form one judge, `guideline_adherence`.
  public var guidelines: [String] = []
  /// Rules for every row by name, with one judge per name.
  public var namedGuidelines: [String: [String]] = [:]
  /// Few-shot examples for the built-in judges and the rules.
  public var examples: ExampleFrame?
  /// An application that answers the rows' inputs; its answers replace the rows' own outputs.
  public var predict: Predictor?
  /// Whether to record the run, its verdicts, and the rows of a file; otherwise nothing is written.
  public var log = true
  /// The name of the run; without one, the names of the judges.
  public var runName: String?
  /// Whether to look at the held-out part although nothing is or can be recorded.
  public var opensTest = false
  /// A closure that is called with the number of verdicts done and the total.
  public var progress: (@Sendable (Int, Int) -> Void)?

  /// Creates a plan without judges.
  public init() {}
}
