public import JudgeJSON

/// What a run of judges over traces came to.
public struct RunResult: Sendable {
  /// The run's id for people.
  public let run: String
  /// How many traces were judged.
  public let n: Int
  /// How many verdicts are errors.
  public let errors: Int
  /// How often each value was given, by judge.
  public let verdicts: [String: [String: Int]]
  /// The first few errors, for people.
  public let examples: [String]

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var counts = JSONObject()
    for (judge, values) in verdicts {
      var object = JSONObject()
      for (value, count) in values { object[value] = .number(Double(count)) }
      counts[judge] = .object(object)
    }
    return [
      "run": .string(run), "n": .number(Double(n)), "errors": .number(Double(errors)),
      "calls": 0, "cached": 0, "cost": 0, "verdicts": .object(counts),
    ]
  }
}
