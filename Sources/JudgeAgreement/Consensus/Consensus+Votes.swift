public import JudgeWork

extension Consensus {
  /// The label with more votes than any other; equal tops are ties.
  ///
  /// - Parameter table: The ratings; one vote each.
  /// - Returns: One label per item, ties reported.
  public static func majority(_ table: RatingTable) -> Consensus {
    Consensus(
      method: .majority, itemCount: table.itemCount, labelCount: table.labelCount,
      support: votes(table))
  }

  /// The label given last; never a tie.
  ///
  /// - Parameter table: The ratings, those of one item given to `init` in order of time.
  /// - Returns: One label per rated item.
  public static func latest(_ table: RatingTable) -> Consensus {
    Consensus(
      method: .latest, labelCount: table.labelCount,
      labels: (0..<table.itemCount).map { table.ratings(of: $0).last?.label },
      tied: Array(repeating: [], count: table.itemCount), support: votes(table))
  }

  /// The label that all raters of an item gave; if they differ, all given labels are tied.
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - minimumRatings: Items with fewer ratings stay without a label, as if nobody rated them.
  /// - Returns: A label if all agree.
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

  /// The label with the highest sum of the weights of those who gave it; equal tops are ties.
  ///
  /// - Parameters:
  ///   - table: The ratings.
  ///   - raterWeights: One finite weight of at least 0 per rater.
  /// - Returns: One label per item, ties reported.
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
