import JudgeJSON
import JudgeRecords
import JudgeWork

/// One of the built-in checks, which need no model: `regex_match`, `pii_detection`,
/// `response_length`, `document_recall`, and `tool_call_correctness` against expected calls.
struct CheckJudge: Judge {
  let body: JudgeBody
  private let check: @Sendable (Trace) -> Result<CheckAnswer, AssessmentError>

  /// Creates the check that a body names.
  ///
  /// - Throws: `JudgeFailure` for a check that this version does not know, or for settings that are
  ///   not valid for it.
  init(body: JudgeBody) throws(JudgeFailure) {
    self.body = body
    let name = body.settings[JudgeSettings.builtIn]?.stringValue ?? ""
    switch name {
    case "regex_match": check = try TextChecks.regex(body.settings)
    case "pii_detection": check = { TextChecks.personalData($0) }
    case "response_length": check = try TextChecks.length(body.settings)
    case "document_recall": check = { RecallCheck.recall($0) }
    case "tool_call_correctness":
      let isOrdered = body.settings[JudgeSettings.match]?.stringValue == "ordered"
      check = { ToolCallCheck.compare($0, isOrdered: isOrdered) }
    default:
      throw JudgeFailure(
        .failed, "\(body.name): this version has no check \"\(name)\"",
        remedy: "a later version of git-judge may have it")
    }
  }

  var source: AssessmentSource {
    AssessmentSource(type: .code, id: body.settings[JudgeSettings.builtIn]?.stringValue ?? name)
  }

  func feedback(on trace: Trace) async -> Feedback {
    switch check(trace) {
    case .success(let answer):
      Feedback(name: name, value: answer.value, rationale: answer.rationale, source: source)
    case .failure(let error): Feedback(name: name, error: error, source: source)
    }
  }
}

/// The result of a check.
struct CheckAnswer {
  let value: JSONValue
  let rationale: String

  init(_ isGood: Bool, _ rationale: String) {
    value = isGood ? "yes" : "no"
    self.rationale = rationale
  }

  init(number: Double, _ rationale: String) {
    value = .number(number)
    self.rationale = rationale
  }
}
