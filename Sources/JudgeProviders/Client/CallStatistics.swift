public import JudgeModels

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
  /// Calls whose cost is an estimate from the lengths of the texts, because the provider sent no usable
  /// token counts.
  public var estimated = 0
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
    result.estimated -= earlier.estimated
    return result
  }

  /// Counts an answer, with its cost unless it came from the cache.
  public mutating func count(_ response: ChatResponse) {
    guard !response.isCached else {
      cached += 1
      return
    }
    calls += 1
    inputTokens += response.inputTokens ?? 0
    outputTokens += response.outputTokens ?? 0
    if let cost = response.cost { self.cost += cost } else { unpriced += 1 }
    if response.isCostEstimated { estimated += 1 }
  }
}
