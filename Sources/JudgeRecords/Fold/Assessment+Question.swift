import JudgeJSON

extension Assessment {
  /// What a source has one vote on: the kind of statement, its name, its span, its source.
  public struct Question: Hashable, Sendable {
    /// Whether it is an expectation rather than a feedback.
    public let isExpectation: Bool
    /// The feedback or expectation name.
    public let name: String
    /// The span, if it is not the whole trace.
    public let spanID: String?
    /// The source.
    public let source: AssessmentSource

    /// Equal if all texts have the same bytes.
    public static func == (left: Question, right: Question) -> Bool {
      left.isExpectation == right.isExpectation && Bytewise.equal(left.name, right.name)
        && (left.spanID == nil) == (right.spanID == nil)
        && Bytewise.equal(left.spanID ?? "", right.spanID ?? "") && left.source == right.source
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(isExpectation)
      Bytewise.hash(name, into: &hasher)
      Bytewise.hash(spanID ?? "", into: &hasher)
      hasher.combine(source)
    }
  }

  /// The question that this assessment answers.
  public var question: Question {
    var isExpectation = false
    if case .expectation = content { isExpectation = true }
    return Question(isExpectation: isExpectation, name: name, spanID: spanID, source: source)
  }

  /// When its source last said this: the later of creation and last update.
  ///
  /// MLflow updates an assessment in place, under its old id and creation time.
  public var statedTime: Timestamp? {
    later(lastUpdateTime, than: createTime) ? lastUpdateTime : createTime
  }
}
