public import JudgeAgreement

/// Two judges on the same traces: whether the candidate is better than its base.
public struct PairedFigures: Sendable {
  /// The four counts.
  public let outcomes: PairedOutcomes

  /// Compares two judges; traces on which either failed are left out.
  ///
  /// - Parameters:
  ///   - base: the base judge's verdicts.
  ///   - candidate: the candidate's.
  ///   - truth: the consensus per trace.
  /// - Throws: `AgreementError` for lengths that do not fit.
  public init(
    base: [JudgedLabel], candidate: [JudgedLabel], truth: [Int]
  ) throws(AgreementError) {
    outcomes = try PairedOutcomes(
      truth: truth.map { $0 }, base: base, candidate: candidate, errors: .leaveOut)
  }

  /// aligned accuracy / base accuracy − 1; `nil` if the base is never right.
  public var relativeAccuracyGain: Double? {
    guard let base = outcomes.base.value, let aligned = outcomes.candidate.value, base > 0 else {
      return nil
    }
    return aligned / base - 1
  }

  /// The share of the base's errors that is gone; `nil` if the base makes none.
  public var relativeErrorReduction: Double? {
    guard let base = outcomes.base.value, let aligned = outcomes.candidate.value, base < 1 else {
      return nil
    }
    return (aligned - base) / (1 - base)
  }

  /// McNemar's exact two-sided p; 1 if no verdict differs in being right.
  public var mcNemarP: Double { outcomes.mcNemar.exactP }

  /// Newcombe's 95 % interval of the difference in accuracy.
  public var differenceInterval: ConfidenceInterval? { outcomes.newcombe() }
}
