import JudgeAgreement
import JudgeEvaluation
import JudgeRecords
import JudgeScoring

extension AlignmentData {
  /// The fewest validation traces that a judge is taught by alone.
  private static let fewestForFold = 5

  /// Teaches one judge the training third's labels and another the validation third's, lets each
  /// decide over what the other learned from, and joins what they learned.
  ///
  /// An incremental optimizer asks no more for it than to learn the one part after the other, and
  /// all labels decide instead of a third of them. No trace decides over a judge that it taught.
  ///
  /// - Parameters:
  ///   - optimizer: an incremental one.
  ///   - parts: both parts.
  ///   - context: models and the seed.
  /// - Returns: the joined judge with the evidence, and what each said of the other part.
  /// - Throws: `AlignmentError`.
  func crossFitted(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, _ context: AlignmentContext
  ) async throws(AlignmentError) -> (fitted: FittedAlignment, said: [Feedback]) {
    let name = set.feedbackName
    let folds = [(parts.train, parts.validation), (parts.validation, parts.train)]
      .filter { $0.0.count >= Self.fewestForFold }
    let starts = folds.map { learned, _ in
      judge.body.knowing(only: Set(learned.map(\.example.trace.id)), feedbackName: name)
    }
    let proposals = try await Wave.run(folds.count) {
      fold throws(AlignmentError) -> AlignmentProposal in
      try await optimizer.align(
        try context.judge(starts[fold]), to: folds[fold].0.map(\.example), context: context)
    }
    var before: [Feedback] = []
    var after: [Feedback] = []
    var truth: [Int] = []
    for (fold, proposal) in proposals.enumerated() {
      let decided = folds[fold].1.map(\.example)
      truth += folds[fold].1.map(\.truth)
      let base =
        starts[fold] == judge.body
        ? decided.map(\.feedback) : try await context.feedback(of: starts[fold], on: decided)
      before += base
      after +=
        proposal.body == starts[fold]
        ? base : try await context.feedback(of: proposal.body, on: decided)
    }
    let evidence = try evidence(.crossValidation, before, after, truth, context)
    var body = proposals.first?.body ?? judge.body
    for proposal in proposals.dropFirst() { body.join(proposal.body) }
    body.sortEpisodes(parts.all.map(\.example.trace.id))
    return (
      FittedAlignment(
        optimizer: optimizer.name, body: body, evidence: evidence, seed: context.seed,
        notes: proposals.flatMap(\.notes)), after
    )
  }

  /// What paired verdicts prove; a verdict that failed is a wrong one.
  ///
  /// A judge must not look better by failing on what is hard.
  func evidence(
    _ method: SelectionMethod, _ before: [Feedback], _ after: [Feedback], _ truth: [Int],
    _ context: AlignmentContext
  ) throws(AlignmentError) -> SelectionEvidence {
    do {
      let outcomes = try PairedOutcomes(
        truth: truth, base: codes(before), candidate: codes(after), errors: .wrong)
      let evidence = SelectionEvidence(
        method: method, n: outcomes.total, baseAccuracy: outcomes.base.value ?? 0,
        alignedAccuracy: outcomes.candidate.value ?? 0,
        differenceLower95: outcomes.differenceLowerBound())
      context.say(
        "\(method.rawValue): \(Self.percent(evidence.baseAccuracy)) → "
          + "\(Self.percent(evidence.alignedAccuracy)) of \(evidence.n)",
        best: evidence.alignedAccuracy)
      return evidence
    } catch { throw AlignmentError(.failed, error.message) }
  }
}
