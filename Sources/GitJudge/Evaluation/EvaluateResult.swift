public import JudgeEvaluation
public import JudgeJSON
public import JudgeProviders
import JudgeRecords
import JudgeScoring

/// The result of an evaluation: a table of verdicts, and figures.
public struct EvaluateResult: Sendable {
  /// One row with each judge's feedback.
  public typealias Row = EvaluationRow

  /// The run's id, in readable form; empty if nothing was recorded.
  public let run: String
  /// The judges' names, in order.
  public let judges: [String]
  /// The declared passing values, by judge.
  public let pass: [String: [JSONValue]]
  /// The rows with the judges' feedback.
  public let rows: [Row]
  /// The figures by metric name.
  public let metrics: [String: Double]
  /// The fitness of each judge, measured on the labelled rows that did not teach it.
  public let fits: [String: FitForUse]
  /// The look at the held-out rows by each judge, if people labelled any row.
  public let looks: [String: TestSetLook]
  /// The lines of the data that could not be read as rows.
  public let rejected: [ImportResult.Problem]
  /// The statistics of model calls.
  public let calls: CallStatistics
  /// Warnings for the reader.
  public let warnings: [String]
  /// The number of rows without a verdict because they lack a judge's fields, by judge that was
  /// chosen by the fields of the rows.
  public let notApplicable: [String: Int]

  /// The errors, grouped by reason.
  public var errorGroups: VerdictErrors {
    var errors = VerdictErrors()
    for row in rows {
      for said in row.feedback { errors.add(said, on: row.id) }
    }
    return errors
  }

  /// The verdicts that were not asked for, grouped by reason; these are not errors.
  public var unaskedGroups: VerdictErrors {
    var unasked = VerdictErrors(areUnasked: true)
    for row in rows {
      for said in row.feedback { unasked.add(said, on: row.id) }
    }
    return unasked
  }

  /// The number of verdicts that were not asked for.
  public var unasked: Int { rows.reduce(0) { $0 + $1.feedback.count { $0.isUnasked } } }

  /// The number of errors, without unasked verdicts.
  public var errors: Int {
    rows.reduce(0) { $0 + $1.feedback.count { $0.value == nil && !$0.isUnasked } }
  }

  /// The tables by name, as in MLflow's `result.tables`.
  ///
  /// The table `eval_results` is also there under the older name `eval_results_table`.
  public var tables: [String: [JSONObject]] {
    let table = rows.map { $0.json.objectValue ?? [:] }
    return ["eval_results": table, "eval_results_table": table]
  }

  /// The result as JSON with stable keys.
  public var json: JSONValue { json(with: []) }

  /// The result as ``json``, with further columns in its rows.
  ///
  /// - Parameter columns: the further columns.
  /// - Returns: the document.
  public func json(with columns: [RowColumn]) -> JSONValue {
    var figures = JSONObject()
    for (name, value) in metrics { figures[name] = .number(value) }
    let table = JSONValue.array(rows.map { $0.json(with: columns) })
    var object: JSONObject = [
      "run": run.isEmpty ? .null : .string(run), "n": .number(Double(rows.count)),
      "errors": .number(Double(errors)), "unasked": .number(Double(unasked)),
      "error_groups": errorGroups.json, "unasked_groups": unaskedGroups.json,
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
    var lacking = JSONObject()
    for (name, count) in notApplicable { lacking[name] = .number(Double(count)) }
    object["not_applicable"] = .object(lacking)
    calls.put(into: &object)
    return .object(object)
  }
}

extension EvaluateResult {
  /// The table of verdicts, one row for each row of the data (MLflow's `tables["eval_results"]`).
  public var table: [JSONObject] { tables["eval_results"] ?? [] }
}
