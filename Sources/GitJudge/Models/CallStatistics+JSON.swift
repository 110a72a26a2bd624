public import JudgeJSON
public import JudgeProviders

extension CallStatistics {
  /// Puts `calls`, `cached`, `cost` and token counts into a result.
  ///
  /// `cost` is what the calls of known price cost, and `null` if a price is not known, never a
  /// guess.
  public func put(into object: inout JSONObject) {
    object["calls"] = .number(Double(calls))
    object["cached"] = .number(Double(cached))
    object["cost"] = unpriced > 0 ? .null : .number(cost)
    object["input_tokens"] = .number(Double(inputTokens))
    object["output_tokens"] = .number(Double(outputTokens))
  }
}
