public import JudgeJSON
public import JudgeRecords

/// The number of times that a judge gave each value or no value: the rates of `run` and `evaluate`.
public struct VerdictCounts: Hashable, Sendable {
  /// The number of times each value was given.
  public private(set) var values: [JSONValue: Int] = [:]
  /// The number of verdicts without a value.
  public private(set) var errors = 0

  /// Creates empty counts.
  public init() {}

  /// Counts a verdict.
  public mutating func add(_ feedback: Feedback) {
    if let value = feedback.value { values[value, default: 0] += 1 } else { errors += 1 }
  }

  /// The number of verdicts with a value.
  public var answered: Int { values.values.reduce(0, +) }

  /// The number of verdicts.
  public var total: Int { answered + errors }

  /// Returns the error rates and, for a judge that declares passing values, the pass rates.
  ///
  /// - Parameters:
  ///   - name: the part of the names before the slash.
  ///   - pass: the passing values.
  /// - Returns: `errors` and `error_rate`; `pass_rate` of the verdicts with a value, and `pass` of
  ///   all verdicts, because an error does not pass.
  public func rates(named name: String, pass: [JSONValue]) -> [String: Double] {
    var result = [
      "\(name)/errors": Double(errors),
      "\(name)/error_rate": total == 0 ? 0 : Double(errors) / Double(total),
    ]
    guard !pass.isEmpty, total > 0 else { return result }
    let passed = Set(pass).reduce(0) { $0 + (values[$1] ?? 0) }
    result["\(name)/pass"] = Double(passed) / Double(total)
    if answered > 0 { result["\(name)/pass_rate"] = Double(passed) / Double(answered) }
    return result
  }
}
