public import JudgeJSON

/// A judge's feedback on a trace or row: a value or an error.
///
/// It has the shape of MLflow's `Feedback`.
public struct Feedback: Hashable, Sendable {
  /// The name of the judge, or of the question if it came from a file.
  public var name: String
  /// The value, or the error.
  public var result: Result<JSONValue, AssessmentError>
  /// The reason for the value.
  public var rationale: String?
  /// The source of the feedback.
  public var source: AssessmentSource
  /// Text values by text key.
  public var metadata: JSONObject
  /// The span it is about, if it is not the whole trace.
  public var spanID: String?
  /// The number of the judge's pass that gave it, from 0, if there were several passes.
  public var repeatIndex: Int?
  /// The judge's body, if the judge is in this store.
  public var judge: ContentID?
  /// The run in which it was given.
  public var run: ContentID?
  /// The id of the stored verdict.
  public var assessmentID: String?
  /// The time at which it was given.
  public var createTime: Timestamp?
  /// The number of input tokens.
  public var inputTokens: Int?
  /// The number of output tokens.
  public var outputTokens: Int?
  /// The cost in US dollars.
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

  /// Returns this feedback as an element of a batch.
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

extension Feedback {
  /// The metadata key with the question, if the judge has another name than its question.
  package static let questionKey = "feedback_name"

  /// The question that it answers: the name of the labels that it is compared with.
  ///
  /// Only judges of a store can have another name than their question.
  public var question: String {
    guard judge != nil, let other = metadata[Self.questionKey]?.stringValue else { return name }
    return other
  }

  /// Returns whether this is an answer to a question about the whole trace, as a vote is.
  package func answers(_ question: String) -> Bool {
    spanID == nil && Bytewise.equal(self.question, question)
  }
}
