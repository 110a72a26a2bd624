/// A two-sided interval that covers the true value in the stated share of samples.
public struct ConfidenceInterval: Sendable, Equatable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double
  /// The nominal coverage, between 0 and 1.
  public let confidence: Double

  /// Creates an interval.
  public init(lower: Double, upper: Double, confidence: Double) {
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
  }

  /// Returns Wilson's score interval of a share (JASA 22, 1927).
  ///
  /// - Parameters:
  ///   - share: successes over trials, between 0 and 1.
  ///   - trials: the effective number of trials, above 0.
  ///   - quantile: the two-sided quantile: the normal z, or Student's t.
  ///   - confidence: the coverage of the quantile.
  /// - Returns: an interval within 0...1 that reaches 0 or 1 if the share does.
  package static func wilson(
    share: Double, trials: Double, quantile: Double, confidence: Double
  ) -> ConfidenceInterval {
    let scale = 1 + quantile * quantile / trials
    let middle = (share + quantile * quantile / (2 * trials)) / scale
    let half =
      quantile / scale
      * (share * (1 - share) / trials + quantile * quantile / (4 * trials * trials)).squareRoot()
    return ConfidenceInterval(
      lower: share == 0 ? 0 : max(0, middle - half),
      upper: share == 1 ? 1 : min(1, middle + half), confidence: confidence)
  }

  /// Returns the z with the given share of a normal distribution within ±z.
  package static func z(_ confidence: Double) -> Double {
    NormalDistribution.quantile(0.5 + confidence / 2)
  }
}
