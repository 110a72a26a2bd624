public import JudgeJSON
public import JudgeProviders

extension CallStatistics {
  /// Adds `calls`, `cached`, `cost` and token counts to a result.
  ///
  /// `cost` is the cost of the calls with a known price, or `null` if a price is unknown; it is
  /// never a guess. If `--max-cost` counted estimates, because the provider sent no usable token
  /// counts, `cost` includes them, and `cost_estimated` is `true`.
  public func put(into object: inout JSONObject) {
    object["calls"] = .number(Double(calls))
    object["cached"] = .number(Double(cached))
    object["cost"] = unpriced > 0 ? .null : .number(cost)
    if estimated > 0 { object["cost_estimated"] = true }
    object["input_tokens"] = .number(Double(inputTokens))
    object["output_tokens"] = .number(Double(outputTokens))
  }
}
