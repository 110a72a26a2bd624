extension RatingTable {
  /// The ratings of one item, in the order in which they were given.
  ///
  /// - Parameter item: A code in `0..<itemCount`.
  /// - Returns: A slice of ``ratings``.
  public func ratings(of item: Int) -> ArraySlice<Rating> {
    ratings[itemStarts[item]..<itemStarts[item + 1]]
  }

  /// How often each label was given, over all items; one entry per label code.
  public var labelCounts: [Int] {
    var counts = [Int](repeating: 0, count: labelCount)
    for rating in ratings { counts[rating.label] += 1 }
    return counts
  }

  /// How many ratings each rater gave; one entry per rater.
  public var raterCounts: [Int] {
    var counts = [Int](repeating: 0, count: raterCount)
    for rating in ratings { counts[rating.rater] += 1 }
    return counts
  }

  /// How often each label was given to one item; one entry per label code.
  ///
  /// - Parameter item: A code in `0..<itemCount`.
  /// - Returns: The counts.
  public func labelCounts(of item: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: labelCount)
    for rating in ratings(of: item) { counts[rating.label] += 1 }
    return counts
  }

  /// The Shannon entropy in bits of each item's labels, or 0 if all agree or nobody rated.
  ///
  /// Sorting by it, descending, puts the items that most need a decision first.
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

  /// The same table without the named raters' ratings; the codes stay as they are.
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
}

extension RatingTable {
  /// Takes over what is known to be sorted and checked.
  init(sorted: [Rating], itemStarts: [Int], itemCount: Int, raterCount: Int, labelCount: Int) {
    self.ratings = sorted
    self.itemStarts = itemStarts
    self.itemCount = itemCount
    self.raterCount = raterCount
    self.labelCount = labelCount
  }
}
