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
  /// Whether each judge is fit for use, on the labelled rows that did not teach it.
  public let fits: [String: FitForUse]
  /// Whether each judge was measured on held-out rows, if people labelled any row.
  public let looks: [String: TestSetLook]
  /// Lines of the data that could not be read as rows.
  public let rejected: [ImportResult.Problem]
  /// What models were asked.
  public let calls: CallStatistics
  /// What a reader should know.
  public let warnings: [String]

  /// The errors, grouped by reason.
  public var errorGroups: VerdictErrors {
    var errors = VerdictErrors()
    for row in rows {
      for said in row.feedback { errors.add(said, on: row.id) }
    }
    return errors
  }

  /// The number of verdicts that a budget or `--offline` did not allow; they are not errors.
  public var unasked: Int { rows.reduce(0) { $0 + $1.feedback.count { $0.isUnasked } } }

  /// The number of errors, without unasked verdicts.
  public var errors: Int {
    rows.reduce(0) { $0 + $1.feedback.count { $0.value == nil && !$0.isUnasked } }
  }

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
      "error_groups": errorGroups.json,
      "metrics": .object(figures), "rows": table, "eval_results_table": table,
      "judges": .array(judges.map { .string($0) }),
      "warnings": .array(warnings.map { .string($0) }), "rejected": .array(rejected.map(\.json)),
    ]
    var fit = JSONObject()
    for (name, value) in fits { fit[name] = value.json }
    object["fit"] = .object(fit)
    var testSet = JSONObject()
    for (name, value) in looks { testSet[name] = value.json }
    object["test_set"] = .object(testSet)
    calls.put(into: &object)
    return .object(object)
  }
}

extension EvaluateResult.Row {
  /// The row as MLflow's result table has it: `<assessment>/value`, `/rationale`,
  /// `/error_message`; lists if an assessment was given several times.
  ///
  /// An unasked verdict has `/unasked` with the reason instead of an error.
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
        said.map { Self.reason($0, isUnasked: false) }, name)
      if said.contains(where: \.isUnasked) {
        object["\(name)/unasked"] = Self.cell(
          said.map { Self.reason($0, isUnasked: true) }, name)
      }
    }
    for (name, value) in measures.values { object[name] = .number(value) }
    for member in olderColumns { object[member.key] = member.value }
    return .object(object)
  }

  /// The reason for a missing value, if the verdict is unasked or asked as given.
  private static func reason(_ said: Feedback, isUnasked: Bool) -> JSONValue {
    guard said.isUnasked == isUnasked, let error = said.error else { return .null }
    return .string(error.text)
  }

  /// Verdicts per document are always a list, so that one document looks like two.
  private static func cell(_ values: [JSONValue], _ name: String) -> JSONValue {
    if values.count == 1, !name.hasSuffix("/chunk"), let only = values.first { return only }
    return .array(values)
  }
}

extension EvaluateResult {
  /// The table of verdicts, a row per row (MLflow's `tables["eval_results"]`).
  public var table: [JSONObject] { tables["eval_results"] ?? [] }
}
