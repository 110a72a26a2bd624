package import JudgeScoring

/// What an optimizer run of the calibration found.
package struct CalibrationOutcome: Sendable, Hashable {
  /// How improvement was decided.
  package struct Selection: Sendable, Hashable {
    /// Labelled cases with a base verdict, over which both are compared.
    package let n: Int
    /// The base judge's share of right verdicts.
    package let baseAccuracy: Double
    /// The calibrated judge's, on cases its model has not seen, averaged over repeats.
    package let alignedAccuracy: Double
    /// The one-sided 95 % lower bound of aligned − base; −1 if there is too little to tell.
    package let differenceLower95: Double
    /// How it was measured: always `cross-validation`.
    package let method = "cross-validation"
  }

  /// The model fitted on all labels; `nil` if nothing can be learned (no case, one class).
  package let model: CalibrationModel?
  /// Whether the lower bound is above 0: only then the model should replace the base judge.
  package let improved: Bool
  /// The figures behind ``improved``.
  package let selection: Selection
}
