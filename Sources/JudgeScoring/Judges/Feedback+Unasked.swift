public import JudgeRecords

extension Feedback {
  /// The error code of a verdict that the budget prevented.
  static let overBudget = "BUDGET"
  /// The error code of a verdict that needs the network in an offline run.
  static let notCached = "OFFLINE"
  /// The error code of a verdict whose model failed too often before.
  static let givenUp = "NOT_ASKED"
  /// The error code of a reply that is no verdict.
  static let invalidReply = "INVALID_REPLY"
  /// The error code of a verdict that was cancelled.
  static let cancelled = "CANCELLED"

  /// Whether the model was not asked at all, so that there is no result and the next run asks
  /// again.
  ///
  /// Such errors are counted and not recorded.
  public var isUnasked: Bool {
    guard let code = error?.code else { return false }
    return [Self.overBudget, Self.notCached, Self.givenUp, Self.cancelled].contains(code)
  }
}
