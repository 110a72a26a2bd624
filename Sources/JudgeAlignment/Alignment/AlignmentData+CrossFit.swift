import JudgeAgreement
import JudgeEvaluation
import JudgeRecords
import JudgeScoring
import JudgeWork

/// A judge that some of the labels teach, and that is measured on the others.
struct AlignmentFold {
  let optimizer: any AlignmentOptimizer
  /// The judge that it starts from, which has learned nothing from the traces that decide.
  let start: JudgeBody
  let learned: [AlignmentData.Item]
  let decided: [AlignmentData.Item]
}

extension AlignmentData {
  /// The minimum number of traces to teach a judge in a fold of its own.
  private static let fewestForFold = 5

  /// The number of validation traces from which a validation third decides alone.
  ///
  /// With fewer, a judge must get a great part of the verdicts right for a proof: of 12, five must
  /// get better and none worse.
  static let enoughToValidate = 30

  /// The minimum number of groups in a validation third with a label other than the most frequent
  /// one.
  ///
  /// A proof at an error of 4 % requires that the judge finds five, and even a good judge misses
  /// some.
  static let enoughOthers = 8

  /// Returns whether there are so few labels that all of them must decide, with any optimizer.
  func isSmall(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, _ options: FitOptions
  ) -> Bool {
    options.rules != .first && parts.train.count + parts.validation.count < SmallStart.labels
      && (!judge.body.hasLearned || optimizer.isIncremental)
  }

  /// Returns the counts that limit what the labels of the training part can decide.
  ///
  /// - Parameters:
  ///   - Parameters:
  ///   - optimizer: the optimizer.
  ///   - parts: both parts.
  ///   - options: the options of the fit.
  /// - Returns: the counts, or `nil` if there are too many labels to need them.
  func smallStart(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, _ options: FitOptions
  ) -> SmallStart? {
    guard isSmall(optimizer, parts, options) else { return nil }
    let items = parts.all
    let wrong = items.filter { $0.example.feedback.value != $0.example.label }
    return SmallStart(
      groups: Set(items.map(\.groupCode)).count, wrongGroups: Set(wrong.map(\.groupCode)).count,
      needed: SmallStart.needed(level: options.level),
      // A calibration is decided by Student's quantile, not by counting groups.
      isExact: optimizer.selection == .validation)
  }

  /// Returns the folds in which an optimizer learns and decides, or `nil` if the validation third
  /// decides alone.
  ///
  /// Incremental optimizers always use folds, because the results of both parts can be joined.
  /// Other optimizers use them if there are few labels and the base judge has not learned from
  /// labels yet, because the labels that taught it cannot be separated.
  func folds(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, _ options: FitOptions
  ) -> [AlignmentFold]? {
    guard !options.forcesValidation else { return nil }
    let total = parts.train.count + parts.validation.count
    let isSmall = isSmall(optimizer, parts, options)
    if isSmall, let dealt = dealtFolds(optimizer, parts, options) { return dealt }
    if !optimizer.isIncremental {
      guard decidesInFolds(parts, options.rules),
        isSmall || optimizer.share(learning: 0, of: total) != nil
      else { return nil }
    }
    let folds = thirds(optimizer, parts, fewest: isSmall ? 1 : Self.fewestForFold)
    return folds.isEmpty || isSmall && folds.allSatisfy(\.decided.isEmpty) ? nil : folds
  }

  /// Returns one fold for each of the frozen parts: it learns from one part and decides on the
  /// other.
  private func thirds(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, fewest: Int
  ) -> [AlignmentFold] {
    [(parts.train, parts.validation), (parts.validation, parts.train)]
      .filter { learned, _ in learned.count >= fewest }
      .map { fold(optimizer, learned: $0, decided: $1, of: parts) }
  }

