/// A two-sided interval that covers the true value in the stated share of samples.
public struct ConfidenceInterval: Sendable, Equatable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double
  /// The nominal coverage, between 0 and 1.
  public let confidence: Double

  /// Makes an interval.
  public init(lower: Double, upper: Double, confidence: Double) {
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
  }

  /// The z with the stated share of a normal distribution within ±z.
  static func z(_ confidence: Double) -> Double {
    NormalDistribution.quantile(0.5 + confidence / 2)
  }
}
