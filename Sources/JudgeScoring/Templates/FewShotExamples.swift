public import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// The few-shot examples of a judge: cases with people's verdicts.
public enum FewShotExamples {
  /// The maximum number of examples; more do more harm than good (Databricks, "Customize AI
  /// judges").
  public static let limit = 5

  /// Adds examples from labelled rows.
  ///
  /// The verdict is a column `<judge>/value` or `response/llm_judged/<judge>/rating` with a
  /// `rationale` column, or the row's human label on the judge's question; "Yes" and "No" stand for
  /// the judge's own words in any case.
  ///
  /// - Parameters:
  ///   - rows: the rows as traces.
  ///   - columns: the rows as they were read, in the same order.
  ///   - body: the judge.
  /// - Returns: the body with the examples.
  /// - Throws: `JudgeFailure` that names the row: no verdict, an unknown value, or a sixth example.
  public static func adding(
    _ rows: [Trace], columns: [JSONObject], to body: JudgeBody
  ) throws(JudgeFailure) -> JudgeBody {
    guard body.examples.count + rows.count <= limit else {
      throw JudgeFailure(
        .failed, "\(body.examples.count + rows.count) examples are too many",
        remedy: .advice(
          "a judge takes at most \(limit): more hurt more than they help; keep those that "
            + "it gets wrong, with both passing and failing values among them"))
    }
    var body = body
    for (number, (row, column)) in zip(rows, columns).enumerated() {
      let place = "example \(number + 1) (\(row.id))"
      guard let said = verdict(row, column, body) else {
        throw JudgeFailure(
          .failed, "\(place) has no verdict",
          remedy: .advice(
            "give it a column \"\(body.name)/value\", or a human assessment named "
              + "\(body.feedbackName)"))
      }
      guard let value = matched(said.value, body) else {
        throw JudgeFailure(
          .failed, "\(place): \(said.value.canonicalText) is not a value of \(body.feedbackName)")
      }
      body.examples.append(example(row, value: value, rationale: said.rationale))
    }
    return body
  }

  /// Returns an example as in a body: the case, people's verdict, and the reason.
  package static func example(
    _ row: Trace, value: JSONValue, rationale: String?
  ) -> JSONValue {
    var example: JSONObject = ["inputs": row.inputs, "outputs": row.outputs, "value": value]
    if let expected = row.expectations { example["expectations"] = expected }
    let chunks = RetrievedChunk.all(of: row)
    if !chunks.isEmpty { example["retrieved_context"] = .array(chunks.map(\.json)) }
    if let rationale { example["rationale"] = .string(rationale) }
    return .object(example)
  }

  private static func verdict(
    _ row: Trace, _ column: JSONObject, _ body: JudgeBody
  ) -> (value: JSONValue, rationale: String?)? {
    for (value, rationale) in [
      ("\(body.name)/value", "\(body.name)/rationale"),
      (
        "response/llm_judged/\(body.name)/rating", "response/llm_judged/\(body.name)/rationale"
      ),
    ] {
      if let found = column[value], !found.isNull {
        return (found, column[rationale]?.stringValue)
      }
    }
    let votes = row.votes(on: body.feedbackName)
    guard let vote = votes.last, case .feedback(let value) = vote.assessment.content else {
      return nil
    }
    return (value, vote.assessment.rationale)
  }

  /// Returns the judge's own word for a value, or `nil` if there is none.
  private static func matched(_ value: JSONValue, _ body: JudgeBody) -> JSONValue? {
    if body.admits(value) { return value }
    guard let text = value.stringValue?.lowercased() else { return nil }
    return body.values.first { $0.stringValue?.lowercased() == text }
  }
}
