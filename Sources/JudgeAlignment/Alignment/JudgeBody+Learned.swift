import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeScoring

extension JudgeBody {
  /// Whether labels taught it anything but a calibration.
  var hasLearned: Bool {
    steps.contains { $0.optimizer != "calibration" }
  }

  /// The body without what it learned from the validation third, and what that was.
  ///
  /// A judge that proved better is given the validation third too. What decides over its next
  /// alignment must not have taught it, so that alignment starts from what it knew before.
  ///
  /// - Parameter feedbackName: the name of the human labels, which decides the parts.
  /// - Returns: the earlier body, and the examples and guidelines that came later.
  func beforeValidation(
    feedbackName: String
  ) -> (body: JudgeBody, later: (examples: [JSONValue], guidelines: [Guideline])) {
    let episodes = examples.compactMap(Episode.init)
    let kept = Set(
      episodes.filter {
        HeldOutSplit.part(ofGroup: $0.group, feedbackName: feedbackName) == .train
      }.map(\.traceID))
    guard kept.count < episodes.count else { return (self, ([], [])) }
    let body = keeping(traces: kept)
    let later = examples.filter { value in
      Episode(value).map { !kept.contains($0.traceID) } ?? false
    }
    let texts = Set(body.guidelines.map(\.text))
    return (body, (later, guidelines.filter { !texts.contains($0.text) }))
  }

  /// The body with examples and guidelines put back.
  func adding(
    _ later: (examples: [JSONValue], guidelines: [Guideline])
  ) -> JudgeBody {
    var body = self
    let texts = Set(guidelines.map(\.text))
    body.examples += later.examples
    body.guidelines += later.guidelines.filter { !texts.contains($0.text) }
    return body
  }
}
