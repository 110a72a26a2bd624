/// The options of model calls.
public struct ProviderOptions: Sendable {
  /// The maximum number of calls in flight.
  public var concurrency = 8
  /// The maximum number of calls, or `nil` for no limit.
  public var maxCalls: Int?
  /// The maximum cost of the calls in US dollars, or `nil` for no limit.
  ///
  /// A model without a price is refused. An answer without usable token counts counts with the
  /// highest possible cost of its texts.
  public var maxCost: Double?
  /// The file in which several processes count their calls, so that they share the budget.
  ///
  /// If `nil`, the process has its own budget.
  public var sharedBudgetFile: String?
  /// Whether only the cache may answer.
  public var isOffline = false
  /// The maximum duration of one attempt in seconds, up to a day.
  public var timeout = Self.defaultTimeout
  /// The number of failed calls in a row after which a model gets no more calls; 0 for no limit.
  public var maxFailures = Self.defaultMaxFailures
  /// The environment variables of the process.
  public var environment: [String: String] = [:]
  /// The local git config: `judge.<provider>.baseUrl` and similar keys.
  public var config: [String: String] = [:]
  /// The folder of the cache, or `nil` for no cache.
  public var cacheFolder: String?
  /// The prices of models.
  public var prices = PriceTable.listed

  /// Whether the cost of every call must be known because a limit depends on it.
  var countsCost: Bool { maxCost != nil || sharedBudgetFile != nil }

  /// The default of ``timeout``: ten minutes, because reasoning models think for minutes.
  public static let defaultTimeout = 600.0
  /// The default of ``maxFailures``.
  public static let defaultMaxFailures = 8

  /// Creates options with the defaults.
  public init() {}
}
