import JudgeEvaluation
import JudgeJSON
public import JudgeRecords
import JudgeScoring

extension JudgeRepository {
  /// A body with few-shot examples chosen from the labelled traces of the training part: the
  /// cases that it gets wrong.
  ///
  /// The judge is asked about those traces; traces of the held-out part are not looked at.
  ///
  /// - Parameter body: the judge without examples of this kind.
  /// - Returns: the body with up to 5 examples in all, and how many it got wrong.
  /// - Throws: `JudgeError` if nobody labelled, or no model answers.
  public func addingAutomaticExamples(
    to body: JudgeBody
  ) async throws -> (body: JudgeBody, errors: Int, asked: Int) {
    let experiment = try await currentExperiment(holding: body.name)
    let labelled = try await labelledTraces(body.feedbackName, in: experiment.id)
    let set = try LabelledSet(
      labelled.filter {
        HeldOutSplit.part(of: $0, feedbackName: body.feedbackName) != .test
      }, feedbackName: body.feedbackName, declared: body.values)
    let decided: [(Trace, JSONValue)] = zip(set.traces, set.consensus.labels).compactMap {
      trace, label in label.map { (trace, set.values[$0]) }
    }
    guard !decided.isEmpty else {
      throw JudgeError(
        .notFound, "nobody has labelled \(body.feedbackName) on a trace of the training part",
        hint: "give a file with --examples FILE, or label first")
    }
    let model = try await defaultModel()
    let models = models
    let judge = try models.judge(body, defaultModel: model)
    let said = await score(decided.map(\.0), with: judge, concurrency: calls.concurrency)
    let candidates = zip(decided, said).map { pair, feedback in
      let votes = pair.0.votes(on: body.feedbackName)
      let reasons = votes.compactMap { vote -> String? in
        guard case .feedback(pair.1) = vote.assessment.content else { return nil }
        return vote.assessment.rationale.flatMap { $0.isEmpty ? nil : $0 }
      }
      return ExampleChoice.Candidate(
        trace: pair.0, expected: pair.1, rationale: reasons.max { $0.count < $1.count },
        said: feedback.value)
    }
    let chosen = ExampleChoice.pick(
      candidates, pass: body.pass, limit: FewShotExamples.limit - body.examples.count)
    var result = body
    result.examples += chosen.map { candidate in
      FewShotExamples.example(
        candidate.trace, value: candidate.expected, rationale: candidate.rationale)
    }
    return (result, candidates.count { $0.said != $0.expected }, candidates.count)
  }
}
