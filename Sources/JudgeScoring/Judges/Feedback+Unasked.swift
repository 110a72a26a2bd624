public import JudgeRecords

extension Feedback {
  /// The error code of a verdict that the budget did not allow.
  static let overBudget = "BUDGET"
  /// The error code of a verdict that only the network could give.
  static let notCached = "OFFLINE"
  /// The error code of a verdict that was given up.
  static let cancelled = "CANCELLED"

  /// Whether the model was not asked at all: nothing is known of the trace, and the next run asks.
  ///
  /// Such errors are counted and not recorded.
  public var isUnasked: Bool {
    guard let code = error?.code else { return false }
    return [Self.overBudget, Self.notCached, Self.cancelled].contains(code)
  }
}
