/// Counts over many cases.
public struct CaseTally: Hashable, Sendable {
  /// The number of cases answered, errors included.
  public private(set) var cases = 0
  /// The number of errors among them.
  public private(set) var errors = 0
  private var statuses: Set<Int32> = []

  /// The exit status of the whole: 0 without errors, 6 or 125 if a verdict was not asked for because
  /// of the budget or `--offline`, the errors' own status if all have the same, else 3.
  public var exitStatus: Int32 {
    for unasked in [JudgeError.Code.budget, .offline] where statuses.contains(unasked.exitStatus) {
      return unasked.exitStatus
    }
    guard let only = statuses.first else { return 0 }
    return statuses.count == 1 ? only : JudgeError.Code.invalid.exitStatus
  }

  /// Counts an answer.
  mutating func add(_ answer: CaseAnswer) {
    cases += 1
    guard answer.value == nil else { return }
    errors += 1
    statuses.insert(answer.exitStatus)
  }
}
