import JudgeJSON
package import JudgeRecords

/// A judge whose model is `gateway:/NAME@vN`: a version of a judge of the same store answers for it.
///
/// MLflow gives judges of a server such models. The verdict is the version's, under this judge's
/// name; a value that this judge does not have is an error.
package struct GatewayJudge: Judge {
  /// The scheme of the URI.
  package static let scheme = "gateway:/"

  package let body: JudgeBody
  private let base: any Judge

  /// Creates a judge.
  ///
  /// - Parameters:
  ///   - body: the judge's body.
  ///   - base: the version that answers.
  package init(body: JudgeBody, base: any Judge) {
    self.body = body
    self.base = base
  }

  /// The source of the version that answers.
  package var source: AssessmentSource { base.source }

  package func prepare(_ traces: [Trace]) async { await base.prepare(traces) }

  package func feedback(on trace: Trace) async -> Feedback {
    own(await base.feedback(on: trace))
  }

  package func feedbacks(on trace: Trace) async -> [Feedback] {
    await base.feedbacks(on: trace).map(own)
  }

  private func own(_ said: Feedback) -> Feedback {
    var feedback = said.renamed(from: base.name, to: name)
    if feedback.name == name, let value = feedback.value, !body.admits(value) {
      feedback.result = .failure(
        AssessmentError(
          code: "INVALID_REPLY",
          message:
            "\(body.model ?? base.name) said \(value.canonicalText), which \(name) does not have"))
    }
    return feedback
  }
}
