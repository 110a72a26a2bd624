import JudgeJSON
public import JudgeRecords
public import JudgeWork

/// A judge made of a prompt with `{request}`, `{response}`, `{expected_response}` and
/// `{retrieved_context}` that asks for a score from 1 to 5.
///
/// It corresponds to `make_genai_metric_from_prompt` of databricks-agents and MLflow: the prompt
/// explains the scores, and the form of the answer is added. A score over the threshold is `yes`.
public enum PromptMetric {
  /// The setting with the unit to assess.
  public static let assessmentTypeKey = "assessment_type"
  /// One assessment per row.
  public static let answer = "ANSWER"
  /// One assessment per retrieved document.
  public static let retrieval = "RETRIEVAL"
  /// The setting with the threshold.
  public static let thresholdKey = "threshold"
  /// The setting for whether the threshold itself is `yes`.
  public static let inclusiveKey = "inclusive"
  /// The metadata key with the score behind a verdict.
  public static let scoreKey = "score"
  /// The placeholders that a prompt may have.
  public static let variables = ["request", "response", "expected_response", "retrieved_context"]

  /// Makes the body of a prompt metric.
  ///
  /// - Parameters:
  ///   - name: the judge's name.
  ///   - prompt: the prompt with single-brace placeholders.
  ///   - assessmentType: `ANSWER` or `RETRIEVAL`.
  ///   - threshold: the threshold, by default 3; scores over it are `yes`.
  ///   - inclusive: whether the threshold itself is `yes` too.
  /// - Returns: the body, values `yes` and `no`, `yes` good.
  /// - Throws: `JudgeFailure` for an invalid type, threshold or prompt.
  public static func body(
    _ name: String, prompt: String, assessmentType: String = answer, threshold: Double = 3,
    inclusive: Bool = false
  ) throws(JudgeFailure) -> JudgeBody {
    guard [answer, retrieval].contains(assessmentType) else {
      throw JudgeFailure(
        .failed, "\"\(assessmentType)\" is not an assessment type",
        remedy: "it is ANSWER or RETRIEVAL")
    }
    guard threshold >= 1, threshold <= 5 else {
      throw JudgeFailure(.failed, "the threshold must be between 1 and 5, as the scores are")
    }
    try StrayPlaceholder.check(prompt, .promptMetric)
    let template = InstructionsTemplate(template(prompt))
    guard !template.variables.isEmpty else {
      throw JudgeFailure(
        .failed, "the prompt names nothing to judge",
        remedy: "put {request}, {response}, {expected_response} or {retrieved_context} into it")
    }
    guard assessmentType == answer || template.variables.contains("retrieved_context") else {
      throw JudgeFailure(
        .failed, "a RETRIEVAL prompt must name {retrieved_context}, the document that it judges")
    }
    var body = JudgeBody(name: name, instructions: prompt)
    body.form = .promptMetric
    body.values = ["yes", "no"]
    body.pass = ["yes"]
    body.settings = [
      assessmentTypeKey: .string(assessmentType), thresholdKey: .number(threshold),
    ]
    if inclusive { body.settings[inclusiveKey] = true }
    return body
  }

  /// Returns the prompt as instructions: its placeholders doubled, all other braces as text.
  static func template(_ prompt: String) -> String {
    var result = ""
    var rest = Substring(prompt)
    while let brace = rest.firstIndex(of: "{") {
      result += rest[..<brace]
      let after = rest[rest.index(after: brace)...]
      if let (name, following) = placeholder(after) {
        result += "{{ \(name) }}"
        rest = following
      } else {
        // Two braces of the prompt must not open a placeholder.
        result += after.first == "{" ? "{ " : "{"
        rest = after
      }
    }
    return result + rest
  }

  /// Returns the name at the start of a text that follows a brace, and the text after the closing
  /// brace.
  private static func placeholder(_ text: Substring) -> (name: String, rest: Substring)? {
    let start = text.drop(while: \.isWhitespace)
    let word = start.prefix { $0.isLetter || $0 == "_" }
    let end = start[word.endIndex...].drop(while: \.isWhitespace)
    guard end.first == "}", variables.contains(String(word)) else { return nil }
    return (String(word), end.dropFirst())
  }
}

/// Asks for a score and says `yes` or `no`.
struct PromptMetricJudge: Judge {
  let body: JudgeBody
  private let scorer: InstructionsJudge

  init(body: JudgeBody, engine: InstructionsJudge.Engine) {
    self.body = body
    var inner = body
    inner.instructions = PromptMetric.template(body.instructions)
    inner.valueType = .int
    inner.values = [1, 2, 3, 4, 5]
    inner.pass = []
    scorer = InstructionsJudge(body: inner, engine: engine)
  }

  var source: AssessmentSource { scorer.source }

  func feedback(on trace: Trace) async -> Feedback {
    if case .source(let recorded) = scorer.engine { return recorded.verdict(on: trace, for: body) }
    var said = await scorer.feedback(on: trace)
    guard let score = said.value?.doubleValue else { return said }
    let threshold = body.settings[PromptMetric.thresholdKey]?.doubleValue ?? 3
    let isInclusive = body.settings[PromptMetric.inclusiveKey]?.boolValue ?? false
    let isGood = score > threshold || (isInclusive && score == threshold)
    said.result = .success(isGood ? "yes" : "no")
    said.metadata[PromptMetric.scoreKey] = .string(JSONValue.number(score).canonicalText)
    return said
  }
}
