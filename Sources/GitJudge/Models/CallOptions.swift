/// How a command calls models.
public struct CallOptions: Hashable, Sendable {
  /// How many calls are in flight at most.
  public var concurrency = 8
  /// How many calls may be made; `nil` for any number.
  public var maxCalls: Int?
  /// What they may cost, in US dollars; `nil` for any sum.
  public var maxCost: Double?
  /// Whether only the call cache may answer.
  public var isOffline = false

  /// The defaults.
  public init() {}
}
