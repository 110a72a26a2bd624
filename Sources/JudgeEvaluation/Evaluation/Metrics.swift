import JudgeAgreement
public import JudgeJSON
public import JudgeRecords
import JudgeScoring

/// The figures of an evaluation, `<assessment>/<aggregation>` as in MLflow.
///
/// As in MLflow, numbers and booleans are averaged as they are, and "yes" and "no" in any case are
/// 1 and 0. If a judge declares passing values, other declared texts are 1 if they pass, otherwise
/// 0. `pass_rate` is the share of verdicts that pass, and `pass` the share of rows that pass; a row
/// with an error does not pass. Errors are counted separately, never dropped silently.
public enum Metrics {
  /// Returns the figures of one judge over its own feedback.
  ///
  /// - Parameters:
  ///   - feedback: its feedback on each row. `nil` if the judge was not asked or gave none.
  ///   - body: the judge.
  ///   - name: the part before the slash. If `nil`, the judge's name.
  ///   - truth: the human consensus per row; nil for rows without one.
  /// - Returns: figures by metric name.
  public static func of(
    _ feedback: [Feedback?], _ body: JudgeBody, named name: String? = nil, truth: [JSONValue?]
  ) -> [String: Double] {
    let name = name ?? body.name
    let said = feedback.compactMap { $0 }
    var result = aggregated(said, named: name) { number($0, body) }
    let counts = counts(said)
    result.merge(counts.rates(named: name, pass: body.pass)) { $1 }
    for value in body.values {
      let label = value.stringValue ?? value.canonicalText
      result["\(name)/count/\(label)"] = Double(counts.values[value] ?? 0)
    }
    let comparison = comparison(feedback, truth)
    if let comparison, comparison.askedCount > 0 {
      // A failure counts as wrong, so that a judge does not look better by failing.
      result["\(name)/cohen_kappa"] = comparison.askedKappa
      result["\(name)/accuracy"] = comparison.askedAccuracy
      result["\(name)/labelled"] = Double(comparison.askedCount)
      if comparison.askedCount > comparison.count {
        result["\(name)/cohen_kappa_answered"] = comparison.cohenKappa
        result["\(name)/accuracy_answered"] = comparison.accuracy
      }
    }
    return result
  }

  /// Returns the figures of an assessment that a judge gave in addition to its own verdict.
  ///
  /// - Parameters:
  ///   - feedback: all feedback under the name.
  ///   - name: the assessment's name.
  /// - Returns: figures by metric name.
  public static func ofFurther(_ feedback: [Feedback], named name: String) -> [String: Double] {
    var result = aggregated(feedback, named: name) { plainNumber($0) }
    let suffix = "/precision"
    if name.hasSuffix(suffix), let mean = result["\(name)/mean"] {
      let judge = name.dropLast(suffix.count)
      result["retrieval/llm_judged/\(judge)/precision/average"] = mean
    }
    return result
  }

  /// Returns the corrected pass rate of a judge whose TPR and TNR on held-out labels are known.
  ///
  /// - Parameters:
  ///   - feedback: its feedback on each row.
  ///   - body: the judge.
  ///   - name: the part before the slash.
  ///   - rates: the true and false passes counted on held-out traces.
  /// - Returns: `pass_rate_corrected` (Rogan and Gladen) with the ends of its 95 % interval (Lang
  ///   and Reiczigel); nothing if the judge is no better than chance.
  public static func corrected(
    _ feedback: [Feedback?], _ body: JudgeBody, named name: String, rates: HeldOutRates
  ) -> [String: Double] {
    let values = feedback.compactMap { $0?.value }
    let passed = values.count { body.pass.contains($0) }
    guard !body.pass.isEmpty,
      let (estimate, interval) = rates.corrected(passed: passed, of: values.count)
    else { return [:] }
    return [
      "\(name)/pass_rate_corrected": estimate,
      "\(name)/pass_rate_corrected_lower": interval.lower,
      "\(name)/pass_rate_corrected_upper": interval.upper,
    ]
  }

  /// Returns the comparison of verdicts and consensus, without rows that were not judged.
  private static func comparison(
    _ feedback: [Feedback?], _ truth: [JSONValue?]
  ) -> JudgeComparison? {
    let pairs = zip(feedback, truth).compactMap { said, expected -> (JSONValue, JSONValue?)? in
      guard let said, !said.isUnasked, let expected else { return nil }
      return (expected, said.value)
    }
    guard !pairs.isEmpty else { return nil }
    let codes = LabelledSet.codes(
      Array(Set(pairs.map(\.0)).union(pairs.compactMap(\.1))))
    return try? JudgeComparison(
      truth: pairs.map { codes[$0.0] },
      verdicts: pairs.map { $0.1.flatMap { codes[$0] }.map { .label($0) } ?? .error },
      labelCount: codes.count)
  }

  private static func aggregated(
    _ feedback: [Feedback], named name: String, number: (JSONValue) -> Double?
  ) -> [String: Double] {
    var result: [String: Double] = [:]
    let numbers = feedback.compactMap { $0.value.flatMap(number) }
    for aggregation in Aggregation.allCases {
      result["\(name)/\(aggregation.rawValue)"] = aggregation.of(numbers)
    }
    result.merge(counts(feedback).rates(named: name, pass: [])) { $1 }
    return result
  }

  private static func counts(_ feedback: [Feedback]) -> VerdictCounts {
    feedback.reduce(into: VerdictCounts()) { $0.add($1) }
  }

  /// Returns a value as a number for averages, or `nil` if it has none.
  static func number(_ value: JSONValue, _ body: JudgeBody) -> Double? {
    if let number = plainNumber(value) { return number }
    guard !body.pass.isEmpty, body.values.contains(value) else { return nil }
    return body.pass.contains(value) ? 1 : 0
  }

  private static func plainNumber(_ value: JSONValue) -> Double? {
    if let number = value.doubleValue { return number }
    if let flag = value.boolValue { return flag ? 1 : 0 }
    switch value.stringValue?.lowercased() {
    case "yes": return 1
    case "no": return 0
    default: return nil
    }
  }
}
