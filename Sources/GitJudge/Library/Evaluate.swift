public import JudgeJSON
public import JudgeRecords
public import JudgeScoring

/// Judges rows and computes figures.
///
/// - Parameters:
///   - rows: what to judge.
///   - judges: by whom; registered ones, made on the spot, or of code.
///   - store: where the run is recorded; an experiment's store records it there.
///   - predict: an application that answers the rows' inputs; `nil` takes the rows' outputs.
/// - Returns: table and figures.
/// - Throws: `JudgeError`.
public func evaluate(
  _ rows: [Trace], with judges: [any Judge], in store: JudgeRepository,
  predict: EvaluationPlan.Predictor? = nil
) async throws -> EvaluateResult {
  var plan = EvaluationPlan()
  plan.judges = judges
  plan.predict = predict
  return try await store.evaluate(.rows(rows), plan)
}

extension Trace {
  /// A row that is in no store.
  ///
  /// - Parameters:
  ///   - id: what it is called in tables.
  ///   - inputs: what goes in.
  ///   - outputs: the application's outputs. If `nil`, the application is asked.
  ///   - expectations: what was expected, `{name: value}`.
  ///   - retrievedContext: retrieved documents, `[{doc_uri, content}]`.
  /// - Returns: the row.
  public static func row(
    _ id: String, inputs: JSONValue, outputs: JSONValue? = nil, expectations: JSONObject = [:],
    retrievedContext: [JSONValue] = []
  ) -> Trace {
    var row = Trace(id: id, inputs: inputs, outputs: outputs ?? .null)
    row.setExpectations(expectations)
    row.retrievedContext = retrievedContext
    return row
  }
}

extension EvaluateResult {
  /// The table of verdicts, a row per row (MLflow's `tables["eval_results"]`).
  public var table: [JSONObject] { tables["eval_results"] ?? [] }
}
