import JudgeAgreement
import JudgeWork

/// Cohen's kappa of a judge with people, and its variation over other groups of traces.
///
/// The plain percentile bootstrap is too narrow: a draw never contains a disagreement that the
/// sample lacks, and with 30 groups the spread is too small. So each draw also gets two imaginary
/// cases in cells drawn at random (as in Agresti and Coull, The American Statistician 52, 1998).
/// Each weighs as much as one independent trace; in traces of these groups, that is the design
/// effect. The quantiles also lie further out, like those of Student's distribution compared with
/// the normal one (the expanded percentile interval: Hesterberg, The American Statistician 69,
/// 2015).
struct KappaResampling {
  private let truth: [Int]
  /// The verdicts as ranks.
  ///
  /// A failure is represented by the number of labels.
  private let said: [Int]
  private let groups: [Int]
  private let labelCount: Int
  private let confidence: Double
  private let seed: UInt64
  /// The right verdicts by group, for the similarity of the traces of a group.
  private let right: ClusteredProportion

  /// The number of imaginary cases per draw.
  private static let imaginary = 2

  /// Creates a resampling of cases.
  ///
  /// - Parameters:
  ///   - cases: the label code of the consensus, that of the verdict (nil for a failure), and the
  ///     group.
  ///   - labelCount: the number of label codes.
  ///   - order: the codes from low to high. Empty if the values have no order.
  ///   - confidence: the two-sided coverage of the interval.
  ///   - seed: the seed of the bootstrap.
  init(
    cases: [(truth: Int, said: Int?, group: Int)], labelCount: Int, order: [Int],
    confidence: Double, seed: UInt64
  ) {
    self.confidence = confidence
    var rank = Array(0..<labelCount)
    for (position, code) in order.enumerated() { rank[code] = position }
    truth = cases.map { rank[$0.truth] }
    said = cases.map { $0.said.map { rank[$0] } ?? labelCount }
    groups = cases.map(\.group)
    right = ClusteredProportion(cases.map { ($0.group, $0.said == $0.truth) })
    self.labelCount = labelCount
    self.seed = seed
  }

  /// Returns kappa of all cases; weighted kappas leave out failures, which have no rank.
  func kappa(_ weights: KappaWeights) -> Double? {
    var cells = ConfusionMatrix(labelCount: labelCount + 1)
    for index in truth.indices where counts(index, weights) {
      cells.add(truth: truth[index], prediction: said[index])
    }
    return cells.cohenKappa(weights: weights)
  }

  /// Returns the expanded percentile interval with whole groups resampled, or nil if kappa is
  /// undefined.
  func interval(_ weights: KappaWeights) throws(JudgeFailure) -> ConfidenceInterval? {
    guard let estimate = kappa(weights), right.groups > 1 else { return nil }
    let width = labelCount + 1
    let shares = Self.imaginaryShares(
      labelCount, hasFailures: weights == .none && said.contains(labelCount), weights)
    var random = Xoshiro256(seed: ~seed)
    let found = try Bootstrap(resamples: resamples, seed: seed, confidence: drawnConfidence)
      .interval(items: truth.count, clusters: groups) { times in
        var cells = [Double](repeating: 0, count: width * width)
        for index in truth.indices where times[index] > 0 && counts(index, weights) {
          cells[truth[index] * width + said[index]] += Double(times[index])
        }
        for _ in 0..<Self.imaginary {
          let cell = Self.draw(shares, &random)
          cells[cell] += right.designEffect * random.exponential()
        }
        return Self.kappa(cells, width, weights)
      }
    return found.map {
      ConfidenceInterval(
        lower: min(estimate, $0.interval.lower), upper: max(estimate, $0.interval.upper),
        confidence: confidence)
    }
  }

  private func counts(_ index: Int, _ weights: KappaWeights) -> Bool {
    weights == .none || said[index] != labelCount
  }

  /// The number of resamples, enough for the tails of an interval for the best of several judges.
  private var resamples: Int {
    let judges = min(20, max(1, (0.05 / (1 - confidence)).rounded()))
    return JudgeFigures.resamples * Int(judges)
  }

  /// The share of draws between the quantiles used for the interval.
  private var drawnConfidence: Double {
    let groups = Double(right.groups)
    let quantile = StudentDistribution.quantile(
      0.5 + confidence / 2, degreesOfFreedom: max(1, right.effectiveGroups - 1))
    let expanded = quantile * (groups / (groups - 1)).squareRoot()
    return min(1 - 1e-9, 2 * NormalDistribution.cumulative(expanded) - 1)
  }

  /// Returns the cells of imaginary cases, with the sums of their weights.
  ///
  /// A cell weighs 1 / (1 + the weight of its disagreement), so that the ends of a long scale do
  /// not dominate. Failures are a verdict only if there are any.
  private static func imaginaryShares(
    _ labelCount: Int, hasFailures: Bool, _ weights: KappaWeights
  ) -> [(cell: Int, sum: Double)] {
    var sum = 0.0
    var shares: [(cell: Int, sum: Double)] = []
    for row in 0..<labelCount {
      for column in 0..<(hasFailures ? labelCount + 1 : labelCount) {
        sum += 1 / (1 + Double(weights(row, column)))
        shares.append((row * (labelCount + 1) + column, sum))
      }
    }
    return shares
  }

  private static func draw(
    _ shares: [(cell: Int, sum: Double)], _ random: inout Xoshiro256
  ) -> Int {
    let point = random.unit() * (shares.last?.sum ?? 0)
    return shares.first { point < $0.sum }?.cell ?? 0
  }

  /// Returns ``ConfusionMatrix/cohenKappa(weights:)`` for cells that are not whole numbers.
  private static func kappa(_ cells: [Double], _ width: Int, _ weights: KappaWeights) -> Double? {
    var rows = [Double](repeating: 0, count: width)
    var columns = rows
    for row in 0..<width {
      for column in 0..<width {
        rows[row] += cells[row * width + column]
        columns[column] += cells[row * width + column]
      }
    }
    var observed = 0.0
    var expected = 0.0
    for row in 0..<width {
      for column in 0..<width where row != column {
        let weight = Double(weights(row, column))
        observed += weight * cells[row * width + column]
        expected += weight * rows[row] * columns[column]
      }
    }
    guard expected > 0 else { return nil }
    return 1 - observed * rows.reduce(0, +) / expected
  }
}
