import JudgeAgreement

/// Cohen's kappa of a judge with people, and how much it would vary with other groups of traces.
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

  /// Takes the cases.
  ///
  /// - Parameters:
  ///   - cases: label code of the consensus, of the verdict (nil for a failure), and the group.
  ///   - labelCount: the number of label codes.
  ///   - order: the codes from low to high. Empty if the values have no order.
  ///   - confidence: the two-sided coverage of the interval.
  ///   - seed: of the bootstrap.
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
    self.labelCount = labelCount
    self.seed = seed
  }

  /// Kappa of all cases; weighted kappas leave failures out, which have no rank.
  func kappa(_ weights: KappaWeights) -> Double? {
    kappa(weights, times: truth.map { _ in 1 })
  }

  /// The percentile interval, whole groups resampled.
  func interval(_ weights: KappaWeights) throws(AgreementError) -> ConfidenceInterval? {
    try Bootstrap(resamples: resamples, seed: seed, confidence: confidence).interval(
      items: truth.count, clusters: groups
    ) { kappa(weights, times: $0) }?.interval
  }

  /// Enough resamples for the tails of an interval for the best of several judges.
  private var resamples: Int {
    let judges = min(20, max(1, (0.05 / (1 - confidence)).rounded()))
    return JudgeFigures.resamples * Int(judges)
  }

  private func kappa(_ weights: KappaWeights, times: [Int]) -> Double? {
    var cells = ConfusionMatrix(labelCount: labelCount + 1)
    for index in truth.indices where times[index] > 0 {
      if weights != .none, said[index] == labelCount { continue }
      cells.add(truth: truth[index], prediction: said[index], times: times[index])
    }
    return cells.cohenKappa(weights: weights)
  }
}
