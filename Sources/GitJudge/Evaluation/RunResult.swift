public import JudgeJSON
public import JudgeProviders

/// The result of a run of judges over traces.
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
  /// How many of the errors are verdicts that were not asked for: budget, offline.
  public let unasked: Int
  /// Judges of which every verdict is an error.
  public let failed: [String]
  /// How often each error code came.
  public let codes: [String: Int]
  /// What models were asked.
  public let calls: CallStatistics
  /// What a reader should know.
  public let warnings: [String]

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var counts = JSONObject()
    for (judge, values) in verdicts {
      var object = JSONObject()
      for (value, count) in values { object[value] = .number(Double(count)) }
      counts[judge] = .object(object)
    }
    var object: JSONObject = [
      "run": .string(run), "n": .number(Double(n)), "errors": .number(Double(errors)),
      "unasked": .number(Double(unasked)), "verdicts": .object(counts),
      "failed": .array(failed.map { .string($0) }),
      "warnings": .array(warnings.map { .string($0) }),
    ]
    calls.put(into: &object)
    return .object(object)
  }
}
