public import JudgeWork

extension Consensus {
  /// Returns the label with more votes than any other; equal maxima are ties.
  ///
  /// - Parameter table: The ratings; one vote each.
  /// - Returns: One label per item, with ties reported.
  public static func majority(_ table: RatingTable) -> Consensus {
    Consensus(
      method: .majority, itemCount: table.itemCount, labelCount: table.labelCount,
      support: votes(table))
  }

  /// Returns the most recent label, without ties.
  ///
  /// - Parameter table: The ratings, with those of one item given to `init` in order of time.
  /// - Returns: One label per rated item.
  public static func latest(_ table: RatingTable) -> Consensus {
    Consensus(
      method: .latest, labelCount: table.labelCount,
      labels: (0..<table.itemCount).map { table.ratings(of: $0).last?.label },
      tied: Array(repeating: [], count: table.itemCount), support: votes(table))
  }

  /// Returns the label that all raters of an item gave; if they differ, all given labels are tied.
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - minimumRatings: Items with fewer ratings remain without a label, as if unrated.
  /// - Returns: One label per item on which all ratings agree.
  public static func unanimous(_ table: RatingTable, minimumRatings: Int = 1) -> Consensus {
    var labels: [Int?] = []
    var tied: [[Int]] = []
    for item in 0..<table.itemCount {
      let own = table.ratings(of: item)
      let given = own.count >= minimumRatings ? Set(own.map(\.label)).sorted() : []
      labels.append(given.count == 1 ? given[0] : nil)
      tied.append(given.count > 1 ? given : [])
    }
    return Consensus(
      method: .unanimous, labelCount: table.labelCount, labels: labels, tied: tied,
      support: votes(table))
  }

  /// Returns the label with the highest sum of its raters' weights; equal maxima are ties.
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - raterWeights: One finite weight of at least 0 per rater.
  /// - Returns: One label per item, with ties reported.
  /// - Throws: `lengthMismatch`, or `invalidArgument` for a weight that is negative or not finite.
  public static func weighted(
    _ table: RatingTable, raterWeights: [Double]
  ) throws(JudgeFailure) -> Consensus {
    guard raterWeights.count == table.raterCount else {
      throw .lengths("the weights", raterWeights.count, "the raters", table.raterCount)
    }
    guard raterWeights.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw JudgeFailure(
        .invalidArgument, "a rater's weight is negative or not finite",
        remedy: "weights are finite and at least 0")
    }
    return Consensus(
      method: .weighted, itemCount: table.itemCount, labelCount: table.labelCount,
      support: votes(table, weights: raterWeights))
  }

  static func votes(_ table: RatingTable, weights: [Double]? = nil) -> [Double] {
    var support = [Double](repeating: 0, count: table.itemCount * table.labelCount)
    for rating in table.ratings {
      support[rating.item * table.labelCount + rating.label] += weights?[rating.rater] ?? 1
    }
    return support
  }
}
