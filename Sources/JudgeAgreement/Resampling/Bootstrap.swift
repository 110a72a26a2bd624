/// A seeded bootstrap over items: how much a statistic would vary with other items of the kind.
///
/// Efron and Tibshirani, An Introduction to the Bootstrap (1993). The draws are the same on every
/// machine for the same seed, number of units and clusters.
public struct Bootstrap: Sendable, Equatable {
  /// How the interval is read off the resamples.
  public enum Method: Sendable, Hashable {
    /// Between the quantiles of the resampled values.
    case percentile
    /// Bias-corrected and accelerated (Efron, JASA 82, 1987), by a jackknife over the units or
    /// clusters: as many further evaluations.
    case bca
  }

  /// The number of resamples.
  public var resamples: Int
  /// The seed of the draws.
  public var seed: UInt64
  /// The two-sided coverage, between 0 and 1.
  public var confidence: Double
  /// How the interval is read off the resamples.
  public var method: Method

  /// Describes a bootstrap.
  ///
  /// - Parameters:
  ///   - resamples: The number of resamples, at least 1.
  ///   - seed: The seed of the draws.
  ///   - confidence: The two-sided coverage, between 0 and 1.
  ///   - method: How the interval is read off the resamples.
  public init(
    resamples: Int = 1_000, seed: UInt64 = 0, confidence: Double = 0.95,
    method: Method = .percentile
  ) {
    self.resamples = resamples
    self.seed = seed
    self.confidence = confidence
    self.method = method
  }
}

/// A statistic with its bootstrap interval.
public struct BootstrapInterval: Sendable, Equatable {
  /// The statistic on the items as they are.
  public let estimate: Double
  /// The interval.
  public let interval: ConfidenceInterval
  /// The standard deviation of the resampled values.
  public let standardError: Double
  /// Resamples in which the statistic was undefined, left out.
  public let undefined: Int
}
