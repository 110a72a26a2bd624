/// The agreement of one rater with the majority of the others: the standard for a judge.
public struct CeilingRow: Sendable, Equatable {
  /// The rater.
  public let rater: Int
  /// The confusion matrix: the truth is the others' plurality, the prediction this rater.
  public let confusion: ConfusionMatrix
  /// The number of the rater's items left out because the others are tied.
  public let tied: Int
  /// The number of the rater's items left out because they have no other ratings.
  public let alone: Int
}

extension RatingTable {
  /// Returns the leave-one-out human ceiling: each rater against the plurality of the others.
  ///
  /// There is one row per rater, in the order of their codes, including raters without compared
  /// items.
  public func humanCeiling() -> [CeilingRow] {
    var confusions = [ConfusionMatrix](
      repeating: ConfusionMatrix(labelCount: labelCount), count: raterCount)
    var tied = [Int](repeating: 0, count: raterCount)
    var alone = tied
    var tally = [Int](repeating: 0, count: labelCount)
    for item in 0..<itemCount {
      let own = ratings(of: item)
      for rating in own { tally[rating.label] += 1 }
      for rating in own {
        tally[rating.label] -= 1
        if own.count == 1 {
          alone[rating.rater] += 1
        } else if let winner = Self.uniqueMaximum(tally) {
          confusions[rating.rater].add(truth: winner, prediction: rating.label)
        } else {
          tied[rating.rater] += 1
        }
        tally[rating.label] += 1
      }
      for rating in own { tally[rating.label] = 0 }
    }
    return (0..<raterCount).map { rater in
      CeilingRow(
        rater: rater, confusion: confusions[rater], tied: tied[rater], alone: alone[rater])
    }
  }

  /// Returns the label with more votes than any other, or nil if there is none.
  static func uniqueMaximum(_ tally: [Int]) -> Int? {
    var best: Int?
    var top = 0
    for (label, count) in tally.enumerated() {
      if count > top {
        best = label
        top = count
      } else if count == top {
        best = nil
      }
    }
    return best
  }
}

extension Sequence<CeilingRow> {
  /// The proportion over all rows together: the agreement of a human with the other humans.
  public var pooledAccuracy: Proportion {
    var agreements = 0
    var total = 0
    for row in self {
      agreements += row.confusion.agreements
      total += row.confusion.total
    }
    return Proportion(unchecked: agreements, of: total)
  }
}
