import JudgeAgreement
package import JudgeJSON
import JudgeScoring
import JudgeWork

/// Learns from human labels when a base judge is right, without an LLM.
///
/// Regularised multinomial logistic regression on the base verdict, lexical features and their
/// interactions. Several strengths and sets of features are averaged by their cross-validated
/// likelihood. Whether the result may replace the base judge is decided by a repeated, grouped,
/// nested cross-validation within the labels given (``ImprovementGuard``).
///
/// Precedents (the nearest labelled cases with the same base verdict) were measured and left out:
/// on four judges of adversarial pairs, two of factual answers and two of preference, they were
/// worse than the regression, and in combination with it changed accuracy by less than a point.
package struct CalibrationTrainer: Sendable {
  /// The options of fit and guard.
  package var options: CalibrationOptions

  /// The coverage of the bound that proves right verdicts, for a log score against the base's
  /// overall accuracy.
  private static let provedRight = 0.95
  /// The coverage of the bound that makes right verdicts plausible, for a log score against the
  /// base's accuracy by verdict.
  ///
  /// Against that, a base that is right more often about one verdict than about another is no gain;
  /// the rest comes from the texts.
  private static let plausiblyRight = 0.8
  /// The most labelled traces with which plausible is enough.
  ///
  /// With more, a gain that matters can be proved.
  private static let mostForPlausible = 200
  /// The one-sided coverage of one standard error of a normal distribution.
  private static let oneStandardError = 0.8413

  /// Creates a trainer.
  package init(options: CalibrationOptions = CalibrationOptions()) { self.options = options }

  /// Fits and guards a calibration.
  ///
  /// The same items in the same order, seed and options give the same outcome, bit for bit, on
  /// every machine. Give items in an order that does not depend on the machine (such as by trace
  /// id).
  ///
  /// Words of cases are many columns, and they can raise the likelihood although fewer verdicts are
  /// right. They stay only if the calibration with them is right more often on unseen cases, by at
  /// least one standard error (the rule of Breiman et al., Classification and Regression Trees,
  /// 1984).
  ///
  /// - Parameters:
  ///   - items: labelled cases. Those without a base verdict are used for learning, not for
  ///     comparison.
  ///   - values: the judge's declared values in their order; labels beyond them become classes too.
  ///   - pass: the values that are good. Neither they nor the other values may be found less often
  ///     than before.
  ///   - seed: the seed of the random folds.
  /// - Returns: the model, the decision and the figures.
  package func train(
    _ items: [CalibrationItem], values: [JSONValue], pass: [JSONValue] = [], seed: UInt64
  ) -> CalibrationOutcome {
    var design = CalibrationDesign(items, values: values, options: options)
    let rich = fit(design, items, pass, seed)
    guard design.words != nil, let rich else { return rich?.outcome ?? unlearned(design) }
    var lean = self
    lean.options.readsWords = false
    design = CalibrationDesign(items, values: values, options: lean.options)
    guard let plain = lean.fit(design, items, pass, seed) else { return rich.outcome }
    let (groups, groupCount) = GroupFolds.number(items.map(\.group))
    let gain = ImprovementGuard.lowerBound(
      differences: zip(rich.right, plain.right).map { $0 - $1 }, groups: groups,
      groupCount: groupCount, confidence: Self.oneStandardError, overlap: 1)
    return gain > 0 ? rich.outcome : plain.outcome
  }

  /// Returns the outcome if nothing can be learned.
  private func unlearned(_ design: CalibrationDesign) -> CalibrationOutcome {
    CalibrationOutcome(
      model: nil, improved: false, selection: selection(design, aligned: nil, lower: -1))
  }

  /// Fits and guards one design.
  ///
  /// - Returns: the outcome and, by case, how often the verdict was right in folds that had not
  ///   learned from the case; `nil` if nothing can be learned.
  private func fit(
    _ design: CalibrationDesign, _ items: [CalibrationItem], _ pass: [JSONValue], _ seed: UInt64
  ) -> (outcome: CalibrationOutcome, right: [Double])? {
    let (groups, groupCount) = GroupFolds.number(items.map(\.group))
    guard design.classes.count > 1, groupCount > 1 else { return nil }
    let views = CalibrationCandidate.views(of: design, options: options)
    let candidates = views.flatMap { $0 }
    var generator = Xoshiro256(seed: seed)
    var unseen = UnseenScores(count: items.count, classes: design.classes.count)
    var likelihood = [Double](repeating: 0, count: candidates.count)
    let repeats = options.effectiveRepeats(for: items.count)
    for round in 0..<repeats {
      let folds = GroupFolds(
        groups: groups, groupCount: groupCount, folds: options.folds, using: &generator)
      let fits = FoldFits(
        design, folds: folds, views: views, verdictPrior: options.verdictPrior
      ) { fitted in
        WorkProgress.report(
          "Cross-validation", round * views.count + fitted, of: repeats * views.count)
      }
      for c in candidates.indices { likelihood[c] += fits.heldOut[c].reduce(0, +) }
      unseen.add(design, folds, fits, candidates, options)
    }
    unseen.divide(by: Double(repeats))

    let compared = items.indices.filter { design.verdicts[$0] != nil }
    let gains = CalibrationGains(
      labels: compared.map { design.labels[$0] },
      base: compared.map { design.verdicts[$0] == design.labels[$0] },
      aligned: compared.map { unseen.right[$0] }, groups: compared.map { groups[$0] },
      groupCount: groupCount,
      isPassing: design.classes.map { pass.isEmpty ? nil : pass.contains($0) },
      overlap: options.overlap)
    // Two tests of the gain over the base, each at half of the error.
    let confidence = 1 - (options.testsLogScore ? options.level / 2 : options.level)
    var found = selection(
      design, aligned: unseen.right, lower: gains.lowerBound(confidence: confidence))
    // A better score alone changes nothing for people, so verdicts must be right more often too.
    if options.testsLogScore, !gains.isSkewed {
      let score: [Double]? =
        if gains.lowerBound(confidence: Self.provedRight) > 0 {
          unseen.logGain
        } else if options.scoresByVerdict, compared.count <= Self.mostForPlausible,
          gains.lowerBound(confidence: Self.plausiblyRight) > 0
        {
          unseen.logGainByVerdict
        } else { nil }
      if let score {
        found.logScoreLower95 = ImprovementGuard.lowerBound(
          differences: compared.map { score[$0] }, groups: compared.map { groups[$0] },
          groupCount: groupCount, confidence: confidence, overlap: options.overlap)
      }
    }
    found.constantLower95 = gains.lowerBoundOverConstant(confidence: 1 - options.level)
    if compared.count < options.fewCases, gains.meanOverConstant > 0 {
      found.chanceP =
        ChanceAgreement(
          chosen: compared.map { unseen.chosen[$0] }, labels: compared.map { design.labels[$0] },
          groups: compared.map { groups[$0] }
        ).p
    }
    found.losses = gains.losses
    found.measure = gains.isSkewed ? "balanced accuracy" : "accuracy"
    let weights = CandidateWeights.weights(
      candidates, logLikelihoods: likelihood.map { $0 / Double(repeats) },
      richness: options.richnessPrior)
    let outcome = CalibrationOutcome(
      model: design.model(views, weights: weights, options: options),
      improved: max(found.differenceLower95, found.logScoreLower95) > 0
        && (found.constantLower95 > 0 || found.chanceP.map { $0 <= options.level } ?? false)
        && found.losses.isEmpty,
      selection: found)
    return (outcome, unseen.right)
  }

  private func selection(
    _ design: CalibrationDesign, aligned: [Double]?, lower: Double
  ) -> CalibrationOutcome.Selection {
    let compared = design.labels.indices.filter { design.verdicts[$0] != nil }
    let n = Double(max(compared.count, 1))
    let base = Double(compared.count { design.verdicts[$0] == design.labels[$0] }) / n
    return CalibrationOutcome.Selection(
      n: compared.count, baseAccuracy: base,
      alignedAccuracy: aligned.map { right in compared.reduce(0) { $0 + right[$1] } / n } ?? base,
      differenceLower95: lower)
  }
}
