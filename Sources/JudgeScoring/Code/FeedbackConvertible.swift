public import JudgeJSON
public import JudgeRecords

/// A result that a code judge may return: a boolean, a number, a text, one feedback or several, or
/// none.
///
/// The types are those of MLflow's `@scorer` and databricks-agents' `@metric`.
public protocol FeedbackConvertible: Sendable {
  /// Returns the feedback under a judge's name.
  ///
  /// - Parameters:
  ///   - name: the judge's name, for feedback without a name of its own.
  ///   - source: the source, for feedback without a source of its own.
  /// - Returns: none, one or several feedbacks.
  func feedback(named name: String, from source: AssessmentSource) -> [Feedback]
}

extension JSONValue: FeedbackConvertible {
  /// Returns one feedback with this value, or none for `null`.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    isNull ? [] : [Feedback(name: name, value: self, rationale: nil, source: source)]
  }
}

extension Bool: FeedbackConvertible {
  /// Returns one feedback with this value.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    JSONValue.bool(self).feedback(named: name, from: source)
  }
}

extension Int: FeedbackConvertible {
  /// Returns one feedback with this number.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    Double(self).feedback(named: name, from: source)
  }
}

extension Double: FeedbackConvertible {
  /// Returns one feedback with this number, or an error if JSON cannot represent it.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    guard isFinite else {
      let error = AssessmentError(code: "NOT_FINITE", message: "the judge returned \(self)")
      return [Feedback(name: name, error: error, source: source)]
    }
    return JSONValue.number(self).feedback(named: name, from: source)
  }
}

extension String: FeedbackConvertible {
  /// Returns one feedback with this text.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    JSONValue.string(self).feedback(named: name, from: source)
  }
}

extension Feedback: FeedbackConvertible {
  /// Returns this feedback, under the judge's name if it has none.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    var feedback = self
    if feedback.name.isEmpty { feedback.name = name }
    return [feedback]
  }
}

extension Optional: FeedbackConvertible where Wrapped: FeedbackConvertible {
  /// Returns the feedback of the wrapped value, if there is one.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    self?.feedback(named: name, from: source) ?? []
  }
}

extension Array: FeedbackConvertible where Element: FeedbackConvertible {
  /// Returns the feedback of all elements.
  public func feedback(named name: String, from source: AssessmentSource) -> [Feedback] {
    flatMap { $0.feedback(named: name, from: source) }
  }
}
