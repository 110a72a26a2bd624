/// A test whether two judges differ on the same items, based on the items on which exactly one is
/// right.
public struct McNemarTest: Sendable, Equatable {
  /// The exact two-sided p: twice the smaller binomial tail with probability ½, at most 1.
  public let exactP: Double
  /// The two-sided mid-p, which counts half of the observed outcome: less cautious, and in practice
  /// within its level (Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91, 2013).
  public let midP: Double
  /// The exact one-sided p for a better candidate.
  public let candidateBetterP: Double
}

extension PairedOutcomes {
  /// McNemar's test (Psychometrika 12, 1947) on the exact binomial distribution; p = 1 without
  /// discordant items.
  public var mcNemar: McNemarTest {
    let smaller = min(onlyBase, onlyCandidate)
    let tail = BinomialDistribution.cumulative(smaller, trials: discordant, probability: 0.5)
    let mass = BinomialDistribution.mass(smaller, trials: discordant, probability: 0.5)
    return McNemarTest(
      exactP: min(1, 2 * tail),
      midP: onlyBase == onlyCandidate ? 1 : min(1, max(0, 2 * tail - mass)),
      candidateBetterP: BinomialDistribution.survival(
        onlyCandidate, trials: discordant, probability: 0.5))
  }
}
