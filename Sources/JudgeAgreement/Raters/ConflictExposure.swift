/// The share of conflicts among a rater's items, compared with the other items.
///
/// A person who saw only the conflicts of others decides them: an adjudicator. Such labels lower
/// every pooled agreement figure, although all reviewers worked well.
public struct ConflictExposure: Sendable, Equatable {
  /// The rater.
  public let rater: Int
  /// The share with disagreeing others of the rater's items with two or more ratings by others.
  public let seen: Proportion
  /// The share with disagreeing raters of the items without this rater that have two or more
  /// ratings.
  public let unseen: Proportion

  /// Whether the rater is probably an adjudicator.
  ///
  /// At least half of the rater's items are conflicts of others, that is at least three times the
  /// share elsewhere, and both sides have at least 10 items. It is a rule of thumb, for warnings
  /// and not for decisions.
  public var suggestsAdjudicator: Bool {
    guard let inside = seen.value, let outside = unseen.value, seen.total >= 10,
      unseen.total >= 10
    else { return false }
    return inside >= 0.5 && inside >= 3 * outside
  }
}

extension RatingTable {
  /// Returns the exposure of every rater to others' conflicts, in the order of their codes;
  /// O(ratings).
  public func conflictExposures() -> [ConflictExposure] {
    var seenItems = [Int](repeating: 0, count: raterCount)
    var seenConflicts = seenItems
    // The counts that are subtracted from the totals, so that the items a rater did not see remain.
    var ownItems = seenItems
    var ownConflicts = seenItems
    var allItems = 0
    var allConflicts = 0
    var tally = [Int](repeating: 0, count: labelCount)
    for item in 0..<itemCount {
      let own = ratings(of: item)
      guard own.count > 1 else { continue }
      var distinct = 0
      for rating in own {
        if tally[rating.label] == 0 { distinct += 1 }
        tally[rating.label] += 1
      }
      let conflict = distinct > 1 ? 1 : 0
      allItems += 1
      allConflicts += conflict
      for rating in own {
        ownItems[rating.rater] += 1
        ownConflicts[rating.rater] += conflict
        guard own.count > 2 else { continue }
        seenItems[rating.rater] += 1
        // The number of distinct labels without this rating.
        let others = tally[rating.label] == 1 ? distinct - 1 : distinct
        if others > 1 { seenConflicts[rating.rater] += 1 }
      }
      for rating in own { tally[rating.label] = 0 }
    }
    return (0..<raterCount).map { rater in
      ConflictExposure(
        rater: rater,
        seen: Proportion(unchecked: seenConflicts[rater], of: seenItems[rater]),
        unseen: Proportion(
          unchecked: allConflicts - ownConflicts[rater], of: allItems - ownItems[rater]))
    }
  }
}
