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

  /// The two folds in which an optimizer learns and decides, or `nil` if the validation third
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

  /// Whether there are so few labels that two folds decide, if the optimizer supports that.
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
  /// - Returns: the judge with the evidence, and each judge's verdicts on the other part.
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
      .crossValidation, before, after, decided, context, tests: folds.count)
    var fitted = FittedAlignment(
      optimizer: optimizer.name, body: judge.body, evidence: evidence, seed: context.seed,
      notes: proposals.flatMap(\.notes))
    if optimizer.isIncremental {
      fitted.body = proposals.first?.body ?? judge.body
      for proposal in proposals.dropFirst() { fitted.body.join(proposal.body) }
      fitted.body.sortEpisodes(parts.all.map(\.example.trace.id))
    } else {
      var best = try await better(folds, proposals, after, context)
      if !evidence.improved,
        let alone = try provedAlone(folds, before: before, after: after, context)
      {
        // The other judge learned nothing: what this one found must not be lost with it.
        best = alone.fold
        fitted.evidence = alone.evidence
      }
      fitted.body = proposals[best].body
      fitted.sources = proposals[best].sources
    }
    return (fitted, Array(zip(decided, after)))
  }

  /// The judge that is proved better on its own part alone.
  ///
  /// If both are, the one with the larger bound.
  ///
  /// The pooled test uses half of the allowed error, each judge alone a quarter.
  private func provedAlone(
    _ folds: [AlignmentFold], before: [Feedback], after: [Feedback], _ context: AlignmentContext
  ) throws(AlignmentError) -> (fold: Int, evidence: SelectionEvidence)? {
    guard folds.count > 1 else { return nil }
    var best: (fold: Int, evidence: SelectionEvidence)?
    var start = 0
    for (place, fold) in folds.enumerated() {
      let range = start..<(start + fold.decided.count)
      start = range.upperBound
      let found = try evidence(
        .crossValidation, Array(before[range]), Array(after[range]), fold.decided, context,
        tests: 2 * folds.count)
      guard found.improved else { continue }
      if (best?.evidence.differenceLower95 ?? 0) < found.differenceLower95 ?? 0 {
        best = (place, found)
      }
    }
    return best
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
    _ method: SelectionMethod, _ before: [Feedback], _ after: [Feedback], _ items: [Item],
    _ context: AlignmentContext, tests: Int = 1
  ) throws(AlignmentError) -> SelectionEvidence {
    let (base, aligned) = (codes(before), codes(after))
    func code(_ verdict: JudgedLabel) -> Int? {
      if case .label(let code) = verdict { return code }
      return nil
    }
    let order = ValueOrder(
      set.values, ordered: judge.body.ordered,
      isNumeric: [.int, .float].contains(judge.body.valueType)
    ).codes
    let known = LabelledSet.codes(set.values)
    let test = ImprovementTest(
      items.indices.map { place in
        ImprovementTest.Case(
          truth: items[place].truth, base: code(base[place]), aligned: code(aligned[place]),
          group: items[place].groupCode)
      }, labelCount: set.values.count, order: order,
      pass: Set(judge.body.pass.compactMap { known[$0] }))
    let confidence = 1 - 0.05 / Double(max(1, tests))
    do {
      let outcomes = try PairedOutcomes(
        truth: items.map(\.truth), base: base, candidate: aligned, errors: .wrong)
      var evidence = SelectionEvidence(
        method: method, n: outcomes.total, baseAccuracy: outcomes.base.value ?? 0,
        alignedAccuracy: outcomes.candidate.value ?? 0,
        differenceLower95: test.lowerBound(confidence: confidence))
      evidence.measure = test.measure.rawValue
      evidence.constantLower95 = test.lowerBoundOverConstant(confidence: confidence)
      evidence.losses = test.losses(confidence: 0.975)
      context.say(
        "\(method.rawValue): \(Self.percent(evidence.baseAccuracy)) → "
          + "\(Self.percent(evidence.alignedAccuracy)) of \(evidence.n)",
        best: evidence.alignedAccuracy)
      return evidence
    } catch { throw AlignmentError(.failed, error.message) }
  }
}
