public import JudgeJSON

/// A judge's feedback on a trace or row: a value or an error.
///
/// Shape as MLflow's `Feedback`.
public struct Feedback: Hashable, Sendable {
  /// The question it answers.
  public var name: String
  /// The value, or the error.
  public var result: Result<JSONValue, AssessmentError>
  /// Why.
  public var rationale: String?
  /// Who says so.
  public var source: AssessmentSource
  /// Text values under text keys.
  public var metadata: JSONObject
  /// The span it is about, if it is not the whole trace.
  public var spanID: String?
  /// Which of several passes of the same judge said it, from 0.
  public var repeatIndex: Int?
  /// The judge's body, if the judge is in this store.
  public var judge: ContentID?
  /// The run in which it was said.
  public var run: ContentID?
  /// The id of the stored verdict.
  public var assessmentID: String?
  /// When it was said.
  public var createTime: Timestamp?
  /// Tokens that went in.
  public var inputTokens: Int?
  /// Tokens that came out.
  public var outputTokens: Int?
  /// What it cost, in US dollars.
  public var cost: Double?

  /// Creates a feedback with a value.
  public init(name: String, value: JSONValue, rationale: String?, source: AssessmentSource) {
    self.name = name
    result = .success(value)
    self.rationale = rationale
    self.source = source
    metadata = JSONObject()
  }

  /// Creates a feedback without a value.
  public init(name: String, error: AssessmentError, source: AssessmentSource) {
    self.name = name
    result = .failure(error)
    self.source = source
    metadata = JSONObject()
  }

  /// The value, or `nil` for an error.
  public var value: JSONValue? { try? result.get() }

  /// The error, or `nil` for a value.
  public var error: AssessmentError? {
    if case .failure(let error) = result { return error }
    return nil
  }

  /// This feedback as an element of a batch.
  ///
  /// - Parameter traceID: the trace it is about.
  /// - Returns: the verdict, without its run and judge, which the batch carries.
  public func verdict(on traceID: String) -> Verdict {
    var verdict = Verdict(traceID: traceID, result: result, rationale: rationale)
    verdict.metadata = metadata
    verdict.spanID = spanID
    verdict.createTime = createTime
    verdict.assessmentID = assessmentID
    verdict.inputTokens = inputTokens
    verdict.outputTokens = outputTokens
    verdict.cost = cost
    return verdict
  }
}
