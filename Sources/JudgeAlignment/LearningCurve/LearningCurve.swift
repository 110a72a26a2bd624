import JudgeAgreement
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
        "aligned_accuracy": .figure(seeds.map(\.aligned).reduce(0, +) / count),
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
