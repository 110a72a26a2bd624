package import JudgeJSON
package import JudgeRecords
import JudgeScoring

/// The result columns and metrics of databricks-agents, for the judges that its guides show.
///
/// These are the built-in judges that ask a model, judges of rules, and prompt metrics. They have
/// the columns beside those of MLflow.
package enum OlderColumns {
  /// Returns whether a judge has these columns.
  package static func apply(to body: JudgeBody) -> Bool {
    if body.form == .promptMetric || body.form == .guidelines { return true }
    guard body.form == nil else { return false }
    return body.settings[JudgeSettings.builtIn] != nil || body.settings[GuidelinesBody.key] != nil
  }

  /// Returns the columns of one judge on a row.
  ///
  /// `response/llm_judged/<name>/…` has `rating`, `rationale`, `error_message` and, for prompt
  /// metrics, `score`; they are lists with one entry per document if the judge is asked about each
  /// document. Such a judge also has `retrieval/llm_judged/<name>/…` with `ratings`, `rationales`
  /// and `precision`.
  ///
  /// - Parameters:
  ///   - said: the judge's feedback on the row.
  ///   - body: the judge.
  ///   - key: its name in this evaluation.
  /// - Returns: the columns; none for other judges and for rows to which the judge does not apply.
  package static func of(_ said: [Feedback], _ body: JudgeBody, key: String) -> JSONObject {
    guard apply(to: body), !said.isEmpty else { return JSONObject() }
    if body.isPerChunk { return perDocument(said, body, key: key) }
    var columns = JSONObject()
    for feedback in said {
      let name = feedback.renamed(from: body.name, to: key).name
      let prefix = "response/llm_judged/\(name)"
      columns["\(prefix)/rating"] = feedback.value ?? .null
      columns["\(prefix)/rationale"] = feedback.rationale.map { .string($0) } ?? .null
      columns["\(prefix)/error_message"] = message(feedback)
      if body.form == .promptMetric { columns["\(prefix)/score"] = score(feedback) }
    }
    return columns
  }

  private static func perDocument(
    _ said: [Feedback], _ body: JudgeBody, key: String
  ) -> JSONObject {
    let documents = said.filter { $0.metadata["chunk_index"] != nil }
    let ratings = JSONValue.array(documents.map { $0.value ?? .null })
    let rationales = JSONValue.array(
      documents.map { $0.rationale.map { .string($0) } ?? .null })
    let errors = documents.map(message)
    let error = said.lazy.map(message).first { !$0.isNull } ?? .null
    var columns = JSONObject()
    let response = "response/llm_judged/\(key)"
    columns["\(response)/rating"] = ratings
    columns["\(response)/rationale"] = rationales
    columns["\(response)/error_message"] =
      errors.contains { !$0.isNull } ? .array(errors) : error
    if body.form == .promptMetric {
      columns["\(response)/score"] = .array(documents.map(score))
    }
    let retrieval = "retrieval/llm_judged/\(key)"
    columns["\(retrieval)/ratings"] = ratings
    columns["\(retrieval)/rationales"] = rationales
    let precision = said.first { $0.name == ChunkJudge.precisionName(body.name) }
    columns["\(retrieval)/precision"] = precision?.value ?? .null
    columns["\(retrieval)/error_message"] = error
    return columns
  }

  /// Returns the metrics of one judge over all rows.
  ///
  /// `response/llm_judged/<name>/rating/percentage` is the share of `yes`, from 0 to 1. A failed
  /// row counts as not passing. For a judge that is asked about each document, it is the mean of
  /// the rows' shares. Scores of prompt metrics are averaged as `<name>/score/<aggregation>`.
  ///
  /// - Parameters:
  ///   - said: the judge's feedback on each row.
  ///   - body: the judge.
  ///   - key: its name in this evaluation.
  /// - Returns: figures by metric name; none for other judges.
  package static func metrics(
    _ said: [[Feedback]], _ body: JudgeBody, key: String
  ) -> [String: Double] {
    guard apply(to: body) else { return [:] }
    var shares: [String: [Double]] = [:]
    var scores: [Double] = []
    for feedback in said.joined() {
      if let score = score(feedback).doubleValue { scores.append(score) }
      guard !feedback.isUnasked else { continue }
      let name = feedback.renamed(from: body.name, to: key).name
      if !body.isPerChunk {
        let passes = feedback.value.map(body.pass.contains) ?? false
        shares[name, default: []].append(passes ? 1 : 0)
      } else if feedback.name == ChunkJudge.precisionName(body.name) {
        shares[key, default: []].append(feedback.value?.doubleValue ?? 0)
      }
    }
    if body.isPerChunk {
      // A row without documents has no share, only an error, and counts as not passing.
      let failed = said.count { row in
        row.count == 1 && row[0].error != nil && !row[0].isUnasked
      }
      shares[key, default: []] += [Double](repeating: 0, count: failed)
    }
    var result: [String: Double] = [:]
    for (name, values) in shares {
      result["response/llm_judged/\(name)/rating/percentage"] = Aggregation.mean.of(values)
    }
    for aggregation in Aggregation.allCases {
      result["\(key)/score/\(aggregation.rawValue)"] = aggregation.of(scores)
    }
    return result
  }

  /// Returns the error of a verdict, or `null`; an unasked verdict is not an error.
  private static func message(_ said: Feedback) -> JSONValue {
    guard !said.isUnasked, let error = said.error else { return .null }
    return .string(error.text)
  }

  /// Returns the score of a prompt metric, or `null`.
  static func score(_ said: Feedback) -> JSONValue {
    guard let text = said.metadata[PromptMetric.scoreKey]?.stringValue,
      let number = Double(text)
    else { return .null }
    return .number(number)
  }
}
