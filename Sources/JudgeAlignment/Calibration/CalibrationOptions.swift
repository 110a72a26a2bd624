/// The options by which a calibration is fitted and guarded; the defaults were chosen by
/// measurement.
package struct CalibrationOptions: Sendable, Hashable {
  /// The number of folds of each cross-validation, at most the number of groups.
  package var folds = 5

  /// The number of repeats of the cross-validation with other folds.
  ///
  /// With more than 800 labels fewer repeats are made (at least 1), because the choice of folds
  /// then matters less and each repeat costs more.
  package var repeats = 5

  /// The prior variances of the total contribution of all features to the logit.
  ///
  /// A block of p features gets the L2 penalty p ÷ (variance × share), so that the same number
  /// means the same trust in features whether there are 5 of them or 60.
  package var featureVariances: [Double] = [2, 0.5]

  /// The number of logits by which another value must lead before it overrides the base verdict.
  ///
  /// A flip at even odds gains nothing on average and costs certainty about the gain.
  package var margin = 0.1

  /// A factor for the standard error, because the fits of a cross-validation share most of their
  /// items.
  package var overlap = 1.0

  /// Whether to test the log score in addition to right verdicts.
  package var testsLogScore = true

  /// Whether to compare the log score also with the base's accuracy by verdict.
  package var scoresByVerdict = true

  /// The one-sided error of the decision: half for right verdicts, half for the log score.
  package var level = 0.05

  /// The number of labelled cases below which agreement beyond chance is sufficient against a
  /// constant judge.
  package var fewCases = SmallStart.labels

  /// Whether to use words.
  package var readsWords = true
  /// The prior variance of the contribution of a case's words to the logit, times the variance of
  /// the features.
  package var wordVariance = 8.0
  /// The number of labelled cases from which words are used.
  package var wordMinimum = 20

  /// The prior mean of the verdict's weight: the base judge is right with odds e to 1.
  package var verdictPrior = 1.0
  /// The precision of that prior: plus or minus one logit, so that a few labels can overrule it.
  package var verdictPenalty = 1.0
  /// The log-likelihood cost of a step of richness in ``CandidateWeights``.
  package var richnessPrior = 1.0

  /// The maximum number of classes with verdict-feature interactions.
  package var maximumInteractingClasses = 4

  /// Creates options with the defaults.
  package init() {}

  func effectiveRepeats(for count: Int) -> Int {
    max(1, min(repeats, repeats * 800 / max(count, 1)))
  }
}
