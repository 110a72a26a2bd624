import JudgeAgreement

/// The errors of the test of all folds together and of the test of each fold, chosen so that all of
/// these tests have the allowed error in total.
///
/// The tests look at the same gains, so dividing the error by their number (Bonferroni) wastes most
/// of it. Instead, all tests share one threshold t. It is the largest t for which at most the
/// allowed share of all sign vectors of the groups' sums gives p ≤ t in the pooled test or p ≤ t/2
/// in a fold (the step of Westfall and Young, Resampling-Based Multiple Testing, 1993, for exact
/// sign tests). A fold gets half, because the pooled test sees more labels.
struct FoldLevels {
  /// The error of the test of all folds together.
  let pooled: Double
  /// The error of the test of each fold alone, or nil if no fold is tested alone.
  let alone: Double?
  /// The error of the test against the most frequent label, divided between the test of all folds
  /// together and the tests of each fold.
  let constant: (pooled: Double, alone: Double)

  /// The gain of a group's verdicts, as weighed by the pooled test and by the test of its fold.
  struct Gain {
    let pooled: Double
    let alone: Double
  }

  /// Divides the error by the rules before ``AlignmentRules/foldLevels``.
  ///
  /// With few labels, the test of both folds together gets the full error; otherwise the error is
  /// divided by the number of tests.
  init(dividing allowed: Double, folds: Int, isSmall: Bool) {
    pooled = isSmall ? allowed : allowed / Double(folds)
    alone = isSmall ? nil : allowed / Double(2 * folds)
    constant = (pooled, alone ?? allowed)
  }

  private static let mostGroups = 12
  private static let draws = 16_384

  /// Divides an error among the tests by their gains.
  ///
  /// - Parameters:
  ///   - folds: the gains of the groups in each fold.
  ///   - allowed: the error of all tests together.
  init(_ folds: [[Gain]], allowed: Double) {
    // With fewer changed groups, a fold is never significant at half of the error.
    let fewest = SmallStart.needed(level: allowed / 2)
    let able = folds.filter { fold in fold.count { $0.alone != 0 } >= fewest }
    guard folds.count > 1, !able.isEmpty else {
      pooled = allowed
      alone = nil
      constant = (allowed, allowed)
      return
    }
    // For the pooled test and for each fold: the sums by draw, then their p.
    var sums = [[Double]](repeating: [], count: folds.count + 1)
    let gains = folds.enumerated().flatMap { fold, gains in
      gains.filter { $0.pooled != 0 || $0.alone != 0 }.map { (fold: fold + 1, gain: $0) }
    }
    var random = Xoshiro256(seed: 0)
    let isComplete = gains.count <= Self.mostGroups
    for draw in 0..<(isComplete ? 1 << gains.count : Self.draws) {
      var sum = [Double](repeating: 0, count: folds.count + 1)
      for (place, one) in gains.enumerated() {
        let isPositive = isComplete ? draw >> place & 1 == 0 : random.next() >> 63 == 0
        sum[0] += isPositive ? one.gain.pooled : -one.gain.pooled
        sum[one.fold] += isPositive ? one.gain.alone : -one.gain.alone
      }
      for place in sum.indices { sums[place].append(sum[place]) }
    }
    var least = Self.probabilities(sums[0])
    for fold in sums.dropFirst() {
      for (draw, p) in Self.probabilities(fold).enumerated() {
        least[draw] = min(least[draw], 2 * p)
      }
    }
    let level = min(allowed, Self.threshold(least.sorted(), allowed))
    pooled = level
    alone = level / 2
    constant = (0.8 * allowed, 0.2 * allowed / Double(folds.count))
  }

  /// Returns, for each sum, the share of sums that are at least as large.
  private static func probabilities(_ sums: [Double]) -> [Double] {
    let order = sums.indices.sorted { sums[$0] > sums[$1] }
    var result = sums
    var start = 0
    while start < order.count {
      var end = start + 1
      // Weighted gains are not whole numbers: equal sums may differ in the last bits.
      while end < order.count, sums[order[end]] >= sums[order[start]] - 1e-9 { end += 1 }
      for place in start..<end { result[order[place]] = Double(end) / Double(order.count) }
      start = end
    }
    return result
  }

  /// Returns the largest threshold such that at most the allowed share lies below it.
  ///
  /// It lies halfway between the last refused value and the next one, so that sampling errors do
  /// not decide.
  private static func threshold(_ sorted: [Double], _ allowed: Double) -> Double {
    var last = 0.0
    var place = 0
    while place < sorted.count {
      let value = sorted[place]
      var end = place
      while end < sorted.count, sorted[end] <= value + 1e-12 { end += 1 }
      guard Double(end) <= allowed * Double(sorted.count) else { return (last + value) / 2 }
      last = value
      place = end
    }
    return last
  }
}
