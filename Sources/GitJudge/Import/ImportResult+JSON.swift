public import JudgeInterchange
public import JudgeJSON

extension ImportResult {
  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var kinds = JSONObject()
    for (kind, count) in sensitive { kinds[kind] = .number(Double(count)) }
    return [
      "sensitive": .object(kinds),
      "read": .number(Double(read)), "traces": .number(Double(traces)),
      "assessments": .number(Double(assessments)),
      "already_present": .number(Double(alreadyPresent)),
      "redacted": .number(Double(redacted)),
      "without_value": .number(Double(withoutValue)),
      "replaced": .number(Double(replaced)), "corrections": .number(Double(corrections)),
      "marks": .number(Double(marks)),
      "rejected": .number(Double(rejected.count)), "repaired": .number(Double(repaired)),
      "conflicting": .number(Double(conflicting.count)),
      "trace_ids": .array(traceIDs.map { .string($0) }),
      "without_content": .number(Double(withoutContent)),
      "commit": commit.map { .string($0) } ?? .null,
      "warnings": .array(warnings.map { .string($0) }),
      "problems": .array((rejected + conflicting).map(\.json)),
    ]
  }
}

extension ImportResult.Problem {
  /// The problem as JSON with stable keys.
  public var json: JSONValue {
    var object: JSONObject = [
      "file": .string(file), "line": .number(Double(line)), "message": .string(message),
    ]
    object["remedy"] = remedy?.json
    return .object(object)
  }
}
