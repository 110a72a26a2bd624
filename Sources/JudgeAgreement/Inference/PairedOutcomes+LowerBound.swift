extension PairedOutcomes {
  /// Returns a one-sided lower bound of the paired difference for any number of items.
  ///
  /// Given that m items are discordant, the candidate's wins among them are binomial with the
  /// probability θ that it wins such an item. Clopper and Pearson's (1934) lower bound θ_L of θ
  /// gives (2θ_L − 1) · m / n. The bound is above 0 exactly if McNemar's one-sided test at `1 -
  /// confidence` is significant. So its sign holds its level at any n, while its size takes m / n
  /// as given. Without discordant items it is 0.
  ///
  /// - Parameters:
  ///   - confidence: The one-sided coverage, between 0 and 1.
  ///   - midP: Whether to count half of the observed outcome, which is less cautious (see
  ///     ``McNemarTest/midP``).
  /// - Returns: A difference of accuracies between -1 and 1, or nil without items.
  public func differenceLowerBound(confidence: Double = 0.95, midP: Bool = false) -> Double? {
    guard total > 0 else { return nil }
    guard discordant > 0 else { return 0 }
    let level = 1 - confidence
    let wins = onlyCandidate
    let trials = discordant
    let theta: Double
    if midP {
      theta = Bisection.root(from: 0, to: 1) { theta in
        BinomialDistribution.survival(wins, trials: trials, probability: theta)
          - BinomialDistribution.mass(wins, trials: trials, probability: theta) / 2 - level
      }
    } else {
      theta =
        wins == 0 ? 0 : IncompleteBeta.inverse(level, Double(wins), Double(trials - wins + 1))
    }
    return (2 * theta - 1) * Double(trials) / Double(total)
  }
}
