public import JudgeEvaluation
public import JudgeJSON
public import JudgeProviders
public import JudgeRecords
import JudgeScoring

/// An evaluation: a table of verdicts, and figures over it.
public struct EvaluateResult: Sendable {
  /// One row with each judge's feedback.
  public struct Row: Sendable {
    /// The trace id, or the row's key or number.
    public let id: String
    /// What the judges said, in order; a judge that does not fit the row said nothing.
    public let feedback: [Feedback]
    /// Latency, tokens, documents.
    public let measures: RowMeasures
    /// The older columns of this row, for prompt metrics and judges of documents.
    let olderColumns: JSONObject
  }

  /// The run's id for people.
  public let run: String
  /// The judges' names, in order.
  public let judges: [String]
  /// The declared passing values, by judge.
  public let pass: [String: [JSONValue]]
  /// The rows.
  public let rows: [Row]
  /// Figures by metric name.
  public let metrics: [String: Double]
  /// Lines of the data that could not be read as rows.
  public let rejected: [ImportResult.Problem]
  /// What models were asked.
  public let calls: CallStatistics
  /// What a reader should know.
  public let warnings: [String]

  /// The first few different errors, each with the number of verdicts that it took.
  public var errorTexts: [String] {
    var counts: [String: Int] = [:]
    var order: [String] = []
    for error in rows.lazy.flatMap(\.feedback).compactMap(\.error) {
      if counts[error.text] == nil { order.append(error.text) }
      counts[error.text, default: 0] += 1
    }
    let shown = order.prefix(3).map { text in
      counts[text] == 1 ? text : "\(text) (\(Count.of(counts[text] ?? 0, "verdict")))"
    }
    return shown + (order.count > 3 ? ["… \(order.count - 3) other errors"] : [])
  }

  /// How many of the errors are verdicts that were not asked for: budget, offline.
  public var unasked: Int { rows.reduce(0) { $0 + $1.feedback.count { $0.isUnasked } } }

  /// How many verdicts are errors.
  public var errors: Int { rows.reduce(0) { $0 + $1.feedback.count { $0.value == nil } } }

  /// The tables by name, as MLflow's `result.tables`: `eval_results`, and the same under the older
  /// name `eval_results_table`.
  public var tables: [String: [JSONObject]] {
    let table = rows.map { $0.json.objectValue ?? [:] }
    return ["eval_results": table, "eval_results_table": table]
  }

  /// The result as JSON with stable keys.
  public var json: JSONValue {
    var figures = JSONObject()
    for (name, value) in metrics { figures[name] = .number(value) }
    let table = JSONValue.array(rows.map(\.json))
    var object: JSONObject = [
      "run": .string(run), "n": .number(Double(rows.count)),
      "errors": .number(Double(errors)), "unasked": .number(Double(unasked)),
      "metrics": .object(figures), "rows": table, "eval_results_table": table,
      "judges": .array(judges.map { .string($0) }),
      "warnings": .array(warnings.map { .string($0) }), "rejected": .array(rejected.map(\.json)),
    ]
    calls.put(into: &object)
    return .object(object)
  }
}

extension EvaluateResult.Row {
  /// The row as MLflow's result table has it: `<assessment>/value`, `/rationale`,
  /// `/error_message`; lists if an assessment was given several times.
  public var json: JSONValue {
    var object: JSONObject = ["trace_id": .string(id)]
    var order: [String] = []
    var groups: [String: [Feedback]] = [:]
    for said in feedback {
      if groups[said.name] == nil { order.append(said.name) }
      groups[said.name, default: []].append(said)
    }
    for name in order {
      let said = groups[name] ?? []
      object["\(name)/value"] = Self.cell(said.map { $0.value ?? .null }, name)
      object["\(name)/rationale"] = Self.cell(
        said.map { $0.rationale.map { .string($0) } ?? .null }, name)
      object["\(name)/error_message"] = Self.cell(
        said.map { $0.error.map { .string($0.text) } ?? .null }, name)
    }
    for (name, value) in measures.values { object[name] = .number(value) }
    for member in olderColumns { object[member.key] = member.value }
    return .object(object)
  }

  /// Verdicts per document are always a list, so that one document looks like two.
  private static func cell(_ values: [JSONValue], _ name: String) -> JSONValue {
    if values.count == 1, !name.hasSuffix("/chunk"), let only = values.first { return only }
    return .array(values)
  }
}
