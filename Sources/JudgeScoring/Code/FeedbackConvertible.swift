public import JudgeJSON
public import JudgeRecords

/// What a code judge may return: a boolean, a number, a text, one feedback or several, or nothing.
///
/// As MLflow's `@scorer` and databricks-agents' `@metric`.
public protocol FeedbackConvertible: Sendable {
  /// The feedback under a judge's name.
  ///
  /// - Parameters:
  ///   - name: the judge's name, for what has none of its own.
  ///   - source: who says so, for what does not say it itself.
  /// - Returns: none, one or several.
  func feedback(named name: String, from source: AssessmentSource) -> [Feedback]
}

extension JSONValue: FeedbackConvertible {
  /// One feedback with this value; none for `null`.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    isNull ? [] : [Feedback(name: name, value: self, rationale: nil, source: source)]
  }
}

extension Bool: FeedbackConvertible {
  /// One feedback with this value.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    JSONValue.bool(self).feedback(named: name, from: source)
  }
}

extension Int: FeedbackConvertible {
  /// One feedback with this number.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    Double(self).feedback(named: name, from: source)
  }
}

extension Double: FeedbackConvertible {
  /// One feedback with this number, or an error if JSON cannot represent it.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    guard isFinite else {
      let error = AssessmentError(code: "NOT_FINITE", message: "the judge returned \(self)")
      return [Feedback(name: name, error: error, source: source)]
    }
    return JSONValue.number(self).feedback(named: name, from: source)
  }
}

extension String: FeedbackConvertible {
  /// One feedback with this text.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    JSONValue.string(self).feedback(named: name, from: source)
  }
}

extension Feedback: FeedbackConvertible {
  /// Itself; under the judge's name if it has none.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    var feedback = self
    if feedback.name.isEmpty { feedback.name = name }
    return [feedback]
  }
}

extension Optional: FeedbackConvertible where Wrapped: FeedbackConvertible {
  /// What it holds, if anything.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    self?.feedback(named: name, from: source) ?? []
  }
}

extension Array: FeedbackConvertible where Element: FeedbackConvertible {
  /// What its elements hold.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    flatMap { $0.feedback(named: name, from: source) }
  }
}
