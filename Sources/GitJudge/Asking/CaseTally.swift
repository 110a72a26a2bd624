public import JudgeWork

/// The counts over many cases.
public struct CaseTally: Hashable, Sendable {
  /// The number of cases answered, errors included.
  public private(set) var cases = 0
  /// The number of errors in ``cases``.
  public private(set) var errors = 0
  private var codes: Set<JudgeFailure.Code> = []

  /// The code of the whole, or `nil` without errors.
  ///
  /// `budget` or `offline` if one of them prevented a verdict, else the code that all errors have,
  /// else `invalid`. Cases that were not asked because the model failed too often do not count.
  public var code: JudgeFailure.Code? {
    for unasked in [JudgeFailure.Code.budget, .offline] where codes.contains(unasked) {
      return unasked
    }
    let failed = codes.subtracting([.givenUp])
    return failed.count > 1 ? .invalid : failed.first ?? codes.first
  }

  /// Counts an answer.
  mutating func add(_ answer: CaseAnswer) {
    cases += 1
    guard answer.value == nil else { return }
    errors += 1
    if let failure = answer.failure { codes.insert(failure.code) }
  }
}
