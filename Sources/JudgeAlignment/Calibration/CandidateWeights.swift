import JudgeScoring

/// Weights for averaging candidates, from their cross-validated log-likelihoods.
///
/// Pseudo-BMA (Geisser and Eddy, JASA 1979; Yao et al., Bayesian Analysis 2018): a candidate weighs
/// e to its sum of held-out log-likelihoods, here times a prior of 1/e for each step of richness.
/// Logits of linear models averaged are a linear model again, and averaging varies less from
/// sample to sample than picking one.
enum CandidateWeights {
  /// Returns one weight per candidate, with sum 1.
  static func weights(
    _ candidates: [CalibrationCandidate], logLikelihoods: [Double], richness: Double = 1
  ) -> [Double] {
    CalibrationModel.softmax(
      zip(candidates, logLikelihoods).map { $1 - richness * Double($0.richness) })
  }
}
