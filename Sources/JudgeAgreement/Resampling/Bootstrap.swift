/// A seeded bootstrap over items: the variation of a statistic over other items of the same kind.
///
/// Efron and Tibshirani, An Introduction to the Bootstrap (1993). The draws are the same on every
/// machine for the same seed, number of units and clusters.
public struct Bootstrap: Sendable, Equatable {
  /// The method that computes the interval from the resamples.
  public enum Method: Sendable, Hashable {
    /// The quantiles of the resampled values.
    case percentile
    /// Bias-corrected and accelerated (Efron, JASA 82, 1987), by a jackknife over the units or
    /// clusters, with one additional evaluation for each.
    case bca
  }

  /// The number of resamples.
  public var resamples: Int
  /// The seed of the draws.
  public var seed: UInt64
  /// The two-sided coverage, between 0 and 1.
  public var confidence: Double
  /// The method that computes the interval from the resamples.
  public var method: Method

  /// Creates a bootstrap.
  ///
  /// - Parameters:
  ///   - resamples: The number of resamples, at least 1.
  ///   - seed: The seed of the draws.
  ///   - confidence: The two-sided coverage, between 0 and 1.
  ///   - method: The method that computes the interval from the resamples.
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
  /// The number of resamples left out because the statistic was undefined.
  public let undefined: Int
}
