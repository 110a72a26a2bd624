public import JudgeJSON
public import JudgeProviders

extension CallStatistics {
  /// Puts `calls`, `cached`, `cost` and token counts into a result.
  ///
  /// `cost` is what the calls of known price cost, and `null` if a price is not known, never a
  /// guess. If `--max-cost` counted estimates, because the provider sent no usable token counts,
  /// `cost` contains them, and `cost_estimated` is `true`.
  public func put(into object: inout JSONObject) {
    object["calls"] = .number(Double(calls))
    object["cached"] = .number(Double(cached))
    object["cost"] = unpriced > 0 ? .null : .number(cost)
    if estimated > 0 { object["cost_estimated"] = true }
    object["input_tokens"] = .number(Double(inputTokens))
    object["output_tokens"] = .number(Double(outputTokens))
  }
}
