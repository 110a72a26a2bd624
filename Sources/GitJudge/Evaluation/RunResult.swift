public import JudgeJSON
public import JudgeProviders

/// The result of a run of judges over traces.
public struct RunResult: Sendable {
  /// The run's id, in readable form; empty if there was nothing to ask about.
  public let run: String
  /// The number of traces that were judged.
  public let n: Int
  /// The number of times each value was given, by judge.
  public let verdicts: [String: [String: Int]]
  /// The errors, grouped by reason.
  public let errorGroups: VerdictErrors
  /// The verdicts that were not asked for, grouped by reason; these are not errors.
  public let unaskedGroups: VerdictErrors
  /// Judges whose verdicts are all errors, apart from unasked ones.
  public let failed: [String]
  /// The statistics of model calls.
  public let calls: CallStatistics
  /// Warnings for the reader.
  public let warnings: [String]

  /// The number of verdicts that were not asked for.
  public var unasked: Int { unaskedGroups.count }

  /// The number of errors, without unasked verdicts.
  public var errors: Int { errorGroups.count }

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var counts = JSONObject()
    for (judge, values) in verdicts {
      var object = JSONObject()
      for (value, count) in values { object[value] = .number(Double(count)) }
      counts[judge] = .object(object)
    }
    var object: JSONObject = [
      "run": run.isEmpty ? .null : .string(run), "n": .number(Double(n)),
      "errors": .number(Double(errors)),
      "unasked": .number(Double(unasked)), "error_groups": errorGroups.json,
      "unasked_groups": unaskedGroups.json,
      "verdicts": .object(counts),
      "failed": .array(failed.map { .string($0) }),
      "warnings": .array(warnings.map { .string($0) }),
    ]
    calls.put(into: &object)
    return .object(object)
  }
}

extension RunResult {
  /// The result if there was no trace to ask about: nothing is recorded, and ``run`` is empty.
  static func empty(before: CallStatistics, now: CallStatistics) -> RunResult {
    RunResult(
      run: "", n: 0, verdicts: [:], errorGroups: VerdictErrors(),
      unaskedGroups: VerdictErrors(areUnasked: true), failed: [], calls: now.since(before),
      warnings: [])
  }
}
