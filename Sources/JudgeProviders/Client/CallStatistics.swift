/// What was called.
public struct CallStatistics: Hashable, Sendable {
  /// Calls that were answered over the network.
  public var calls = 0
  /// Answers that came from the cache.
  public var cached = 0
  /// Attempts that were refused or failed and sent again.
  public var retries = 0
  /// Tokens that went in.
  public var inputTokens = 0
  /// Tokens that came out.
  public var outputTokens = 0
  /// The cost of the calls whose price is known, in US dollars.
  public var cost = 0.0
  /// Calls whose price is not known.
  public var unpriced = 0
  /// The snapshots that providers said have answered, by model URI.
  public var snapshots: [String: Set<String>] = [:]

  /// No calls.
  public init() {}

  /// What came since an earlier count of the same client.
  public func since(_ earlier: CallStatistics) -> CallStatistics {
    var result = self
    result.calls -= earlier.calls
    result.cached -= earlier.cached
    result.retries -= earlier.retries
    result.inputTokens -= earlier.inputTokens
    result.outputTokens -= earlier.outputTokens
    result.cost -= earlier.cost
    result.unpriced -= earlier.unpriced
    return result
  }
}
