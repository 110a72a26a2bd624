public import JudgeWork

/// The ratings of items by raters: the input of every multi-rater statistic.
///
/// The table is sparse: a rater who did not rate an item has no entry. Memory and the time to build
/// are O(ratings + items + raters). Labels are codes `0..<labelCount`; the caller knows their
/// meaning. Declared labels without ratings do not change any figure (except with the parameter of
/// ``gwetAC1(categories:)``).
public struct RatingTable: Sendable, Equatable {
  /// The number of items, rated or not.
  public let itemCount: Int
  /// The number of raters, active or not.
  public let raterCount: Int
  /// The number of label codes.
  public let labelCount: Int
  /// All ratings by item; those of one item in the order in which they were given to `init`.
  public let ratings: [Rating]
  /// The start of each item's ratings in ``ratings``, with an additional entry for the end.
  package let itemStarts: [Int]

  /// Creates a table: sorts the ratings by item and checks them.
  ///
  /// - Parameters:
  ///   - ratings: At most one per item and rater, in any order. ``Consensus/latest(_:)`` reads the
  ///     order within an item as time.
  ///   - itemCount: The number of items.
  ///   - raterCount: The number of raters.
  ///   - labelCount: The number of label codes.
  /// - Throws: `outOfRange` for a code outside its range, `duplicateRating` for a second rating of
  ///   one item by one rater.
  public init(
    ratings: some Collection<Rating>, itemCount: Int, raterCount: Int, labelCount: Int
  ) throws(JudgeFailure) {
    guard itemCount >= 0, raterCount >= 0, labelCount >= 0 else {
      throw JudgeFailure(
        .invalidArgument, "a count of items, raters or labels is negative",
        remedy: "pass counts of at least 0")
    }
    var starts = [Int](repeating: 0, count: itemCount + 1)
    for rating in ratings {
      try Self.check(rating, itemCount, raterCount, labelCount)
      starts[rating.item + 1] += 1
    }
    for item in 0..<itemCount { starts[item + 1] += starts[item] }
    var next = starts
    var sorted = [Rating](
      repeating: Rating(item: 0, rater: 0, label: 0), count: starts[itemCount])
    for rating in ratings {
      sorted[next[rating.item]] = rating
      next[rating.item] += 1
    }
    var lastItem = [Int](repeating: -1, count: raterCount)
    for rating in sorted {
      guard lastItem[rating.rater] != rating.item else {
        throw JudgeFailure(
          .duplicateRating,
          "rater \(rating.rater) rates item \(rating.item) more than once",
          remedy: "keep one rating per item and rater; repeats belong to SelfAgreement")
      }
      lastItem[rating.rater] = rating.item
    }
    self.itemCount = itemCount
    self.raterCount = raterCount
    self.labelCount = labelCount
    self.ratings = sorted
    self.itemStarts = starts
  }

  private static func check(
    _ rating: Rating, _ itemCount: Int, _ raterCount: Int, _ labelCount: Int
  ) throws(JudgeFailure) {
    func refuse(_ what: String, _ code: Int, _ count: Int) -> JudgeFailure {
      JudgeFailure(
        .outOfRange, "\(what) code \(code) is not in 0..<\(count)",
        remedy: "number \(what)s from 0 and pass how many there are")
    }
    guard (0..<itemCount).contains(rating.item) else {
      throw refuse("item", rating.item, itemCount)
    }
    guard (0..<raterCount).contains(rating.rater) else {
      throw refuse("rater", rating.rater, raterCount)
    }
    guard (0..<labelCount).contains(rating.label) else {
      throw refuse("label", rating.label, labelCount)
    }
  }
}

extension RatingTable {
  /// Returns the ratings of one item, in the order in which they were given.
  ///
  /// - Parameter item: A code in `0..<itemCount`.
  /// - Returns: A slice of ``ratings``.
  public func ratings(of item: Int) -> ArraySlice<Rating> {
    ratings[itemStarts[item]..<itemStarts[item + 1]]
  }

  /// The count of each label, over all items; one entry per label code.
  public var labelCounts: [Int] {
    var counts = [Int](repeating: 0, count: labelCount)
    for rating in ratings { counts[rating.label] += 1 }
    return counts
  }

  /// The number of ratings by each rater; one entry per rater.
  public var raterCounts: [Int] {
    var counts = [Int](repeating: 0, count: raterCount)
    for rating in ratings { counts[rating.rater] += 1 }
    return counts
  }

  /// Returns the count of each label on one item; one entry per label code.
  ///
  /// - Parameter item: A code in `0..<itemCount`.
  /// - Returns: The counts.
  public func labelCounts(of item: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: labelCount)
    for rating in ratings(of: item) { counts[rating.label] += 1 }
    return counts
  }

  /// The Shannon entropy in bits of each item's labels, or 0 if all agree or if there are none.
  ///
  /// A descending sort by entropy puts the items that most need a decision first.
  public var entropies: [Double] {
    var counts = [Int](repeating: 0, count: labelCount)
    return (0..<itemCount).map { item in
      let own = ratings(of: item)
      for rating in own { counts[rating.label] += 1 }
      var entropy = 0.0
      for rating in own where counts[rating.label] > 0 {
        let share = Double(counts[rating.label]) / Double(own.count)
        if share < 1 { entropy -= share * LibM.log2(share) }
        counts[rating.label] = 0
      }
      return entropy
    }
  }

  /// Returns the same table without the ratings of some raters; the codes stay the same.
  ///
  /// - Parameter raters: The codes of the raters to leave out.
  /// - Returns: A table with the same counts of items, raters and labels.
  public func without(raters: Set<Int>) -> RatingTable {
    var starts = [0]
    starts.reserveCapacity(itemCount + 1)
    var kept: [Rating] = []
    kept.reserveCapacity(ratings.count)
    for item in 0..<itemCount {
      kept.append(contentsOf: ratings(of: item).lazy.filter { !raters.contains($0.rater) })
      starts.append(kept.count)
    }
    return RatingTable(
      sorted: kept, itemStarts: starts, itemCount: itemCount, raterCount: raterCount,
      labelCount: labelCount)
  }

  /// Creates a table from ratings that are already sorted and checked.
  init(sorted: [Rating], itemStarts: [Int], itemCount: Int, raterCount: Int, labelCount: Int) {
    self.ratings = sorted
    self.itemStarts = itemStarts
    self.itemCount = itemCount
    self.raterCount = raterCount
    self.labelCount = labelCount
  }
}
