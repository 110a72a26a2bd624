import JudgeJSON
import JudgePatterns
import JudgePrivacy
import JudgeRecords
import JudgeWork

/// Checks of the text of a response.
enum TextChecks {
  typealias Check = @Sendable (Trace) -> Result<CheckAnswer, AssessmentError>

  /// Returns a check whether `pattern` matches anywhere in the response or, with `full`, all of it.
  static func regex(_ settings: JSONObject) throws(JudgeFailure) -> Check {
    guard let pattern = settings["pattern"]?.stringValue, !pattern.isEmpty else {
      throw JudgeFailure(
        .failed, "regex_match needs a pattern", remedy: .supply(.setting, "pattern=[0-9]+"))
    }
    let compiled: Pattern
    do throws(PatternError) { compiled = try Pattern(pattern) } catch {
      throw JudgeFailure(
        .failed, "the pattern \"\(pattern)\" is not a regular expression: \(error.message)",
        remedy: "write it as in Python's re or in PCRE")
    }
    let isWhole = settings["full"]?.boolValue ?? false
    return { trace in
      response(trace).flatMap { text in
        var effort = PatternEffort.one
        do throws(PatternError) {
          let isFound = try compiled.matches(text, isWhole: isWhole, effort: &effort)
          return .success(
            CheckAnswer(isFound, isFound ? "the pattern matches" : "the pattern does not match"))
        } catch {
          return .failure(
            AssessmentError(code: "PATTERN_LIMIT", message: "\(error.message); \(error.hint)"))
        }
      }
    }
  }

  /// Returns a check whether the length of the response, in `characters` or `words`, is within
  /// `min` and `max`.
  static func length(_ settings: JSONObject) throws(JudgeFailure) -> Check {
    let bounds = (settings["min"]?.doubleValue, settings["max"]?.doubleValue)
    guard bounds.0 != nil || bounds.1 != nil else {
      throw JudgeFailure(
        .failed, "response_length needs min or max", remedy: .supply(.setting, "max=500"))
    }
    if let least = bounds.0, let most = bounds.1, least > most {
      throw JudgeFailure(
        .failed, "response_length: no length is at least \(least) and at most \(most)",
        remedy: "min must not be above max")
    }
    let unit = settings["unit"]?.stringValue ?? "characters"
    guard ["characters", "words"].contains(unit) else {
      throw JudgeFailure(.failed, "response_length counts characters or words, not \(unit)")
    }
    return { trace in
      response(trace).map { text in
        let count =
          unit == "words" ? text.split(whereSeparator: \.isWhitespace).count : text.count
        let isGood = Double(count) >= bounds.0 ?? 0 && Double(count) <= bounds.1 ?? .infinity
        return CheckAnswer(isGood, "\(count) \(unit)")
      }
    }
  }

  /// Checks that the response is free of personal data; the rationale names the kinds, not the
  /// data.
  static func personalData(_ trace: Trace) -> Result<CheckAnswer, AssessmentError> {
    response(trace).map { text in
      let kinds = PersonalData.kinds(in: text)
      return CheckAnswer(
        kinds.isEmpty,
        kinds.isEmpty ? "no personal data found" : "found: \(kinds.joined(separator: ", "))")
    }
  }

  static func response(_ trace: Trace) -> Result<String, AssessmentError> {
    guard !trace.outputs.isNull else {
      return .failure(
        AssessmentError(code: "MISSING_FIELD", message: "the trace \(trace.id) has no outputs"))
    }
    return .success(RequestText.response(trace.outputs))
  }
}
