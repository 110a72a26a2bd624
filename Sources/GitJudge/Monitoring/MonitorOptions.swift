public import JudgeEvaluation

/// What a monitoring report covers.
public struct MonitorOptions: Sendable {
  /// How to divide the traces.
  public var period = MonitorPeriod.day
  /// A filter in the search grammar; `nil` for all traces.
  public var filter: String?
  /// The windows of a drift test; `nil` for none.
  public var windows: MonitorReport.Windows?
  /// The limits of a drift.
  public var limits = DriftTest.Limits()
  /// The access to held-out labels.
  public var test = TestAccess.recorded

  /// Creates options: all traces by day, without a drift test.
  public init() {}
}
