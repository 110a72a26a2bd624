import JudgeJSON
public import JudgeRecords

/// A judge made of a Swift function over the row.
///
/// ```swift
/// let short = FunctionJudge("short") { row in (row.outputs.stringValue ?? "").count < 200 }
/// ```
public struct FunctionJudge: Judge {
  /// The judge's name and, if declared, its values.
  public let body: JudgeBody
  private let function: @Sendable (Trace) async throws -> any FeedbackConvertible

  /// Creates a judge.
  ///
  /// - Parameters:
  ///   - name: the judge's name, which is also that of its feedback.
  ///   - function: a function that returns `nil` for no feedback, a boolean, a number, a text, one
  ///     feedback or several.
  public init<Answer: FeedbackConvertible>(
    _ name: String, _ function: @escaping @Sendable (Trace) async throws -> Answer
  ) {
    self.init(JudgeBody(name: name, instructions: ""), function)
  }

  /// Creates a judge with declared values.
  ///
  /// - Parameters:
  ///   - body: the judge's name, values and passing values; an undeclared value is an error.
  ///   - function: a function as in the other initializer.
  public init<Answer: FeedbackConvertible>(
    _ body: JudgeBody, _ function: @escaping @Sendable (Trace) async throws -> Answer
  ) {
    var body = body
    if body.form == nil { body.form = .function }
    self.body = body
    self.function = { try await function($0) }
  }

  /// The source: `CODE` and the judge's name.
  public var source: AssessmentSource { AssessmentSource(type: .code, id: body.name) }

  /// Returns the first feedback under the judge's own name, or an error if there is none.
  public func feedback(on trace: Trace) async -> Feedback {
    let all = await feedbacks(on: trace)
    return all.first { $0.name == name }
      ?? Feedback(
        name: name,
        error: AssessmentError(code: "NO_VERDICT", message: "the judge returned nothing"),
        source: source)
  }

  /// Returns all feedback of the function; a thrown error becomes one feedback with that error.
  public func feedbacks(on trace: Trace) async -> [Feedback] {
    do {
      let said = try await function(trace).feedback(named: name, from: source)
      return said.map(checked)
    } catch {
      return [
        Feedback(
          name: name,
          error: AssessmentError(
            code: (error as? AssessmentError)?.code ?? "SCORER_ERROR",
            message: (error as? AssessmentError)?.message ?? "\(error)"),
          source: source)
      ]
    }
  }

  private func checked(_ said: Feedback) -> Feedback {
    guard said.name == name, let value = said.value, !body.values.isEmpty, !body.admits(value)
    else { return said }
    return Feedback(
      name: name,
      error: AssessmentError(
        code: "VALUE_NOT_DECLARED",
        message: "\(value.canonicalText) is not a value of \(name); it has: "
          + body.values.map(\.canonicalText).joined(separator: ", ")), source: said.source)
  }
}
