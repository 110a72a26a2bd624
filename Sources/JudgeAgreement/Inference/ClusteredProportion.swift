/// The successes of trials in groups, such as several answers to one question.
///
/// Trials of one group are similar, so they carry less information than the same number of
/// independent trials. The interval is Wilson's on the effective number of trials (Korn and
/// Graubard, Survey Methodology 24, 1998), with Student's quantile in place of the normal one. The
/// design effect comes from the correlation of two trials of a group, estimated over all such pairs
/// (Ridout, Demétrio and Firth, Biometrics 55, 1999). A group of ten counts more than one of two,
/// so the effective number of uneven groups is smaller than their number (Kish).
///
/// The variance of the group sums would not need a common correlation. But it is far too low if one
/// group in thirty is large and none of the large ones in the sample has the rarer outcome: of 95 %
/// intervals, 79 % held (300 groups). Pairs use the similarity of trials in the other groups.
///
/// If the rarer outcome is in few groups, the correlation is estimated from these few, and mostly
/// too low. It is pulled towards its largest value, one trial per group; the fewer groups, the
/// more.
public struct ClusteredProportion: Sendable, Hashable {
  /// The total successes and trials.
  public let proportion: Proportion
  /// The number of groups with a trial.
  public let groups: Int
  /// (Σ m)² / Σ m² of the group sizes m: equal to ``groups`` if all have the same size.
  package let effectiveGroups: Double
  /// The weight of the largest design effect, in groups with the rarer outcome.
  ///
  /// The smallest of those tried (0, 0.25, 0.35, 0.5) that keeps coverage near 95 % on the
  /// simulated populations; docs/how-the-proof-works.md has the table.
  private static let priorGroups = 0.35
  /// The number of trials with the rarer outcome up to which Wilson's interval is too short on that
  /// side.
  private static let fewOutcomes = 3.0
  /// The variance divided by that of the same number of independent trials.
  ///
  /// At least 1; exactly 1 if every group is one trial.
  public let designEffect: Double
  /// Counts trials.
  ///
  /// - Parameter trials: For each trial, its group and whether it is a success.
  public init(_ trials: some Sequence<(group: Int, isSuccess: Bool)>) {
    var sums: [Int: (successes: Int, total: Int)] = [:]
    var successes = 0
    var total = 0
    for trial in trials {
      var sum = sums[trial.group] ?? (0, 0)
      sum.total += 1
      total += 1
      if trial.isSuccess {
        sum.successes += 1
        successes += 1
      }
      sums[trial.group] = sum
    }
    proportion = Proportion(unchecked: successes, of: total)
    groups = sums.count
    let squares = sums.values.reduce(0) { $0 + $1.total * $1.total }
    let effective = squares == 0 ? 0 : Double(total) * Double(total) / Double(squares)
    effectiveGroups = effective
    // If all trials of a group are the same, a group counts as one trial.
    let largest = sums.isEmpty ? 1 : Double(total) / effective
    guard total > 0, sums.count > 1, sums.count < total, successes > 0, successes < total else {
      // Without variation the correlation cannot be estimated. Assume the worst.
      designEffect = largest
      return
    }
    // Ordered pairs of trials, and those of them with different outcomes, within and between
    // groups.
    let unlikeWithin = sums.values.reduce(0) {
      $0 + 2 * $1.successes * ($1.total - $1.successes)
    }
    let unlikeBetween = 2 * successes * (total - successes) - unlikeWithin
    let within = Double(unlikeWithin) / Double(squares - total)
    let between = Double(unlikeBetween) / Double(total * total - squares)
    let correlation = between > 0 ? min(1, max(0, 1 - within / between)) : 1
    let measured = 1 + correlation * (largest - 1)
    let share = Double(successes) / Double(total)
    let rare = effective * min(share, 1 - share)
    let trust = rare / (rare + Self.priorGroups)
    designEffect = trust * measured + (1 - trust) * largest
  }

  /// Creates a proportion with known counts and design effect; the result is nil for invalid
  /// numbers.
  ///
  /// - Parameters:
  ///   - successes: The number of successes, from 0 to `total`.
  ///   - total: The number of trials.
  ///   - groups: The number of groups, from 1 to `total`.
  ///   - designEffect: The design effect, at least 1.
  ///   - effectiveGroups: The number of groups of equal size with the same information, at most
  ///     `groups`; nil means `groups`.
  public init?(
    successes: Int, total: Int, groups: Int, designEffect: Double, effectiveGroups: Double? = nil
  ) {
    let effective = effectiveGroups ?? Double(groups)
    guard let proportion = try? Proportion(successes, of: total), total == 0 || groups > 0,
      groups <= total, designEffect.isFinite, designEffect >= 1,
      effective >= (groups > 0 ? 1 : 0), effective <= Double(groups) * (1 + 1e-9)
    else { return nil }
    self.effectiveGroups = effective
    self.proportion = proportion
    self.groups = groups
    self.designEffect = designEffect
  }

  /// Successes divided by trials, or nil without trials.
  public var value: Double? { proportion.value }

  /// Returns Wilson's score interval on the effective number of trials.
  ///
  /// With at most three trials of the rarer outcome, Wilson's interval holds in 84 % at worst. In
  /// that case it reaches at least to the exact one-sided bound of the same confidence (Brown, Cai
  /// and DasGupta, Statistical Science 16, 2001, take the Poisson bound). Then single trials have
  /// their lowest coverage with 13 trials (90.9 %), and from 30 trials on with 38 (91.9 %).
  ///
  /// - Parameter confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: An interval within 0...1, or nil without trials. If every group is one trial and
  ///   each outcome has at least four, it is the plain Wilson interval.
  public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard let share = proportion.value else { return nil }
    let isSingle = groups == proportion.total
    guard isSingle || groups > 1 else {
      return ConfidenceInterval(lower: 0, upper: 1, confidence: confidence)
    }
    let normal = ConfidenceInterval.z(confidence)
    let quantile =
      isSingle
      ? normal
      : StudentDistribution.quantile(
        0.5 + confidence / 2, degreesOfFreedom: Double(groups - 1))
    let trials = Double(proportion.total) / designEffect
    let wilson = ConfidenceInterval.wilson(
      share: share, trials: trials, quantile: quantile, confidence: confidence)
    // The number of trials at which the normal quantile gives the same spread as Student's.
    let effective = trials * (normal / quantile) * (normal / quantile)
    func bound(_ rarer: Double) -> Double? {
      let count = effective * rarer
      guard count > 0, count <= Self.fewOutcomes else { return nil }
      return IncompleteBeta.inverse(1 - confidence, count, effective - count + 1)
    }
    return ConfidenceInterval(
      lower: bound(share).map { min($0, wilson.lower) } ?? wilson.lower,
      upper: bound(1 - share).map { max(1 - $0, wilson.upper) } ?? wilson.upper,
      confidence: confidence)
  }
}
