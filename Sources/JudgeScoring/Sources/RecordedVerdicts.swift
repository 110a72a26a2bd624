import JudgeJSON
public import JudgeRecords

/// `recorded:/SOURCE`: the verdict of an LLM judge that is already on the trace or row.
public struct RecordedVerdicts: VerdictSource {
  /// The source id of the recorded judge: the text after `recorded:/`.
  public let sourceID: String

  /// Creates a source of recorded verdicts.
  public init(sourceID: String) { self.sourceID = sourceID }

  /// `recorded:/` and the source id.
  public var uri: String { "recorded:/\(sourceID)" }

  /// Finds the last verdict of the source under the judge's feedback name.
  ///
  /// - Parameters:
  ///   - trace: the trace with its verdicts.
  ///   - body: the judge that needs the verdict.
  /// - Returns: a feedback, which is an error if there is no recorded verdict or if its value is
  ///   not declared.
  public func verdict(on trace: Trace, for body: JudgeBody) -> Feedback {
    let source = AssessmentSource(type: .llmJudge, id: uri)
    let recorded = trace.verdicts.filter {
      $0.judge == nil && $0.spanID == nil && $0.source.type == .llmJudge
        && $0.name.utf8.elementsEqual(body.feedbackName.utf8)
    }
    let found = recorded.last { $0.source.id.utf8.elementsEqual(sourceID.utf8) }
    guard let found else {
      let known = Set(recorded.map(\.source.id)).sorted().joined(separator: ", ")
      return Feedback(
        name: body.name,
        error: AssessmentError(
          code: "NO_RECORDED_VERDICT",
          message: "\(sourceID) left no verdict on \(trace.id); recorded there: "
            + (known.isEmpty ? "none" : known)),
        source: source)
    }
    var feedback = found
    feedback.name = body.name
    feedback.source = source
    feedback.assessmentID = nil
    feedback.createTime = nil
    if let value = feedback.value, !body.admits(value) {
      feedback.result = .failure(
        AssessmentError(
          code: "VALUE_NOT_DECLARED",
          message: "\(sourceID) said \(value.canonicalText), which is not a value of \(body.name)"))
    }
    return feedback
  }
}
