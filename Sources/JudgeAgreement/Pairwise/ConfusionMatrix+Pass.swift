/// How a judge does at telling items that pass from items that do not.
public struct PassRates: Sendable, Equatable {
  /// Of the items that truly pass, those the judge passes: TPR, sensitivity.
  public let truePositive: Proportion
  /// Of the items that truly fail, those the judge fails: TNR, specificity.
  public let trueNegative: Proportion
  /// Of all items, those the judge passes.
  public let passedByJudge: Proportion
  /// Of all items, those that truly pass.
  public let passed: Proportion
}

extension ConfusionMatrix {
  /// The rates of the two-way question "does it pass?".
  ///
  /// - Parameter pass: The codes of the labels that are good; codes outside the range count for
  ///   nothing.
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
