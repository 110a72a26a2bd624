/// The apparent quality of one output, from 0 to 1, and the reasons for and against it.
struct LexicalScore {
  let value: Double
  /// Feature names with values, those with the largest effect on the score first.
  let reasons: String

  init(_ features: LexicalFeatures, field: String) {
    func feature(_ name: String) -> Double { features.value(name, ofField: field) }
    let hasExpectations =
      features.values[
        field.isEmpty ? "outputs.expectation_f1" : "outputs.\(field).expectation_f1"] != nil
    var parts: [(name: String, value: Double, effect: Double)] = []
    func add(_ name: String, _ weight: Double, _ shape: (Double) -> Double = { min($0, 1) }) {
      let value = feature(name)
      parts.append((name, value, weight * shape(value)))
    }
    if hasExpectations {
      add("expectation_contained", 0.45)
      add("expectation_recall", 0.25)
      add("expectation_f1", 0.15)
      add("expectation_exact", 0.1)
    } else {
      add("input_recall", 0.35) { min($0 * 2, 1) }
      add("words", 0.25) { min($0 / 4, 1) }
      add("distinct_words", 0.15)
      add("input_precision", 0.1)
    }
    add("refusals", -0.35)
    add("hedges", -0.1)
    add("repetition", -0.25)
    add("input_echo", -0.15)
    let start = hasExpectations ? 0.05 : 0.15
    let sum = parts.reduce(start) { $0 + $1.effect }
    value = min(max(sum, 0), 1)
    let ranked = parts.enumerated().sorted {
      $0.element.effect.magnitude != $1.element.effect.magnitude
        ? $0.element.effect.magnitude > $1.element.effect.magnitude : $0.offset < $1.offset
    }
    reasons = ranked.prefix(3).map { "\($0.element.name) \(Self.short($0.element.value))" }
      .joined(separator: ", ")
  }

  /// Returns a number with two decimals, without a formatter that depends on the system.
  private static func short(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
