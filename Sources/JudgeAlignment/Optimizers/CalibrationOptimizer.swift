import JudgeJSON
package import JudgeRecords
public import JudgeScoring
public import JudgeWork

/// Learns from human labels when the base judge is right, without an LLM call.
///
/// Regularised multinomial logistic regression on the base verdict and lexical features, decided
/// by repeated grouped nested cross-validation of the training part. The result is stored in the
/// judge's body as numbers that give the same verdicts on every machine.
public struct CalibrationOptimizer: AlignmentOptimizer {
  /// `calibration`.
  public let name = "calibration"
  /// Cross-validation: fitting is free.
  public let selection = SelectionMethod.crossValidation
  /// False: it corrects verdicts and changes no prompt.
  public let needsReader = false

  /// Creates the optimizer.
  public init() {}

  /// Fits and guards a calibration.
  ///
  /// - Parameters:
  ///   - judge: the judge to start from, uncalibrated.
  ///   - examples: labelled traces of the training part.
  ///   - context: the seed of the random folds.
  /// - Returns: the body with the calibration, and the evidence.
  /// - Throws: nothing; if nothing can be learned, the result is the judge's own body.
  public func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(JudgeFailure) -> AlignmentProposal {
    var options = CalibrationOptions()
    options.level = context.options.level
    options.scoresByVerdict =
      context.options.rules >= .scoresByVerdict
    if context.options.rules == .first {
      options.readsWords = false
      options.testsLogScore = false
      options.fewCases = 0
      options.overlap = ImprovementGuard.overlap
    }
    let answered = examples.filter { $0.feedback.value != nil }
    let outcome = CalibrationTrainer(options: options).train(
      answered.map { CalibrationItem(example: $0, judge: judge.body) }, values: judge.body.values,
      pass: judge.body.pass, seed: context.seed)
    var body = judge.body
    if let model = outcome.model { body.calibration = model.json.objectValue }
    var evidence = Self.evidence(outcome.selection, of: examples)
    evidence.level = context.options.level
    return AlignmentProposal(body: body, evidence: evidence)
  }

  /// Returns the evidence over all examples, with failed verdicts wrong before and after.
  private static func evidence(
    _ found: CalibrationOutcome.Selection, of examples: [AlignmentExample]
  ) -> SelectionEvidence {
    let failed = examples.filter { $0.feedback.value == nil }
    let share = Double(found.n) / Double(max(1, found.n + failed.count))
    var evidence = SelectionEvidence(
      method: .crossValidation, n: found.n + failed.count,
      baseAccuracy: share * found.baseAccuracy, alignedAccuracy: share * found.alignedAccuracy,
      differenceLower95: share * found.differenceLower95)
    evidence.measure = found.measure
    var counts: [JSONValue: Int] = [:]
    for example in examples { counts[example.label, default: 0] += 1 }
    // The most frequent label is right on some of them.
    let most = counts.values.max() ?? 0
    let lost = Set(counts.filter { $0.value == most }.map(\.key))
    let missed = failed.count { lost.contains($0.label) }
    evidence.constantLower95 =
      share * found.constantLower95 - Double(missed) / Double(max(1, evidence.n))
    evidence.logScoreLower95 = share * found.logScoreLower95
    // A failed verdict counts as wrong here too.
    if evidence.alignedAccuracy > Double(most) / Double(max(1, evidence.n)) {
      evidence.chanceP = found.chanceP
    }
    evidence.losses = found.losses
    return evidence
  }
}

extension CalibrationItem {
  /// Creates an item from a labelled trace, without its tags.
  package init(example: AlignmentExample, judge: JudgeBody) {
    let trace = example.trace
    self.init(
      verdict: example.feedback.value,
      features: LexicalFeatures(
        inputs: trace.inputs, outputs: trace.outputs, expectations: judge.expectations(of: trace),
        words: true),
      label: example.label, group: example.group)
  }
}
