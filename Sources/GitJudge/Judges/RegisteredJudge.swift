public import JudgeRecords
public import JudgeScoring

/// A registered judge that can be asked.
public struct RegisteredJudge: Judge {
  /// Its place in the registry.
  public let version: JudgeVersion
  /// The judge that answers.
  let base: any Judge

  /// The version's body, under the name that it is registered under.
  public var body: JudgeBody {
    // A body keeps its own name even if it is registered under another one. A look-up by name
    // returns the registered name.
    var body = base.body
    body.name = version.name
    return body
  }

  /// The source of the underlying judge.
  public var source: AssessmentSource { base.source }

  /// The identity of the body as it was registered.
  public var hash: ContentID? { version.hash }

  /// Prepares the underlying judge for traces.
  public func prepare(_ traces: [Trace]) async { await base.prepare(traces) }

  /// Rates a trace, under the registered name.
  public func feedback(on trace: Trace) async -> Feedback {
    renamed(await base.feedback(on: trace))
  }

  /// Returns all of the judge's feedback on a trace, under the registered name.
  public func feedbacks(on trace: Trace) async -> [Feedback] {
    await base.feedbacks(on: trace).map(renamed)
  }

  private func renamed(_ feedback: Feedback) -> Feedback {
    var feedback = feedback.renamed(from: base.name, to: version.name)
    feedback.judge = version.hash
    return feedback
  }
}
