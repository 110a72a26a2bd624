public import JudgeJSON
public import JudgeProviders
public import JudgeRecords
import JudgeScoring

/// An evaluation: a table of verdicts, and figures over it.
public struct EvaluateResult: Sendable {
  /// One row with what each judge said of it.
  public struct Row: Sendable {
    /// The trace id, or the row's key or number.
    public let id: String
    /// One feedback per judge, in order.
    public let feedback: [Feedback]
  }

  /// The run's id for people.
  public let run: String
  /// The judges' names, in order.
  public let judges: [String]
  /// The rows.
  public let rows: [Row]
  /// Figures by metric name.
  public let metrics: [String: Double]
  /// Lines of the data that could not be read as rows.
  public let rejected: [ImportResult.Problem]
  /// What models were asked.
  public let calls: CallStatistics

  /// How many of the errors are verdicts that were not asked for: budget, offline.
  public var unasked: Int { rows.reduce(0) { $0 + $1.feedback.count { $0.isUnasked } } }

  /// How many verdicts are errors.
  public var errors: Int { rows.reduce(0) { $0 + $1.feedback.count { $0.value == nil } } }

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var figures = JSONObject()
    for (name, value) in metrics { figures[name] = .number(value) }
    var object: JSONObject = [
      "run": .string(run), "n": .number(Double(rows.count)),
      "errors": .number(Double(errors)), "metrics": .object(figures),
      "rows": .array(rows.map(\.json)), "rejected": .array(rejected.map(\.json)),
    ]
    calls.put(into: &object)
    return .object(object)
  }
}

extension EvaluateResult.Row {
  /// The row as MLflow's result table has it: `<assessment>/value`, `/rationale`,
  /// `/error_message`.
  public var json: JSONValue {
    var object: JSONObject = ["trace_id": .string(id)]
    for said in feedback {
      object["\(said.name)/value"] = said.value ?? .null
      object["\(said.name)/rationale"] = said.rationale.map { .string($0) } ?? .null
      object["\(said.name)/error_message"] = said.error.map { .string($0.text) } ?? .null
    }
    return .object(object)
  }
}
