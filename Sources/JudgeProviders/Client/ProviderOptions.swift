/// How models are called.
public struct ProviderOptions: Sendable {
  /// How many calls are in flight at most.
  public var concurrency = 8
  /// How many calls may be made; `nil` for any number.
  public var maxCalls: Int?
  /// How much they may cost, in US dollars; `nil` for any sum.
  ///
  /// A model without a price is refused. An answer without usable token counts counts with the most that
  /// its texts can have cost.
  public var maxCost: Double?
  /// The file in which several processes count their calls, so that they share the budget.
  ///
  /// If `nil`, the process has its own budget.
  public var sharedBudgetFile: String?
  /// Whether only the cache may answer.
  public var isOffline = false
  /// How long one attempt may take, in seconds.
  public var timeout = 120.0
  /// The process's variables.
  public var environment: [String: String] = [:]
  /// Local git config, `judge.<provider>.baseUrl` and the like.
  public var config: [String: String] = [:]
  /// The folder that keeps answers, or `nil` to keep none.
  public var cacheFolder: String?
  /// What models cost.
  public var prices = PriceTable.listed

  /// Whether the cost of every call must be known, because a limit counts it.
  var countsCost: Bool { maxCost != nil || sharedBudgetFile != nil }

  /// The defaults.
  public init() {}
}
