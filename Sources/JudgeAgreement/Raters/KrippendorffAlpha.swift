public import JudgeWork

/// How far apart two labels are in Krippendorff's alpha.
public enum AlphaMetric: Sendable, Hashable {
  /// Equal or different.
  case nominal
  /// By the number of ratings between them; label codes go from low to high.
  case ordinal
  /// By the squared difference of the given points, one finite number per label code.
  case interval([Double])
}

extension RatingTable {
  /// Krippendorff's alpha: 1 − observed over expected disagreement, missing ratings allowed.
  ///
  /// Krippendorff, Content Analysis (2004), chapter 11; the figures are those of the Python package
  /// `krippendorff`. Items with fewer than two ratings do not count. Nil if all pairable ratings
  /// carry one label, or there are none.
  ///
  /// - Parameter metric: How far apart labels are.
  /// - Returns: At most 1, or nil.
  /// - Throws: `lengthMismatch` or `invalidArgument` for points that do not fit the labels.
  public func krippendorffAlpha(_ metric: AlphaMetric) throws(JudgeFailure) -> Double? {
    let items = ItemStatistics(self)
    let weights = items.multiplicities
    switch metric {
    case .nominal:
      return ItemSums(items, weights: weights).nominalAlpha
    case .ordinal:
      return items.ordinalAlpha(order: Array(0..<labelCount), weights: weights)
    case .interval(let points):
      try LabelScale.points(points).check(labelCount: labelCount)
      return items.intervalAlpha(points: points, weights: weights)
    }
  }
}

extension ItemStatistics {
  /// Alpha for labels in the given order, low to high.
  ///
  /// The ordinal distance, the ratings from one label to the other less half of those on the two
  /// ends, is the difference of the labels' mid-ranks; so ordinal alpha is interval alpha on them.
  func ordinalAlpha(order: [Int], weights: [Int]) -> Double? {
    let totals = pairableTotals(weights: weights)
    var ranks = [Double](repeating: 0, count: labelCount)
    var below = 0.0
    for label in order {
      ranks[label] = below + totals[label] / 2
      below += totals[label]
    }
    return intervalAlpha(points: ranks, weights: weights, totals: totals)
  }

  /// Alpha with squared differences of the points.
  func intervalAlpha(points: [Double], weights: [Int]) -> Double? {
    intervalAlpha(points: points, weights: weights, totals: pairableTotals(weights: weights))
  }

  /// Σ over ordered pairs of a set of (x − y)² is 2n · Σ (x − mean)², so both disagreements are
  /// spreads around a mean.
  private func intervalAlpha(points: [Double], weights: [Int], totals: [Double]) -> Double? {
    let total = totals.reduce(0, +)
    guard totals.count(where: { $0 > 0 }) > 1 else { return nil }
    let mean = zip(points, totals).reduce(0) { $0 + $1.0 * $1.1 } / total
    let spread = zip(points, totals).reduce(0) { sum, label in
      sum + label.1 * (label.0 - mean) * (label.0 - mean)
    }
    guard spread > 0 else { return nil }
    var within = 0.0
    for profile in 0..<profileCount where weights[profile] > 0 {
      let entries = starts[profile]..<starts[profile + 1]
      guard entries.count > 1 else { continue }
      let size = Double(sizes[profile])
      var sum = 0.0
      for entry in entries { sum += counts[entry] * points[labels[entry]] }
      let own = sum / size
      var square = 0.0
      for entry in entries {
        let distance = points[labels[entry]] - own
        square += counts[entry] * distance * distance
      }
      within += Double(weights[profile]) * square * size / (size - 1)
    }
    return 1 - (total - 1) * within / (total * spread)
  }

  private func pairableTotals(weights: [Int]) -> [Double] {
    var totals = [Double](repeating: 0, count: labelCount)
    for profile in 0..<profileCount where weights[profile] > 0 && sizes[profile] > 1 {
      for entry in starts[profile]..<starts[profile + 1] {
        totals[labels[entry]] += Double(weights[profile]) * counts[entry]
      }
    }
    return totals
  }
}
