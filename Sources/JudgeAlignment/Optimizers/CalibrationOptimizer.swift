import JudgeJSON
import JudgeRecords
public import JudgeScoring

/// Learns from human labels when the base judge is right, without a call to an LLM.
///
/// Regularised multinomial logistic regression on the base verdict and lexical features, decided
/// by repeated grouped nested cross-validation of the training part. The result is stored in the
/// judge's body as numbers that give the same verdicts on every machine.
public struct CalibrationOptimizer: AlignmentOptimizer {
  /// `calibration`.
  public let name = "calibration"
  /// Cross-validation: fitting is free.
  public let selection = SelectionMethod.crossValidation
  /// It corrects verdicts and changes no prompt.
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
  /// - Throws: nothing; a set from which nothing can be learnt gives back the judge's body.
  public func align(
    _ judge: any Judge, to examples: [AlignmentExample], context: AlignmentContext
  ) async throws(AlignmentError) -> AlignmentProposal {
    let outcome = CalibrationTrainer().train(
      examples.map { CalibrationItem(example: $0, judge: judge.body) }, values: judge.body.values,
      pass: judge.body.pass, seed: context.seed)
    var body = judge.body
    if let model = outcome.model { body.calibration = model.json.objectValue }
    let found = outcome.selection
    var evidence = SelectionEvidence(
      method: .crossValidation, n: found.n, baseAccuracy: found.baseAccuracy,
      alignedAccuracy: found.alignedAccuracy, differenceLower95: found.differenceLower95)
    evidence.measure = found.measure
    evidence.constantLower95 = found.constantLower95
    evidence.losses = found.losses
    return AlignmentProposal(body: body, evidence: evidence)
  }
}

extension CalibrationItem {
  /// A labelled trace as calibration sees it: never its tags.
  init(example: AlignmentExample, judge: JudgeBody) {
    let trace = example.trace
    self.init(
      verdict: example.feedback.value,
      features: LexicalFeatures(
        inputs: trace.inputs, outputs: trace.outputs, expectations: judge.expectations(of: trace)),
      label: example.label, group: example.group)
  }
}
