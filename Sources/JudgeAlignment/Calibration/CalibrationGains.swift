import JudgeAgreement

/// The gains of a calibration over its base, and over always giving the most frequent label.
///
/// The cases are those that its models did not see. The rules are ``ImprovementTest``'s, the bound
/// is ``ImprovementGuard``'s.
struct CalibrationGains {
  private let labels: [Int]
  private let base: [Double]
  private let aligned: [Double]
  private let groups: [Int]
  private let groupCount: Int
  private let isPassing: [Bool?]
  private let balance: LabelBalance
  private let overlap: Double
  /// Whether one label has so many cases that every label gets the same weight.
  var isSkewed: Bool { balance.isSkewed }

  /// Creates gains from cases.
  ///
  /// - Parameters:
  ///   - labels: the class of people's label for each case.
  ///   - base: whether the base judge is right on each case.
  ///   - aligned: the share of repeats in which the calibrated judge is right, between 0 and 1.
  ///   - groups: a number shared by all cases of the same group.
  ///   - groupCount: the number of groups.
  ///   - isPassing: whether each class is good, or nil if no values are declared as good.
  ///   - overlap: a factor for the standard errors.
  init(
    labels: [Int], base: [Bool], aligned: [Double], groups: [Int], groupCount: Int,
    isPassing: [Bool?], overlap: Double = ImprovementGuard.overlap
  ) {
    self.labels = labels
    self.base = base.map { $0 ? 1 : 0 }
    self.aligned = aligned
    self.groups = groups
    self.groupCount = groupCount
    self.isPassing = isPassing
    self.overlap = overlap
    balance = LabelBalance(labels, labelCount: isPassing.count)
  }

  /// The mean gain over always giving the most frequent label.
  var meanOverConstant: Double { mean(over: constant) }

  /// Returns the lower bound of the mean gain over the base.
  ///
  /// At most 0 if the gain is not proved.
  func lowerBound(confidence: Double) -> Double {
    let bound = bound(over: base, confidence)
    // Being right more often on rare labels must not cost the others.
    let isWorse = aligned.reduce(0, +) < base.reduce(0, +)
    return isSkewed && isWorse ? min(0, bound) : bound
  }

  /// Returns the lower bound of the mean gain over always giving the most frequent label.
  func lowerBoundOverConstant(confidence: Double) -> Double {
    bound(over: constant, confidence)
  }

  /// The rates, of TPR and TNR, that fall more than by chance and so far that they cannot reach the
  /// bar.
  var losses: [String] {
    [("TPR", true), ("TNR", false)].compactMap { name, good in
      let places = labels.indices.filter { isPassing[labels[$0]] == good }
      let fall = ImprovementGuard.lowerBound(
        differences: places.map { base[$0] - aligned[$0] }, groups: places.map { groups[$0] },
        groupCount: groupCount, confidence: 0.975, overlap: overlap)
      // The share of repeats in which it is right, rounded to right or wrong.
      let rate = ClusteredProportion(places.map { (groups[$0], aligned[$0] >= 0.5) })
      return fall > 0 && ImprovementTest.misses(rate.interval()) ? name : nil
    }
  }

  private var constant: [Double] { labels.map { $0 == balance.mostFrequent ? 1 : 0 } }

  private func differences(from other: [Double]) -> [Double] {
    labels.indices.map { balance.weights[$0] * (aligned[$0] - other[$0]) }
  }

  private func mean(over other: [Double]) -> Double {
    differences(from: other).reduce(0, +) / Double(max(1, labels.count))
  }

  private func bound(over other: [Double], _ confidence: Double) -> Double {
    ImprovementGuard.lowerBound(
      differences: differences(from: other), groups: groups, groupCount: groupCount,
      confidence: confidence, overlap: overlap)
  }
}
