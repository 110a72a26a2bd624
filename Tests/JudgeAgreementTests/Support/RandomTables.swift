import JudgeAgreement

/// A random sparse table in which raters tend to agree, so that no figure is degenerate.
struct RandomTable {
  var ratings: [Rating] = []
  let items: Int
  let raters: Int
  let labels: Int

  init(seed: UInt64, items: Int = 25, raters: Int = 6, labels: Int = 4, density: Double = 0.6) {
    self.items = items
    self.raters = raters
    self.labels = labels
    var generator = Xoshiro256(seed: seed)
    for item in 0..<items {
      let truth = generator.index(below: labels)
      for rater in 0..<raters where generator.unit() < density {
        let label = generator.unit() < 0.6 ? truth : generator.index(below: labels)
        ratings.append(Rating(item: item, rater: rater, label: label))
      }
    }
  }

  func table() throws -> RatingTable {
    try RatingTable(ratings: ratings, itemCount: items, raterCount: raters, labelCount: labels)
  }

  /// The same ratings with each code replaced.
  func mapped(
    item: ((Int) -> Int)? = nil, rater: ((Int) -> Int)? = nil, label: ((Int) -> Int)? = nil
  ) -> RandomTable {
    var copy = self
    copy.ratings = ratings.map { rating in
      Rating(
        item: item?(rating.item) ?? rating.item, rater: rater?(rating.rater) ?? rating.rater,
        label: label?(rating.label) ?? rating.label)
    }
    return copy
  }
}

/// A table from one string per item and one character per rater; `-` is a missing rating.
func table(_ rows: [String], labels: Int) throws -> RatingTable {
  var ratings: [Rating] = []
  for (item, row) in rows.enumerated() {
    for (rater, character) in row.enumerated() {
      guard let label = character.wholeNumberValue else { continue }
      ratings.append(Rating(item: item, rater: rater, label: label))
    }
  }
  return try RatingTable(
    ratings: ratings, itemCount: rows.count, raterCount: rows.map(\.count).max() ?? 0,
    labelCount: labels)
}

/// Twelve items, five raters, four labels: the table behind the figures that were computed with
/// scikit-learn 1.9.1, statsmodels 0.15.0, krippendorff 0.9.0 and irrCAC 0.4.4.
let referenceRows = [
  "0112-", "00-00", "123-3", "22221", "-33-3", "0---1", "3-2-0", "11111", "---2-", "20-23",
  "13331", "0-001",
]
