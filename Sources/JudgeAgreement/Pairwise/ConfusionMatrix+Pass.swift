/// The rates at which a judge distinguishes items that pass from items that do not.
public struct PassRates: Sendable, Equatable {
  /// The share that the judge passes of the items that truly pass: TPR, sensitivity.
  public let truePositive: Proportion
  /// The share that the judge fails of the items that truly fail: TNR, specificity.
  public let trueNegative: Proportion
  /// The share of all items that the judge passes.
  public let passedByJudge: Proportion
  /// The share of all items that truly pass.
  public let passed: Proportion
}

extension ConfusionMatrix {
  /// Returns the rates of the two-way question "does it pass?".
  ///
  /// - Parameter pass: The codes of the labels that are good; codes outside the range are ignored.
  /// - Returns: Four proportions.
  public func passRates(pass: Set<Int>) -> PassRates {
    var counts = [[0, 0], [0, 0]]
    for truth in 0..<labelCount {
      for prediction in 0..<labelCount {
        counts[pass.contains(truth) ? 1 : 0][pass.contains(prediction) ? 1 : 0] +=
          self[truth: truth, prediction: prediction]
      }
    }
    let passed = counts[1][0] + counts[1][1]
    let failed = counts[0][0] + counts[0][1]
    return PassRates(
      truePositive: Proportion(unchecked: counts[1][1], of: passed),
      trueNegative: Proportion(unchecked: counts[0][0], of: failed),
      passedByJudge: Proportion(unchecked: counts[0][1] + counts[1][1], of: passed + failed),
      passed: Proportion(unchecked: passed, of: passed + failed))
  }
}
