package import JudgeJSON

/// `embedded:/lexical`: a verdict read from lexical features alone.
///
/// Deterministic, offline and limited: it sees whether an answer takes up the question, matches the
/// expectations, repeats itself or declines, but not whether it is true. It is a starting point for
/// calibration and a substitute if no model may be called.
package struct LexicalVerdict: Sendable, Hashable {
  /// The verdict, or `nil` if the judge's values have no order that features can predict.
  package let value: JSONValue?
  /// The features that decided, with their values, or the reason for a missing verdict.
  package let rationale: String

  /// Reads a verdict from the features of a case.
  ///
  /// - Parameters:
  ///   - values: the judge's declared values.
  ///   - ordered: the values from low to high; empty if the judge declares no order.
  ///   - pass: the values that are good.
  ///   - inputs: the inputs.
  ///   - outputs: the outputs.
  ///   - expectations: acceptable answers.
  package init(
    values: [JSONValue], ordered: [JSONValue] = [], pass: [JSONValue] = [], inputs: JSONValue,
    outputs: JSONValue, expectations: JSONValue? = nil
  ) {
    let features = LexicalFeatures(inputs: inputs, outputs: outputs, expectations: expectations)
    let fields = outputs.objectValue?.prefix(LexicalFeatures.maximumFields).map(\.key) ?? [""]
    if fields.count == 2, let pair = LexicalScale.Pair(values: values, fields: fields) {
      let first = LexicalScore(features, field: fields[0])
      let second = LexicalScore(features, field: fields[1])
      (value, rationale) = Self.compare(first, second, fields, pair)
      return
    }
    guard let scale = LexicalScale(values: values, ordered: ordered, pass: pass) else {
      value = nil
      rationale =
        "The values \(values.map(\.canonicalText).joined(separator: ", ")) have no order: declare "
        + "ordered or pass values, or use another model"
      return
    }
    let scores = fields.map { LexicalScore(features, field: $0) }
    let weakest = scores.min { $0.value < $1.value } ?? LexicalScore(features, field: "")
    let chosen = scale.value(at: weakest.value)
    value = chosen
    rationale =
      "\(CaseText.text(of: chosen)): lexical score \(Self.percent(weakest.value)) of 100, "
      + "from \(weakest.reasons)."
  }

  private static func compare(
    _ first: LexicalScore, _ second: LexicalScore, _ fields: [String], _ pair: LexicalScale.Pair
  ) -> (JSONValue, String) {
    let gap = first.value - second.value
    let value: JSONValue
    if let tie = pair.tie, gap.magnitude < 0.02 {
      value = tie
    } else {
      value = gap >= 0 ? pair.first : pair.second
    }
    let text =
      "\(CaseText.text(of: value)): lexical score \(percent(first.value)) of 100 for "
      + "\(fields[0]) (\(first.reasons)), \(percent(second.value)) for \(fields[1]) "
      + "(\(second.reasons))."
    return (value, text)
  }

  private static func percent(_ value: Double) -> String { String(Int((value * 100).rounded())) }
}
