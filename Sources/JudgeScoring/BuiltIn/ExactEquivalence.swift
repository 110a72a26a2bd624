import JudgeJSON
import JudgeRecords

/// `equivalence` without a model for the obvious cases: equal texts and equal numbers.
enum ExactEquivalence {
  /// The relative difference up to which numbers are equal, as in Python's `math.isclose`.
  static let tolerance = 1e-9

  /// Returns the reason why the response is certainly equivalent.
  ///
  /// - Parameters:
  ///   - body: the judge; the result is `nil` for any other than the built-in `equivalence`.
  ///   - trace: the trace.
  /// - Returns: the reason, or `nil` if a model must decide.
  static func verdict(of body: JudgeBody, on trace: Trace) -> String? {
    guard body.settings[JudgeSettings.builtIn]?.stringValue == "equivalence",
      !trace.outputs.isNull,
      let expected = trace.expectations?.objectValue?["expected_response"]
    else { return nil }
    let (left, right) = (RequestText.response(trace.outputs), RequestText.response(expected))
    if left == right { return "the texts are equal" }
    guard let first = Double(left), let second = Double(right), first.isFinite, second.isFinite
    else { return nil }
    let isClose = abs(first - second) <= tolerance * max(abs(first), abs(second))
    return isClose ? "the numbers are equal" : nil
  }
}
