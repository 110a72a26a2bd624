public import JudgeJSON
public import JudgeProviders

extension CallCache.Listing {
  /// The listing as JSON with stable keys.
  public var json: JSONValue {
    var counts = JSONObject()
    for (model, count) in models { counts[model] = .number(Double(count)) }
    return [
      "answers": .number(Double(count)), "bytes": .number(Double(bytes)),
      "models": .object(counts), "damaged": .array(damaged.map { .string($0) }),
    ]
  }
}
