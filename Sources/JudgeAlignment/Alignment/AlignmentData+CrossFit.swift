import JudgeAgreement
import JudgeEvaluation
import JudgeRecords
import JudgeScoring

/// One of two judges that are taught by one part of the labels and measured on the other.
struct AlignmentFold {
  let optimizer: any AlignmentOptimizer
  /// What it starts from: it knows nothing of what decides.
  let start: JudgeBody
  let learned: [AlignmentData.Item]
  let decided: [AlignmentData.Item]
}

extension AlignmentData {
  /// The fewest traces that a judge is taught by alone.
  private static let fewestForFold = 5

  /// From so many validation traces on a validation third decides alone.
  ///
  /// Among fewer a judge must get a great part of the verdicts right for a proof: of 12, five that
  /// get better and none that gets worse.
  static let enoughToValidate = 30

  /// The two folds in which an optimizer learns and decides; `nil` if the validation third
  /// decides alone.
  ///
  /// Incremental optimizers always take two folds, because the results of both can be joined. The
  /// others do if labels are few, and if no label has taught the base judge before, because the
  /// labels that taught it cannot be separated.
  func folds(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, _ options: FitOptions
  ) -> [AlignmentFold]? {
    guard !options.forcesValidation else { return nil }
    let total = parts.train.count + parts.validation.count
    if !optimizer.isIncremental {
      guard decidesInFolds(parts), optimizer.share(learning: 0, of: total) != nil else {
        return nil
      }
    }
    return [(parts.train, parts.validation), (parts.validation, parts.train)]
      .filter { learned, _ in learned.count >= Self.fewestForFold }
      .map { learned, decided in
        AlignmentFold(
          optimizer: optimizer.isIncremental
            ? optimizer : optimizer.share(learning: learned.count, of: total) ?? optimizer,
          start: judge.body.knowing(
            only: Set(learned.map(\.example.trace.id)), feedbackName: set.feedbackName),
          learned: learned, decided: decided)
      }
  }

  /// Whether labels are so few that two folds decide if they can.
  func decidesInFolds(_ parts: FitParts) -> Bool {
    !judge.body.hasLearned && parts.validation.count < Self.enoughToValidate
      && min(parts.train.count, parts.validation.count) >= Self.fewestForFold
  }

  /// Whether all of some optimizers decide over the same traces without being told to.
  ///
  /// - Parameter optimizers: what is compared.
  /// - Returns: true if all of them cross-validate the whole training part.
  public func decidesAlike(_ optimizers: [any AlignmentOptimizer]) -> Bool {
    decidesInFolds(FitParts(train: items(in: .train), validation: items(in: .validation)))
      && optimizers.allSatisfy {
        $0.isIncremental || $0.selection == .crossValidation
          || $0.share(learning: 0, of: 1) != nil
      }
  }

  /// Teaches a judge in each fold, lets each decide over what the other learned from, and joins
  /// what they learned, or keeps the better one.
  ///
  /// An incremental optimizer asks no more for it than to learn the one part after the other, the
  /// others share their budget, and all labels decide instead of a third of them. No trace decides
  /// over a judge that it taught.
  ///
  /// - Parameters:
  ///   - optimizer: what aligns.
  ///   - folds: one or two.
  ///   - parts: both parts.
  ///   - context: models and the seed.
  /// - Returns: the judge with the evidence, and what each said about the other part.
  /// - Throws: `AlignmentError`.
  func crossFitted(
    _ optimizer: any AlignmentOptimizer, _ folds: [AlignmentFold], _ parts: FitParts,
    _ context: AlignmentContext
  ) async throws(AlignmentError) -> (fitted: FittedAlignment, unseen: [(Item, Feedback)]) {
    let proposals = try await Wave.run(folds.count) {
      place throws(AlignmentError) -> AlignmentProposal in
      try await folds[place].optimizer.align(
        try context.judge(folds[place].start), to: folds[place].learned.map(\.example),
        context: context)
    }
    var before: [Feedback] = []
    var after: [Feedback] = []
    let decided = folds.flatMap(\.decided)
    for (fold, proposal) in zip(folds, proposals) {
      let examples = fold.decided.map(\.example)
      let base =
        fold.start == judge.body
        ? examples.map(\.feedback) : try await context.feedback(of: fold.start, on: examples)
      let said =
        proposal.body == fold.start
        ? base : try await context.feedback(of: proposal.body, on: examples)
      before += base
      after += said
    }
    // Two judges are put to the test: Bonferroni's bound holds for both.
    let evidence = try evidence(
      .crossValidation, before, after, decided.map(\.truth), context, tests: folds.count)
    var fitted = FittedAlignment(
      optimizer: optimizer.name, body: judge.body, evidence: evidence, seed: context.seed,
      notes: proposals.flatMap(\.notes))
    if optimizer.isIncremental {
      fitted.body = proposals.first?.body ?? judge.body
      for proposal in proposals.dropFirst() { fitted.body.join(proposal.body) }
      fitted.body.sortEpisodes(parts.all.map(\.example.trace.id))
    } else {
      let best = try await better(folds, proposals, after, context)
      fitted.body = proposals[best].body
      fitted.sources = proposals[best].sources
    }
    return (fitted, Array(zip(decided, after)))
  }

  /// Which of two judges is kept: the one that agrees more often with people on all traces of the
  /// training part; of equals the first, which more labels taught.
  ///
  /// The parts are too small to compare how each did on its own: which traces fell into them says
  /// more than which judge it was.
  private func better(
    _ folds: [AlignmentFold], _ proposals: [AlignmentProposal], _ decided: [Feedback],
    _ context: AlignmentContext
  ) async throws(AlignmentError) -> Int {
    var rest = decided[...]
    var right: [Int] = []
    for (fold, proposal) in zip(folds, proposals) {
      let learned = try await context.feedback(
        of: proposal.body, on: fold.learned.map(\.example))
      let said = learned + rest.prefix(fold.decided.count)
      rest = rest.dropFirst(fold.decided.count)
      right.append(
        zip(fold.learned + fold.decided, said).count { $0.example.label == $1.value })
    }
    return right.indices.max { (right[$0], -$0) < (right[$1], -$1) } ?? 0
  }

  /// What paired verdicts prove; a verdict that failed is a wrong one.
  ///
  /// A judge must not look better by failing on what is hard. If several judges are tested, the
  /// bound holds for all of them together (Bonferroni).
  func evidence(
    _ method: SelectionMethod, _ before: [Feedback], _ after: [Feedback], _ truth: [Int],
    _ context: AlignmentContext, tests: Int = 1
  ) throws(AlignmentError) -> SelectionEvidence {
    do {
      let outcomes = try PairedOutcomes(
        truth: truth, base: codes(before), candidate: codes(after), errors: .wrong)
      let evidence = SelectionEvidence(
        method: method, n: outcomes.total, baseAccuracy: outcomes.base.value ?? 0,
        alignedAccuracy: outcomes.candidate.value ?? 0,
        differenceLower95: outcomes.differenceLowerBound(
          confidence: 1 - 0.05 / Double(max(1, tests))))
      context.say(
        "\(method.rawValue): \(Self.percent(evidence.baseAccuracy)) → "
          + "\(Self.percent(evidence.alignedAccuracy)) of \(evidence.n)",
        best: evidence.alignedAccuracy)
      return evidence
    } catch { throw AlignmentError(.failed, error.message) }
  }
}
