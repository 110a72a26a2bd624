import JudgeJSON
import JudgeRecords

/// `equivalence` without a model, if nobody needs to think: equal texts and equal numbers.
enum ExactEquivalence {
  /// The relative difference under which numbers are equal, as Python's `math.isclose`.
  static let tolerance = 1e-9

  /// Why the response is equivalent for sure.
  ///
  /// - Parameters:
  ///   - body: the judge; only the built-in `equivalence` is answered for.
  ///   - trace: the trace.
  /// - Returns: the reason, or `nil` if a model must say.
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
