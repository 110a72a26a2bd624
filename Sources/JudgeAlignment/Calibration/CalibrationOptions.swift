/// How a calibration is fitted and guarded; the defaults were chosen by measuring.
package struct CalibrationOptions: Sendable, Hashable {
  /// Folds of each cross-validation, at most as many as there are groups.
  package var folds = 5

  /// How often the cross-validation is repeated with other folds.
  ///
  /// Above 800 labels fewer repeats are made (at least 1), since there the choice of folds decides
  /// less and each costs more.
  package var repeats = 5

  /// The prior variances of the logit that all features together may contribute.
  ///
  /// A block of p features gets the L2 penalty p ÷ (variance × share), so that the same number
  /// means the same trust in features whether there are 5 of them or 60.
  package var featureVariances: [Double] = [2, 0.5]

  /// By how many logits another value must lead before the base verdict is overridden.
  ///
  /// A flip at even odds gains nothing on average and costs certainty about the gain.
  package var margin = 0.1

  /// Widens the standard error, since the fits of a cross-validation share most of their items.
  package var overlap = 1.0

  /// Whether the log score is tested beside right verdicts.
  package var testsLogScore = true

  /// Whether the log score is also compared with the base's accuracy by verdict.
  package var scoresByVerdict = true

  /// The one-sided error of the decision: half for right verdicts, half for the log score.
  package var level = 0.05

  /// The number of labelled cases below which agreement beyond chance is enough against a constant
  /// judge.
  package var fewCases = SmallStart.labels

  /// Whether words are looked at.
  package var readsWords = true
  /// The prior variance of the logit that the words of a case may contribute, times the variance
  /// of the features.
  package var wordVariance = 8.0
  /// From so many labelled cases on words are looked at.
  package var wordMinimum = 20

  /// The mean of the verdict's weight before any label: the base judge is right with odds e to 1.
  package var verdictPrior = 1.0
  /// The precision of that belief: give or take one logit, so that a few labels can overrule it.
  package var verdictPenalty = 1.0
  /// The log-likelihood that a step of richness costs in ``CandidateWeights``.
  package var richnessPrior = 1.0

  /// Verdict-feature interactions are fitted for at most this many classes.
  package var maximumInteractingClasses = 4

  /// The defaults.
  package init() {}

  func effectiveRepeats(for count: Int) -> Int {
    max(1, min(repeats, repeats * 800 / max(count, 1)))
  }
}
