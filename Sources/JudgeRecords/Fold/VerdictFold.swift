import JudgeJSON

/// The verdicts of all batches, each once.
///
/// Verdicts of two batches with the same id, source and trace are one verdict. If imported verdicts
/// with the same id differ, the newest one counts, then the one in the batch with the greatest
/// hash, then the last one in that batch.
public struct VerdictFold: Sendable, Equatable {
  /// The verdicts by trace id, in order of (time, id), each with its assessment id.
  public let verdicts: TextMap<[Feedback]>

  /// Folds batches, in any order and with repetitions.
  ///
  /// - Parameter batches: the batches with their identities.
  public init(_ batches: some Sequence<(ContentID, VerdictBatch)>) {
    var known = TextMap<TextMap<[AssessmentSource: Feedback]>>()
    let unique = Dictionary(batches.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
    for (_, batch) in unique.sorted(by: { $0.key < $1.key }) {
      for verdict in batch.verdicts {
        let id = batch.id(of: verdict)
        if let other = known[verdict.traceID]?[id]?[batch.source],
          later(other.createTime, than: verdict.createTime)
        {
          continue
        }
        known[verdict.traceID, default: TextMap()][id, default: [:]][batch.source] =
          batch.feedback(of: verdict, id: id)
      }
    }
    verdicts = known.mapValues { ids in
      ids.values.flatMap(\.values).sorted(by: Self.isEarlier)
    }
  }

  private static func isEarlier(_ left: Feedback, _ right: Feedback) -> Bool {
    if left.createTime != right.createTime {
      return later(right.createTime, than: left.createTime)
    }
    let (a, b) = (left.assessmentID ?? "", right.assessmentID ?? "")
    if !Bytewise.equal(a, b) { return a.utf8.lexicographicallyPrecedes(b.utf8) }
    return left.source < right.source
  }
}

extension VerdictBatch {
  /// Returns the question that a verdict answers, which is not the judge's name for every judge.
  package func question(of verdict: Verdict) -> String {
    guard judge != nil else { return name }
    return verdict.metadata[Feedback.questionKey]?.stringValue ?? name
  }

  /// Returns a verdict as a feedback, including the values that the batch gives for all verdicts.
  ///
  /// - Parameters:
  ///   - verdict: an element of this batch.
  ///   - id: its assessment id, from ``id(of:)``.
  /// - Returns: the feedback.
  package func feedback(of verdict: Verdict, id: String) -> Feedback {
    var feedback = Feedback(name: name, value: .null, rationale: verdict.rationale, source: source)
    feedback.result = verdict.result
    feedback.metadata = verdict.metadata
    feedback.spanID = verdict.spanID
    feedback.repeatIndex = repeatIndex
    feedback.judge = judge
    feedback.run = run
    feedback.assessmentID = id
    feedback.createTime = verdict.createTime
    feedback.inputTokens = verdict.inputTokens
    feedback.outputTokens = verdict.outputTokens
    feedback.cost = verdict.cost
    return feedback
  }
}
