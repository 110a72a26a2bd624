public import JudgeAgreement
public import JudgeWork

/// The comparison of a candidate with its base on the same traces.
public struct PairedFigures: Sendable {
  /// The four counts.
  ///
  /// A failed verdict counts as wrong.
  public let outcomes: PairedOutcomes
  /// Newcombe's interval of the difference in accuracy, groups of traces as units.
  public let differenceInterval: ConfidenceInterval?

  /// McNemar's exact two-sided p, or 1 if all verdicts of both are equally right.
  ///
  /// If groups have several traces, it is the p of the exact test over the signs of the groups'
  /// sums. With single traces, this test is the same as McNemar's.
  public let mcNemarP: Double

  /// Compares two judges.
  ///
  /// A failed verdict counts as wrong; traces without a verdict are left out.
  ///
  /// - Parameters:
  ///   - base: the base judge's verdicts.
  ///   - candidate: the candidate's verdicts.
  ///   - truth: the consensus per trace.
  ///   - groups: a group code per trace. If nil, each trace is its own group.
  ///   - confidence: the two-sided coverage of the interval.
  /// - Throws: `JudgeFailure` for lengths that do not fit.
  public init(
    base: [JudgedLabel], candidate: [JudgedLabel], truth: [Int], groups: [Int]? = nil,
    confidence: Double = 0.95
  ) throws(JudgeFailure) {
    let outcomes = try PairedOutcomes(
      truth: truth.map { $0 }, base: base, candidate: candidate, errors: .wrong)
    self.outcomes = outcomes
    let asked = truth.indices.filter { base[$0] != .missing && candidate[$0] != .missing }
    func share(_ verdicts: [JudgedLabel]) -> ClusteredProportion {
      ClusteredProportion(
        asked.map { (groups?[$0] ?? $0, verdicts[$0] == .label(truth[$0])) })
    }
    mcNemarP =
      GroupSignTest(
        asked.map { item in
          func right(_ said: JudgedLabel) -> Int { said == .label(truth[item]) ? 1 : 0 }
          return (groups?[item] ?? item, right(candidate[item]) - right(base[item]))
        }
      ).twoSidedP
    differenceInterval = outcomes.newcombe(
      base: share(base), candidate: share(candidate), confidence: confidence)
  }

  /// The relative gain, aligned accuracy / base accuracy − 1, or `nil` if the base is never right.
  public var relativeAccuracyGain: Double? {
    guard let base = outcomes.base.value, let aligned = outcomes.candidate.value, base > 0 else {
      return nil
    }
    return aligned / base - 1
  }

  /// The share of the base's errors that are corrected, or `nil` if the base makes no errors.
  public var relativeErrorReduction: Double? {
    guard let base = outcomes.base.value, let aligned = outcomes.candidate.value, base < 1 else {
      return nil
    }
    return (aligned - base) / (1 - base)
  }
}
