import JudgeEvaluation
public import JudgeJSON
public import JudgeRecords
public import JudgeScoring
public import JudgeWork

/// An algorithm that makes a judge agree better with people.
///
/// An optimizer sees examples of the training part only, never a held-out one.
public protocol AlignmentOptimizer: Sendable {
  /// The name on the command line and in reports, such as `calibration`.
  var name: String { get }
  /// The method that decides whether the result is better.
  var selection: SelectionMethod { get }

  /// Makes a better judge from examples.
  ///
  /// - Parameters:
  ///   - judge: the judge to start from.
  ///   - examples: labelled traces of the training part.
  ///   - context: models, the seed, and the progress handler.
  /// - Returns: the proposed body and, for cross-validation, the evidence.
  /// - Throws: `JudgeFailure`.
  func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal

  /// All settings, apart from judge, examples and seed, that decide the result, so that it can be
  /// repeated.
  var settings: JSONObject { get }
  /// Whether a judge that proved better also learns from the validation part, in another call with
  /// all of the training part that learns only from new labels.
  var isIncremental: Bool { get }
  /// Whether the result depends on instructions, guidelines or examples, so that only a judge with
  /// a model that reads them can be aligned.
  var needsReader: Bool { get }

  /// The optimizer with its share of the budget, if few labels are learnt from in folds.
  ///
  /// - Parameters:
  ///   - count: how many labelled traces the fold learns from.
  ///   - total: how many all folds learn from.
  /// - Returns: the optimizer, or `nil` if only a validation third may decide.
  func share(learning count: Int, of total: Int) -> (any AlignmentOptimizer)?
}

extension AlignmentOptimizer {
  /// No settings by default.
  public var settings: JSONObject { [:] }
  /// False by default.
  public var isIncremental: Bool { false }
  /// True by default.
  public var needsReader: Bool { true }
  /// Nothing: with enough labels, a validation third decides.
  public func share(learning count: Int, of total: Int) -> (any AlignmentOptimizer)? { nil }
}

/// The method that decides whether an aligned judge is better; it never uses held-out traces.
public enum SelectionMethod: String, Hashable, Sendable {
  /// Grouped cross-validation of the training part: repeated if fitting is free, in two folds if
  /// there are few labels or if results can be joined.
  case crossValidation = "cross-validation"
  /// A frozen validation third of the training part, which the optimizer does not see.
  case validation
}

/// A labelled trace for an optimizer.
public struct AlignmentExample: Sendable {
  /// The trace.
  public var trace: Trace
  /// The consensus of its reviewers.
  public var label: JSONValue
  /// The votes of all reviewers behind the consensus.
  public var votes: [Label]
  /// The group, which must stay together in any split.
  public var group: String
  /// The judge's verdict on the trace.
  public var feedback: Feedback

  /// Creates an example.
  public init(
    trace: Trace, label: JSONValue, votes: [Label], group: String, feedback: Feedback
  ) {
    self.trace = trace
    self.label = label
    self.votes = votes
    self.group = group
    self.feedback = feedback
  }
}

/// The proposal of an optimizer.
public struct AlignmentProposal: Sendable {
  /// The judge's new body.
  ///
  /// The base's body if the optimizer found no improvement.
  public var body: JudgeBody
  /// The evidence, if the optimizer cross-validated.
  ///
  /// If nil, the framework validates.
  public var evidence: SelectionEvidence?
  /// Notes on problems, for the report.
  public var notes: [String]
  /// The labels behind parts other than guidelines and examples, such as `instructions`, as lists
  /// of assessment ids.
  public var sources: JSONObject

  /// Creates a proposal.
  public init(
    body: JudgeBody, evidence: SelectionEvidence? = nil, notes: [String] = [],
    sources: JSONObject = [:]
  ) {
    self.body = body
    self.evidence = evidence
    self.notes = notes
    self.sources = sources
  }
}