  /// Folds of about equal size: five for MemAlign, otherwise three, or two if a budget is set
  /// (``SmallStart/folds(_:_:)``).
  ///
  /// `nil` if the frozen parts are enough, or if the judge has already learned from labels: its
  /// guidelines come from one frozen part each.
  private func dealtFolds(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, _ options: FitOptions
  ) -> [AlignmentFold]? {
    let all = parts.all
    let isUneven = min(parts.train.count, parts.validation.count) < Self.fewestForFold
    let isCheap = optimizer.isIncremental
    guard !judge.body.hasLearned, isUneven || !isCheap || all.count < SmallStart.cheap
    else { return nil }
    let count = SmallStart.folds(optimizer, options)
    let dealt = SmallStart.deal(all, into: count, feedbackName: set.feedbackName)
    guard dealt.count > 1 else { return nil }
    return dealt.map { decided in
      let codes = Set(decided.map(\.groupCode))
      return fold(
        optimizer, learned: all.filter { !codes.contains($0.groupCode) }, decided: decided,
        of: parts, sharesNoSteps: true)
    }
  }

  private func fold(
    _ optimizer: any AlignmentOptimizer, learned: [Item], decided: [Item], of parts: FitParts,
    sharesNoSteps: Bool = false
  ) -> AlignmentFold {
    let total = parts.train.count + parts.validation.count
    // Half of SIMBA's eight steps find no rule among so few labels.
    let isWhole = optimizer.isIncremental || sharesNoSteps && optimizer is SIMBA
    return AlignmentFold(
      optimizer: isWhole
        ? optimizer : optimizer.share(learning: learned.count, of: total) ?? optimizer,
      start: judge.body.knowing(
        only: Set(learned.map(\.example.trace.id)), feedbackName: set.feedbackName),
      learned: learned, decided: decided)
  }

  /// Returns whether there are so few labels that two folds decide, if the optimizer allows it.
  ///
  /// Labels are also few if the validation third has too few labels other than the most frequent
  /// one to show a gain over that label.
  func decidesInFolds(_ parts: FitParts, _ rules: AlignmentRules = .current) -> Bool {
    let labels = parts.validation.map(\.truth)
    let most = LabelBalance(labels, labelCount: set.values.count).mostFrequent
    let others = parts.validation.filter { $0.truth != most }
    let isRare =
      rules >= .foldLevels
      && Set(others.map(\.groupCode)).count < Self.enoughOthers
    return !judge.body.hasLearned && (parts.validation.count < Self.enoughToValidate || isRare)
      && min(parts.train.count, parts.validation.count) >= Self.fewestForFold
  }

  /// Returns whether several optimizers decide on the same traces without being told to.
  ///
  /// - Parameter optimizers: the optimizers to compare.
  /// - Returns: true if all of them cross-validate the whole training part.
  public func decidesAlike(_ optimizers: [any AlignmentOptimizer]) -> Bool {
    let parts = FitParts(train: items(in: .train), validation: items(in: .validation))
    if !judge.body.hasLearned, parts.all.count < SmallStart.labels { return true }
    return decidesInFolds(parts)
      && optimizers.allSatisfy {
        $0.isIncremental || $0.selection == .crossValidation
          || $0.share(learning: 0, of: 1) != nil
      }
  }

