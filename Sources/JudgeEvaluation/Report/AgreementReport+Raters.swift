import JudgeAgreement
import JudgeJSON
import JudgeWork

extension AgreementReport {
  /// A table whose codes follow the order of the values, for figures that depend on it.
  ///
  /// `nil` if the values have no order.
  var orderedTable: RatingTable? { order.isEmpty ? nil : ranked }

  /// Returns the ratings with codes in the order of the values.
  ///
  /// If there is no order, they are unchanged.
  static func ranked(_ set: LabelledSet, order: [Int]) throws(JudgeFailure) -> RatingTable {
    guard !order.isEmpty else { return set.table }
    var rank = [Int](repeating: 0, count: order.count)
    for (position, code) in order.enumerated() { rank[code] = position }
    let ratings = set.table.ratings.map {
      Rating(item: $0.item, rater: $0.rater, label: rank[$0.label])
    }
    return try RatingTable(
      ratings: ratings, itemCount: set.table.itemCount, raterCount: set.table.raterCount,
      labelCount: set.table.labelCount)
  }

  /// Returns the code of the set's value for a label code of ``pairs``.
  func code(ofPaired label: Int) -> Int { order.isEmpty ? label : order[label] }

  /// The number of times two labels met on a trace, over all pairs of reviewers: `[code][code]`,
  /// symmetric.
  public var meetings: [[Int]] {
    let count = set.values.count
    var cells = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    for pair in pairs {
      for first in 0..<count {
        for second in 0..<count {
          let met = pair.confusion[truth: first, prediction: second]
          let (a, b) = (code(ofPaired: first), code(ofPaired: second))
          cells[a][b] += met
          if a != b { cells[b][a] += met }
        }
      }
    }
    return cells
  }
}
