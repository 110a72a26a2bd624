public import JudgeJSON
public import JudgeRecords

/// The figures of an evaluation, `<assessment>/<aggregation>` as in MLflow.
///
/// As in MLflow, numbers and booleans are averaged as they are, and "yes" and "no" in any case are
/// 1 and 0. Of a judge that declares passing values, other declared texts are 1 where they pass
/// and else 0, and `pass_rate` is the share of verdicts that pass. Errors are counted beside, never
/// dropped unsaid.
public enum Metrics {
  /// The figures of one judge over its feedback.
  ///
  /// - Parameters:
  ///   - feedback: what it said of each row.
  ///   - body: the judge.
  ///   - name: what stands before the slash; the judge's name where it is `nil`.
  ///   - truth: the human consensus per row, where there is one.
  /// - Returns: figures by metric name.
  public static func of(
    _ feedback: [Feedback], _ body: JudgeBody, named name: String? = nil, truth: [JSONValue?]
  ) -> [String: Double] {
    var result: [String: Double] = [:]
    let name = name ?? body.name
    let numbers = feedback.compactMap { $0.value.flatMap { number($0, body) } }
    if !numbers.isEmpty {
      result["\(name)/mean"] = numbers.reduce(0, +) / Double(numbers.count)
    }
    let values = feedback.compactMap(\.value)
    if !body.pass.isEmpty, !values.isEmpty {
      result["\(name)/pass_rate"] =
        Double(values.count { body.pass.contains($0) }) / Double(values.count)
    }
    let errors = feedback.count - values.count
    result["\(name)/errors"] = Double(errors)
    result["\(name)/error_rate"] =
      feedback.isEmpty ? 0 : Double(errors) / Double(feedback.count)
    for value in body.values {
      let label = value.stringValue ?? value.canonicalText
      result["\(name)/count/\(label)"] = Double(feedback.count { $0.value == value })
    }
    var agreed = 0
    var compared = 0
    for (said, expected) in zip(feedback, truth) {
      guard let value = said.value, let expected else { continue }
      compared += 1
      if value == expected { agreed += 1 }
    }
    if compared > 0 {
      result["\(name)/accuracy"] = Double(agreed) / Double(compared)
      result["\(name)/labelled"] = Double(compared)
    }
    return result
  }

  /// A value as a number for averages; `nil` where it has no number.
  static func number(_ value: JSONValue, _ body: JudgeBody) -> Double? {
    if let number = value.doubleValue { return number }
    if let flag = value.boolValue { return flag ? 1 : 0 }
    switch value.stringValue?.lowercased() {
    case "yes": return 1
    case "no": return 0
    default: break
    }
    guard !body.pass.isEmpty, body.values.contains(value) else { return nil }
    return body.pass.contains(value) ? 1 : 0
  }
}
