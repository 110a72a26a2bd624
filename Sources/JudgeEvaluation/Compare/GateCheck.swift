import JudgeAgreement
public import JudgeJSON

/// A condition of a gate, and whether it holds.
public struct GateCheck: Hashable, Sendable {
  /// The name of the checked figure, such as `tone/pass` or `errors`.
  public let name: String
  /// The figure.
  ///
  /// `nil` if it is undefined; the check then fails.
  public let value: Double?
  /// The bound.
  public let threshold: Double
  /// Whether it holds.
  public let passed: Bool

  /// Returns a check that a figure is at least a bound.
  public static func atLeast(_ threshold: Double, _ name: String, _ value: Double?) -> GateCheck {
    GateCheck(
      name: name, value: value, threshold: threshold, passed: value.map { $0 >= threshold } ?? false
    )
  }

  /// Returns a check that a figure is at most a bound.
  public static func atMost(_ threshold: Double, _ name: String, _ value: Double?) -> GateCheck {
    GateCheck(
      name: name, value: value, threshold: threshold, passed: value.map { $0 <= threshold } ?? false
    )
  }

  /// Returns a check that a comparison with a baseline shows no loss.
  ///
  /// The interval decides, not the point estimate: the check fails if the upper end of the 95 %
  /// interval of the difference is below zero, so noise alone does not fail it. Without a common
  /// trace it fails.
  public static func noLoss(_ name: String, _ comparison: VerdictComparison) -> GateCheck {
    let upper = comparison.n > 0 ? comparison.figures.differenceInterval?.upper : nil
    return atLeast(0, "\(name)/baseline_difference_upper_95", upper)
  }

  /// The check as JSON with stable keys.
  public var json: JSONValue {
    [
      "name": .string(name), "value": .figure(value), "threshold": .number(threshold),
      "passed": .bool(passed),
    ]
  }
}