/// The evidence on whether an aligned judge is better than its base.
public struct SelectionEvidence: Hashable, Sendable {
  /// The method that gave the evidence.
  public var method: SelectionMethod
  /// The number of labelled traces that decided.
  public var n: Int
  /// The base's accuracy on them.
  public var baseAccuracy: Double
  /// The aligned judge's accuracy on them.
  public var alignedAccuracy: Double
  /// The one-sided 95 % lower bound of the paired difference in ``measure``, or `nil` if it cannot
  /// be computed.
  public var differenceLower95: Double?
  /// The measure of a gain: `accuracy`, `balanced accuracy` if one label has over 80 % of the
  /// traces, `mean absolute error` if the values have an order.
  public var measure = "accuracy"
  /// The same bound of the gain over always giving the most frequent label, or `nil` if it was not
  /// computed.
  public var constantLower95: Double?
  /// The rates, of `TPR` and `TNR`, that fall more than by chance and so far that they cannot reach
  /// the bar.
  public var losses: [String] = []
  /// With few labels, the probability that a judge whose verdicts are unrelated to the labels is
  /// right as often.
  ///
  /// `nil` unless the aligned judge is right more often than the most frequent label.
  public var chanceP: Double?
  /// The one-sided lower bound of the gain in log score, in nats per trace, for a calibration that
  /// is also tested by it.
  public var logScoreLower95: Double?
  /// The allowed one-sided error of this decision: 0.05 divided by the number of chances.
  public var level = 0.05
  /// The same for the test against the most frequent label, or `nil` if it equals ``level``.
  public var constantLevel: Double?
  /// The number of verdicts that became right, or `nil` if they were not counted.
  public var better: Int?
  /// The number of verdicts that became wrong, or `nil` if they were not counted.
  public var worse: Int?
  /// The reason why nothing can be decided with these labels, or `nil` if something can.
  public var undecided: String?
  /// The approximate number of additional labels that can decide, or `nil` unless ``undecided``.
  public var moreLabels: Int?

  /// The number of verdicts that must get better, if none gets worse and each group is one trace.
  public var needed: Int { SmallStart.needed(level: level) }

  /// Whether the gain over the base is proved, by right verdicts or by log score.
  public var beatsBase: Bool { (differenceLower95 ?? 0) > 0 || (logScoreLower95 ?? 0) > 0 }

  /// Whether it is proved that the judge is better than always giving the most frequent label.
  public var beatsConstant: Bool {
    (constantLower95 ?? 1) > 0 || chanceP.map { $0 <= constantLevel ?? level } ?? false
  }

  /// Creates evidence.
  public init(
    method: SelectionMethod, n: Int, baseAccuracy: Double, alignedAccuracy: Double,
    differenceLower95: Double?
  ) {
    self.method = method
    self.n = n
    self.baseAccuracy = baseAccuracy
    self.alignedAccuracy = alignedAccuracy
    self.differenceLower95 = differenceLower95
  }

  /// Whether the aligned judge is better: the bounds against the base and against the most frequent
  /// label are above 0, and neither TPR nor TNR falls.
  public var improved: Bool {
    undecided == nil && beatsBase && beatsConstant && losses.isEmpty
  }

  /// The evidence as JSON with stable keys.
  public var json: JSONValue {
    [
      "method": .string(method.rawValue), "n": .number(Double(n)),
      "base_accuracy": .figure(baseAccuracy), "aligned_accuracy": .figure(alignedAccuracy),
      "difference_lower_95": .figure(differenceLower95), "measure": .string(measure),
      "constant_lower_95": .figure(constantLower95),
      "losses": .array(losses.map { .string($0) }), "chance_p": .figure(chanceP),
      "log_score_lower_95": .figure(logScoreLower95), "level": .number(level),
      "better": better.map { .number(Double($0)) } ?? .null,
      "worse": worse.map { .number(Double($0)) } ?? .null,
      "undecided": undecided.map { .string($0) } ?? .null,
      "more_labels": moreLabels.map { .number(Double($0)) } ?? .null,
    ]
  }
}
