public import JudgeWork

/// The raw agreement of all raters, without correction for chance.
public struct ObservedAgreement: Sendable, Equatable {
  /// The number of pairs of ratings of one item by two raters, over all items.
  public let pairs: Int
  /// The number of agreeing pairs.
  public let agreeing: Int

  /// Agreeing pairs over pairs, or nil without pairs.
  public var value: Double? { pairs > 0 ? Double(agreeing) / Double(pairs) : nil }
}

extension RatingTable {
  /// The agreement over all pairs of ratings of the same item, pooled over items.
  public var observedAgreement: ObservedAgreement {
    let items = ItemStatistics(self)
    var pairs = 0
    var agreeing = 0
    for (profile, times) in items.multiplicities.enumerated() {
      pairs += times * items.sizes[profile] * (items.sizes[profile] - 1) / 2
      agreeing += times * Int(items.agreeing[profile]) / 2
    }
    return ObservedAgreement(pairs: pairs, agreeing: agreeing)
  }

  /// Returns Gwet's AC1: agreement beyond chance that stays meaningful if one label dominates.
  ///
  /// Gwet, British Journal of Mathematical and Statistical Psychology 61 (2008) 29–48, for several
  /// raters with missing ratings. The figures are those of the Python package `irrCAC`: observed
  /// agreement is averaged over items with two or more ratings, prevalence over items with one or
  /// more. The result is nil if every item has fewer than two ratings, or 1 if all raters only used
  /// one label.
  ///
  /// - Parameter categories: The number of possible labels. Nil counts the labels that occur, which
  ///   is the default of `irrCAC`.
  /// - Returns: At most 1, or nil.
  public func gwetAC1(categories: Int? = nil) -> Double? {
    let items = ItemStatistics(self)
    return ItemSums(items, weights: items.multiplicities)
      .gwetAC1(categories: categories ?? items.usedLabels)
  }
}

/// Fleiss' kappa over the items with a given number of ratings.
public struct FleissKappa: Sendable, Equatable {
  /// The number of ratings per item, at least 2.
  public let ratings: Int
  /// The number of items with exactly that many ratings.
  public let items: Int
  /// Fleiss' kappa (Fleiss 1971), or nil if all ratings have the same label.
  public let kappa: Double?
  /// Randolph's free-marginal kappa (Randolph 2005): chance is 1 / labels; nil with one label.
  public let randolph: Double?
}

extension RatingTable {
  /// Returns Fleiss' and Randolph's kappa for each number of ratings that occurs, ascending.
  ///
  /// Fleiss' kappa needs the same number of ratings for every item, so items are grouped by it;
  /// items with fewer than two ratings are left out. The raters may differ from item to item.
  public func fleissKappas() -> [FleissKappa] {
    let items = ItemStatistics(self)
    let groups = Dictionary(grouping: 0..<items.profileCount) { items.sizes[$0] }
    return groups.keys.filter { $0 > 1 }.sorted().map { size in
      var labelTotals = [Double](repeating: 0, count: labelCount)
      var agreeing = 0.0
      var itemTotal = 0
      for profile in groups[size] ?? [] {
        let times = items.multiplicities[profile]
        itemTotal += times
        agreeing += Double(times) * items.agreeing[profile]
        for entry in items.starts[profile]..<items.starts[profile + 1] {
          labelTotals[items.labels[entry]] += Double(times) * items.counts[entry]
        }
      }
      let ratings = Double(itemTotal * size)
      let observed = agreeing / (ratings * Double(size - 1))
      let squares = labelTotals.reduce(0) { $0 + $1 * $1 }
      let chance = squares / (ratings * ratings)
      let free = 1 / Double(labelCount)
      return FleissKappa(
        ratings: size, items: itemTotal,
        kappa: squares < ratings * ratings ? (observed - chance) / (1 - chance) : nil,
        randolph: labelCount > 1 ? (observed - free) / (1 - free) : nil)
    }
  }
}

/// The distance of two labels in Krippendorff's alpha.
public enum AlphaMetric: Sendable, Hashable {
  /// Equal or different.
  case nominal
  /// By the number of ratings between them; label codes go from low to high.
  case ordinal
  /// By the squared difference of the given points, one finite number per label code.
  case interval([Double])
}

extension RatingTable {
  /// Returns Krippendorff's alpha: 1 − observed over expected disagreement, with missing ratings
  /// allowed.
  ///
  /// Krippendorff, Content Analysis (2004), chapter 11; the figures are those of the Python package
  /// `krippendorff`. Items with fewer than two ratings do not count. The result is nil if all
  /// pairable ratings have the same label, or if there are none.
  ///
  /// - Parameter metric: The distance of labels.
  /// - Returns: At most 1, or nil.
  /// - Throws: `lengthMismatch` or `invalidArgument` for points that do not match the labels.
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
  /// Returns alpha for labels in the given order, low to high.
  ///
  /// The ordinal distance (the ratings from one label to the other, minus half of those on the two
  /// ends) is the difference of the labels' mid-ranks, so ordinal alpha is interval alpha on them.
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

  /// Returns alpha with squared differences of the points.
  func intervalAlpha(points: [Double], weights: [Int]) -> Double? {
    intervalAlpha(points: points, weights: weights, totals: pairableTotals(weights: weights))
  }

  /// Returns interval alpha from spreads around a mean.
  ///
  /// Σ over ordered pairs of a set of (x − y)² is 2n · Σ (x − mean)², so both disagreements are
  /// such spreads.
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
