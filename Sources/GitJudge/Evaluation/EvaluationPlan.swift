public import JudgeJSON
public import JudgeScoring

/// What is evaluated, by whom and how.
public struct EvaluationPlan: Sendable {
  /// An application that answers inputs.
  public typealias Predictor = @Sendable (_ inputs: JSONValue) async throws -> JSONValue

  /// Judges by name, as on the command line.
  public var names: [String] = []
  /// Judges that need not be registered: of code, or made on the spot.
  public var judges: [any Judge] = []
  /// Whether the built-in judges that fit a row are asked too.
  public var addsFitting = false
  /// Rules for every row: without a name one judge, `guideline_adherence`; with names one each.
  public var guidelines: [String] = []
  /// Named rules for every row.
  public var namedGuidelines: [String: [String]] = [:]
  /// What answers the inputs of the rows; the rows' own outputs are then replaced.
  public var predict: Predictor?
  /// Whether verdicts are recorded: on traces of the store, or, for rows of a file, with the run.
  public var log = true
  /// Whether the held-out part is looked at although nothing is recorded, or nothing can be.
  public var opensTest = false
  /// Called with the number of verdicts done and of all.
  public var progress: (@Sendable (Int, Int) -> Void)?

  /// A plan without judges.
  public init() {}
}