  /// Teaches a judge in each fold, decides on the traces that the other fold learned from, and
  /// joins the results or keeps the better judge.
  ///
  /// An incremental optimizer makes no additional calls for it, because it learns one part after
  /// the other; other optimizers share their budget. All labels decide instead of a third of them.
  /// A trace never decides on a judge that it taught.
  ///
  /// - Parameters:
  ///   - optimizer: the optimizer.
  ///   - folds: one or two.
  ///   - parts: both parts.
  ///   - context: models and the seed.
  ///   - options: the settings of the fit.
  /// - Returns: the judge with the evidence, and each judge's verdicts on the other part.
  /// - Throws: `JudgeFailure`.
  func crossFitted(
    _ optimizer: any AlignmentOptimizer, _ folds: [AlignmentFold], _ parts: FitParts,
    _ context: AlignmentContext, _ options: FitOptions
  ) async throws(JudgeFailure) -> (fitted: FittedAlignment, unseen: [(Item, Feedback)]) {
    let proposals = try await proposals(folds, context)
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
    let levels = levels(optimizer, folds, parts, before, after, options)
    let evidence = try evidence(
      .crossValidation, before, after, decided, context, options,
      levels: (levels.pooled, levels.constant.pooled))
    var fitted = FittedAlignment(
      optimizer: optimizer.name, body: judge.body, evidence: evidence, seed: context.seed,
      notes: proposals.flatMap(\.notes))
    if optimizer.isIncremental {
      let isDealt = isDealt(folds, parts)
      let parted = isDealt ? try await learned(optimizer, parts, context) : proposals
      fitted.body = joined(parted, parts)
      if isDealt { fitted.notes = parted.flatMap(\.notes) }
    } else {
      var best = try await better(folds, proposals, after, context)
      if !evidence.improved, let level = levels.alone,
        let alone = try provedAlone(
          folds, before: before, after: after, context, options, (level, levels.constant.alone))
      {
        // The other judge learned nothing, but the findings of this one must not be lost.
        best = alone.fold
        fitted.evidence = alone.evidence
      }
      fitted.body = proposals[best].body
      fitted.sources = proposals[best].sources
    }
    return (fitted, Array(zip(decided, after)))
  }

  /// Returns whether the folds differ from the frozen parts.
  private func isDealt(_ folds: [AlignmentFold], _ parts: FitParts) -> Bool {
    guard let first = folds.first else { return false }
    let ids = Set(first.learned.map(\.example.trace.id))
    return ids != Set(parts.train.map(\.example.trace.id))
      && ids != Set(parts.validation.map(\.example.trace.id))
  }

  private func proposals(
    _ folds: [AlignmentFold], _ context: AlignmentContext
  ) async throws(JudgeFailure) -> [AlignmentProposal] {
    try await Wave.run(folds.count) { place throws(JudgeFailure) -> AlignmentProposal in
      try await folds[place].optimizer.align(
        try context.judge(folds[place].start), to: folds[place].learned.map(\.example),
        context: context)
    }
  }

  /// Returns the result of an incremental optimizer on each frozen part separately, so that a later
  /// alignment can separate the results again.
  func learned(
    _ optimizer: any AlignmentOptimizer, _ parts: FitParts, _ context: AlignmentContext
  ) async throws(JudgeFailure) -> [AlignmentProposal] {
    try await proposals(thirds(optimizer, parts, fewest: 1), context)
  }

  /// Returns one judge with the guidelines and cases of several.
  func joined(_ proposals: [AlignmentProposal], _ parts: FitParts) -> JudgeBody {
    var body = proposals.first?.body ?? judge.body
    for proposal in proposals.dropFirst() { body.join(proposal.body) }
    body.sortEpisodes(parts.all.map(\.example.trace.id))
    return body
  }

  /// Returns the judge that is proved better on its own part alone.
  ///
  /// If both are, returns the one with the larger bound.
  private func provedAlone(
    _ folds: [AlignmentFold], before: [Feedback], after: [Feedback], _ context: AlignmentContext,
    _ options: FitOptions, _ levels: (base: Double, constant: Double)
  ) throws(JudgeFailure) -> (fold: Int, evidence: SelectionEvidence)? {
    guard folds.count > 1 else { return nil }
    var best: (fold: Int, evidence: SelectionEvidence)?
    var start = 0
    for (place, fold) in folds.enumerated() {
      let range = start..<(start + fold.decided.count)
      start = range.upperBound
      let found = try evidence(
        .crossValidation, Array(before[range]), Array(after[range]), fold.decided, context, options,
        levels: levels)
      guard found.improved else { continue }
      if (best?.evidence.differenceLower95 ?? 0) < found.differenceLower95 ?? 0 {
        best = (place, found)
      }
    }
    return best
  }

