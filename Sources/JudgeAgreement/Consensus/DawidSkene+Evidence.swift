extension DawidSkene {
  /// Returns the evidence lower bound as computed by `crowd-kit`, divided by the number of ratings.
  ///
  /// It differs from the textbook's in two ways, which affect the round at which a tolerance stops:
  /// the log prior enters once per rating instead of once per item, and the entropy is that of
  /// posteriors clipped below at 1e-10.
  func evidencePerRating(_ table: RatingTable, used: [Bool]) -> Double {
    let k = labelCount
    let logPriors = priors.map { LibM.log(max($0, 1e-10)) }
    let logConfusions = confusions.map { $0 > 0 ? LibM.log($0) : 0 }
    var joint = 0.0
    for rating in table.ratings {
      let source = rating.rater * k * k + rating.label
      let row = rating.item * k
      for truth in 0..<k where used[truth] {
        joint += posteriors[row + truth] * (logConfusions[source + truth * k] + logPriors[truth])
      }
    }
    var entropy = 0.0
    for item in 0..<itemCount where table.itemStarts[item] < table.itemStarts[item + 1] {
      for truth in 0..<k where used[truth] {
        let clipped = max(posteriors[item * k + truth], 1e-10)
        entropy -= clipped * LibM.log(clipped)
      }
    }
    return (joint + entropy) / Double(table.ratings.count)
  }
}
