package import JudgeScoring

/// The result of a calibration fit.
package struct CalibrationOutcome: Sendable, Hashable {
  /// The figures by which improvement was decided.
  package struct Selection: Sendable, Hashable {
    /// The number of labelled cases with a base verdict, on which both are compared.
    package let n: Int
    /// The base judge's share of right verdicts.
    package let baseAccuracy: Double
    /// The calibrated judge's share on cases that its model has not seen, averaged over repeats.
    package let alignedAccuracy: Double
    /// The one-sided 95 % lower bound of aligned − base, or −1 if there is too little data.
    package let differenceLower95: Double
    /// The same bound of the mean gain in log score, in nats per case.
    package var logScoreLower95 = -1.0
    /// The same bound of aligned − accuracy of always giving the most frequent label.
    package var constantLower95 = -1.0
    /// With few cases, the probability that verdicts unrelated to the labels agree with them as
    /// well.
    ///
    /// `nil` unless verdicts on unseen cases are right more often than the most frequent label.
    package var chanceP: Double?
    /// The rates, of `TPR` and `TNR`, that fall more than by chance and so far that they cannot
    /// reach the bar.
    package var losses: [String] = []
    /// The measure of a gain: `accuracy`, or `balanced accuracy` if one label has over 80 %.
    package var measure = "accuracy"
    /// The method of measurement: always `cross-validation`.
    package let method = "cross-validation"
  }

  /// The model fitted on all labels, or `nil` if nothing can be learned (no case, or only one
  /// class).
  package let model: CalibrationModel?
  /// Whether the gains over the base (by right verdicts or by log score) and over the most frequent
  /// label are proved, and nothing is lost.
  ///
  /// Only then should the model replace the base judge.
  package let improved: Bool
  /// The figures behind ``improved``.
  package let selection: Selection
}