  /// Returns the better of two judges: the one that agrees more often with people on all traces of
  /// the training part, or the first (which learned from more labels) if they are equal.
  ///
  /// The parts are too small to compare the judges on their own part, because the result would
  /// depend more on the traces in it than on the judge.
  private func better(
    _ folds: [AlignmentFold], _ proposals: [AlignmentProposal], _ decided: [Feedback],
    _ context: AlignmentContext
  ) async throws(JudgeFailure) -> Int {
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

  /// Returns what paired verdicts prove, with failed verdicts counted as wrong.
  ///
  /// A judge must not look better because it fails on the hard cases.
  func evidence(
    _ method: SelectionMethod, _ before: [Feedback], _ after: [Feedback], _ items: [Item],
    _ context: AlignmentContext, _ options: FitOptions,
    levels: (base: Double, constant: Double)? = nil
  ) throws(JudgeFailure) -> SelectionEvidence {
    let (base, aligned) = (codes(before), codes(after))
    let test = test(base, aligned, items)
    let level = levels?.base ?? options.level
    let confidence = 1 - level
    let outcomes = try PairedOutcomes(
      truth: items.map(\.truth), base: base, candidate: aligned, errors: .wrong)
    var evidence = SelectionEvidence(
      method: method, n: outcomes.total, baseAccuracy: outcomes.base.value ?? 0,
      alignedAccuracy: outcomes.candidate.value ?? 0,
      differenceLower95: test.lowerBound(confidence: confidence))
    evidence.measure = test.measure.rawValue
    evidence.constantLevel = levels?.constant
    evidence.constantLower95 = test.lowerBoundOverConstant(
      confidence: 1 - (levels?.constant ?? level))
    evidence.losses = test.losses(confidence: 0.975)
    evidence.level = level
    (evidence.better, evidence.worse) = (test.changes.better, test.changes.worse)
    if options.rules != .first, items.count < SmallStart.labels { evidence.chanceP = test.chance }
    context.say(
      "\(method.rawValue): \(Self.percent(evidence.baseAccuracy)) → "
        + "\(Self.percent(evidence.alignedAccuracy)) of \(evidence.n)",
      best: evidence.alignedAccuracy)
    return evidence
  }

  /// Returns the errors of the test of all folds together and of the test of each fold.
  ///
  /// If an optimizer's judges are joined, only their joint verdicts are tested.
  private func levels(
    _ optimizer: any AlignmentOptimizer, _ folds: [AlignmentFold], _ parts: FitParts,
    _ before: [Feedback], _ after: [Feedback], _ options: FitOptions
  ) -> FoldLevels {
    guard options.rules >= .foldLevels else {
      return FoldLevels(
        dividing: options.level, folds: folds.count, isSmall: isSmall(optimizer, parts, options))
    }
    guard !optimizer.isIncremental else { return FoldLevels([], allowed: options.level) }
    let (base, aligned) = (codes(before), codes(after))
    let pooled = test(base, aligned, folds.flatMap(\.decided)).groupGains
    var start = 0
    let gains = folds.map { fold -> [FoldLevels.Gain] in
      let range = start..<(start + fold.decided.count)
      start = range.upperBound
      let alone = test(Array(base[range]), Array(aligned[range]), fold.decided).groupGains
      return alone.sorted { $0.key < $1.key }.map { group, gain in
        FoldLevels.Gain(pooled: pooled[group] ?? 0, alone: gain)
      }
    }
    return FoldLevels(gains, allowed: options.level)
  }

  /// Returns the test of the verdicts of two judges.
  private func test(
    _ base: [JudgedLabel], _ aligned: [JudgedLabel], _ items: [Item]
  ) -> ImprovementTest {
    func code(_ verdict: JudgedLabel) -> Int? {
      if case .label(let code) = verdict { return code }
      return nil
    }
    let order = ValueOrder(
      set.values, ordered: judge.body.ordered,
      isNumeric: judge.body.isNumeric
    ).codes
    let known = LabelledSet.codes(set.values)
    return ImprovementTest(
      items.indices.map { place in
        ImprovementTest.Case(
          truth: items[place].truth, base: code(base[place]), aligned: code(aligned[place]),
          group: items[place].groupCode)
      }, labelCount: set.values.count, order: order,
      pass: Set(judge.body.pass.compactMap { known[$0] }))
  }
}
