/// The weight of a disagreement in Cohen's kappa.
public enum KappaWeights: Sendable, Hashable, CaseIterable {
  /// Every disagreement counts 1.
  case none
  /// A disagreement counts the distance of the two label codes.
  case linear
  /// A disagreement counts the squared distance of the two label codes.
  case quadratic

  /// Returns the weight of a disagreement between these codes, or 0 if they are equal.
  package func callAsFunction(_ row: Int, _ column: Int) -> Int {
    let distance = abs(row - column)
    return switch self {
    case .none: distance == 0 ? 0 : 1
    case .linear: distance
    case .quadratic: distance * distance
    }
  }
}

extension ConfusionMatrix {
  /// Returns Cohen's kappa: agreement beyond the chance agreement of the two margins.
  ///
  /// Cohen 1960, weighted form Cohen 1968; the figures are those of scikit-learn's
  /// `cohen_kappa_score(labels: all codes in order)`. It is nil if the expected disagreement is 0
  /// (no items, or both raters used the same single label), for which scikit-learn gives NaN.
  ///
  /// - Parameter weights: The weight of a disagreement; weights other than `.none` need codes that
  ///   go from low to high.
  /// - Returns: At most 1, or nil.
  public func cohenKappa(weights: KappaWeights = .none) -> Double? {
    let rows = truthCounts
    let columns = predictionCounts
    var observed = 0
    var expected = 0
    for row in 0..<labelCount {
      for column in 0..<labelCount where row != column {
        let weight = weights(row, column)
        observed += weight * cells[row * labelCount + column]
        expected += weight * rows[row] * columns[column]
      }
    }
    guard expected > 0 else { return nil }
    return 1 - Double(observed) * Double(rows.reduce(0, +)) / Double(expected)
  }
}
