public import JudgeWork

/// The agreement of one rater with themselves on items that they rated more than once.
public struct SelfAgreement: Sendable, Equatable {
  /// The rater.
  public let rater: Int
  /// The number of items that the rater labelled at least twice.
  public let items: Int
  /// The confusion of earlier and later label, over all pairs of the rater's labels of one item.
  public let confusion: ConfusionMatrix

  /// The share of agreeing pairs.
  public var agreement: Proportion { confusion.accuracyProportion }

  /// Cohen's kappa of earlier and later labels, or nil if undefined.
  public var kappa: Double? { confusion.cohenKappa() }

  /// Measures every rater with at least one repeat, in the order of their codes.
  ///
  /// - Parameters:
  ///   - ratings: All labels, including repeats; those of one rater and item in order of time.
  ///   - labelCount: The number of label codes.
  /// - Returns: One entry per rater with a repeat.
  /// - Throws: `outOfRange` for a label code outside `0..<labelCount`.
  public static func measure(
    _ ratings: some Sequence<Rating>, labelCount: Int
  ) throws(JudgeFailure) -> [SelfAgreement] {
    var labels: [RatedItem: [Int]] = [:]
    for rating in ratings {
      guard (0..<labelCount).contains(rating.label) else {
        throw .label(rating.label, labelCount: labelCount)
      }
      labels[RatedItem(rater: rating.rater, item: rating.item), default: []].append(rating.label)
    }
    var items: [Int: Int] = [:]
    var confusions: [Int: ConfusionMatrix] = [:]
    for (key, given) in labels where given.count > 1 {
      items[key.rater, default: 0] += 1
      for later in 1..<given.count {
        for earlier in 0..<later {
          confusions[key.rater, default: ConfusionMatrix(labelCount: labelCount)]
            .add(truth: given[earlier], prediction: given[later])
        }
      }
    }
    return confusions.keys.sorted().map { rater in
      SelfAgreement(
        rater: rater, items: items[rater] ?? 0,
        confusion: confusions[rater] ?? ConfusionMatrix(labelCount: labelCount))
    }
  }
}

private struct RatedItem: Hashable {
  let rater: Int
  let item: Int
}
