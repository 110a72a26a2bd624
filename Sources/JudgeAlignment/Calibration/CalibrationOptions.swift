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

  /// The confidence of the one-sided lower bound that must be above 0.
  package var confidence = 0.95

  /// Verdict-feature interactions are fitted for at most this many classes.
  package var maximumInteractingClasses = 4

  /// The defaults.
  package init() {}

  func effectiveRepeats(for count: Int) -> Int {
    max(1, min(repeats, repeats * 800 / max(count, 1)))
  }
}
