import JudgeAgreement
public import JudgeJSON

/// One condition of a gate, and whether it holds.
public struct GateCheck: Hashable, Sendable {
  /// What is checked, such as `tone/pass` or `errors`.
  public let name: String
  /// The result.
  ///
  /// `nil` if it is undefined; the check then fails.
  public let value: Double?
  /// The bound.
  public let threshold: Double
  /// Whether it holds.
  public let passed: Bool

  /// A figure that must be at least a bound.
  public static func atLeast(_ threshold: Double, _ name: String, _ value: Double?) -> GateCheck {
    GateCheck(
      name: name, value: value, threshold: threshold, passed: value.map { $0 >= threshold } ?? false
    )
  }

  /// A figure that must be at most a bound.
  public static func atMost(_ threshold: Double, _ name: String, _ value: Double?) -> GateCheck {
    GateCheck(
      name: name, value: value, threshold: threshold, passed: value.map { $0 <= threshold } ?? false
    )
  }

  /// A comparison with a baseline that must not show a loss.
  ///
  /// The interval decides, not the point: it fails if the upper end of the 95 % interval of the
  /// difference is below zero, so that noise alone stops nobody. Without a common trace it fails.
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
