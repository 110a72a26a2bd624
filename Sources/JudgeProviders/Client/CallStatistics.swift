public import JudgeModels

/// The statistics of model calls.
public struct CallStatistics: Hashable, Sendable {
  /// The number of calls that were answered over the network.
  public var calls = 0
  /// The number of answers from the cache.
  public var cached = 0
  /// The number of attempts that were refused or failed and sent again.
  public var retries = 0
  /// The number of input tokens.
  public var inputTokens = 0
  /// The number of output tokens.
  public var outputTokens = 0
  /// The cost of the calls whose price is known, in US dollars.
  public var cost = 0.0
  /// The number of calls whose price is not known.
  public var unpriced = 0
  /// The number of calls whose cost is an estimate from the lengths of the texts, because the
  /// provider sent no usable token counts.
  public var estimated = 0
  /// The snapshots that answered, as reported by providers, by model URI.
  public var snapshots: [String: Set<String>] = [:]

  /// Creates statistics without calls.
  public init() {}

  /// Returns the statistics since an earlier state of the same client.
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
