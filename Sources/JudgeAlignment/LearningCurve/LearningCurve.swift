public import JudgeAgreement
import JudgeEvaluation
public import JudgeJSON

/// The number of labels that an optimizer needs: gains on the rest, for growing draws of labels.
public struct LearningCurve: Sendable {
  /// The unit in which labels are drawn.
  public enum Draw: String, Sendable, CaseIterable {
    /// Whole groups at a time, so that no group is on both sides.
    case grouped
    /// Trace by trace.
    case random
  }

  /// The gains at one number of labels.
  public struct Size: Sendable {
    /// The number of labels drawn.
    public let n: Int
    /// One entry per seed: the base's and the guarded judge's accuracy on the rest.
    public let seeds: [(base: Double, aligned: Double)]

    /// The relative gain per seed: aligned / base − 1, or 0 if the guard keeps the base.
    public var gains: [Double] { seeds.map { $0.base > 0 ? $0.aligned / $0.base - 1 : 0 } }

    /// The 95 % interval of the mean accuracy of the base over the draws.
    public var baseInterval: ConfidenceInterval? { Self.interval(seeds.map(\.base)) }

    /// The 95 % interval of the mean accuracy of the guarded judge over the draws.
    public var alignedInterval: ConfidenceInterval? { Self.interval(seeds.map(\.aligned)) }

    /// Returns Student's interval of a mean, or `nil` for one draw.
    private static func interval(_ shares: [Double]) -> ConfidenceInterval? {
      guard shares.count > 1 else { return nil }
      let count = Double(shares.count)
      let mean = shares.reduce(0, +) / count
      let squares = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let error = (squares / (count - 1) / count).squareRoot()
      let width = StudentDistribution.quantile(0.975, degreesOfFreedom: count - 1) * error
      return ConfidenceInterval(
        lower: max(0, mean - width), upper: min(1, mean + width), confidence: 0.95)
    }

    /// The size as JSON with stable keys.
    public var json: JSONValue {
      let gains = gains
      let count = Double(max(gains.count, 1))
      let mean = gains.reduce(0, +) / count
      let spread = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = gains.count > 1 ? (spread / (count - 1)).squareRoot() : 0
      return [
        "n": .number(Double(n)), "seeds": .number(Double(gains.count)),
        "base_accuracy": .figure(seeds.map(\.base).reduce(0, +) / count),
        "base_interval": JudgeFigures.interval(baseInterval),
        "aligned_accuracy": .figure(seeds.map(\.aligned).reduce(0, +) / count),
        "aligned_interval": JudgeFigures.interval(alignedInterval),
        "relative_gain_mean": .figure(mean), "relative_gain_sd": .figure(deviation),
        "won": .number(Double(seeds.count { $0.aligned > $0.base })),
        "lost": .number(Double(seeds.count { $0.aligned < $0.base })),
      ]
    }
  }

  /// The maximum number of traces that a seed is tested on.
  public static let maximumTest = 500

  /// The unit in which labels are drawn.
  public var draw: Draw
  /// Whether to draw and test on the training part only, which opens no test set.
  public var trainOnly: Bool

  /// Creates a learning curve.
  public init(draw: Draw = .grouped, trainOnly: Bool = false) {
    self.draw = draw
    self.trainOnly = trainOnly
  }
}
