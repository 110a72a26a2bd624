public import JudgeRecords

/// `embedded:/lexical`: a verdict read from lexical features, with a rationale that names them.
///
/// Offline, deterministic and limited: it does not understand the text.
public struct EmbeddedLexical: VerdictSource {
  /// Creates the source.
  public init() {}

  /// `embedded:/lexical`.
  public var uri: String { "embedded:/lexical" }

  /// Reads a verdict from the words of the trace.
  ///
  /// - Parameters:
  ///   - trace: the trace.
  ///   - body: the judge, whose values must be two, ordered, or pass and fail.
  /// - Returns: a feedback, which is an error if the values have no order.
  public func verdict(on trace: Trace, for body: JudgeBody) -> Feedback {
    let source = AssessmentSource(type: .llmJudge, id: uri)
    let verdict = LexicalVerdict(
      values: body.values, ordered: body.ordered, pass: body.pass, inputs: trace.inputs,
      outputs: trace.outputs, expectations: body.expectations(of: trace))
    guard let value = verdict.value else {
      return Feedback(
        name: body.name,
        error: AssessmentError(code: "NO_LEXICAL_VERDICT", message: verdict.rationale),
        source: source)
    }
    return Feedback(name: body.name, value: value, rationale: verdict.rationale, source: source)
  }
}
