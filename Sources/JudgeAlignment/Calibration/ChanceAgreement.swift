import JudgeAgreement

/// A test whether verdicts are related to the labels, by Cohen's kappa on groups of cases.
///
/// With few labels, the gain over the most frequent label proves little, because only the other
/// labels show it. All labels show agreement beyond chance. The numerator of kappa is the agreement
/// minus that of verdicts that ignore the case; it is 0 for a constant judge. Its standard error
/// comes from the group sums of its influence function, so copies of a case prove nothing.
struct ChanceAgreement {
  /// The probability of such an agreement if verdicts are unrelated to the labels.
  ///
  /// It is 1 for a constant judge, and if there are fewer groups than a proof needs.
  let p: Double

  /// Tests agreement beyond chance.
  ///
  /// - Parameters:
  ///   - chosen: by case, then class, the share of repeats in which the class is the verdict.
  ///   - labels: the class of people's label for each case.
  ///   - groups: a number shared by all cases of the same group.
  init(chosen: [[Double]], labels: [Int], groups: [Int]) {
    let count = Double(labels.count)
    let classes = chosen.first?.count ?? 0
    var said = [Double](repeating: 0, count: classes)
    var truth = said
    for (shares, label) in zip(chosen, labels) {
      truth[label] += 1 / count
      for (c, share) in shares.enumerated() { said[c] += share / count }
    }
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let expected = product(said, truth)
    let parts = zip(chosen, labels).map { shares, label in
      shares[label] - product(shares, truth) - said[label] + expected
    }
    let mean = parts.reduce(0, +) / max(1, count)
    var sums: [Int: Double] = [:]
    for (part, group) in zip(parts, groups) { sums[group, default: 0] += part - mean }
    guard mean > 1e-9, sums.count >= ImprovementGuard.minimumGroups else {
      p = 1
      return
    }
    let freedom = Double(sums.count - 1)
    // In a fixed order: sums of doubles depend on it.
    let squares = sums.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
    let error = (squares * Double(sums.count) / freedom).squareRoot() / count
    p = error > 0 ? StudentDistribution.survival(mean / error, degreesOfFreedom: freedom) : 0
  }
}
