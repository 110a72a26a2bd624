import JudgeIndex
import JudgeJSON
public import JudgeRecords

extension LabelService {
  /// Returns the adjudications in force.
  private func decisions() async throws -> DecisionFold {
    let index = try await repository.caughtUp()
    return DecisionFold(
      adjudications: try await index.values(of: Adjudication.self).map { ($0.id, $0.value) },
      rubrics: [], changes: try await index.changes(ofKind: .adjudication))
  }

  /// Returns the rubrics in force.
  private func rubrics() async throws -> DecisionFold {
    let index = try await repository.caughtUp()
    return DecisionFold(
      adjudications: [],
      rubrics: try await index.values(of: Rubric.self).map { ($0.id, $0.value) },
      changes: try await index.changes(ofKind: .rubric))
  }

  /// Returns traces with their adjudicators' decisions.
  func adjudicated(_ traces: [Trace], on name: String) async throws -> [Trace] {
    let fold = try await decisions()
    guard !fold.adjudications.isEmpty else { return traces }
    return traces.map { trace in
      guard let decided = fold.adjudications[trace.id]?[name], !decided.winner.value.isNull else {
        return trace
      }
      var trace = trace
      trace.decisions[name] = decided.winner.value
      return trace
    }
  }

  /// Returns the traces on which reviewers differ, with their decisions.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name.
  ///   - without: source ids whose labels are left out.
  /// - Returns: the work list.
  /// - Throws: `JudgeFailure` if nobody labelled a trace.
  public func adjudications(
    _ name: String, without: Set<String> = []
  ) async throws -> AdjudicationList {
    let set = try await repository.agreement.question(name, without: without).set
    let fold = try await decisions()
    let items = Disagreement.all(in: set).map { disagreement in
      let decided = fold.adjudications[disagreement.trace.id]?[set.feedbackName]
      return AdjudicationItem(
        disagreement: disagreement,
        standing: decided.map { standing(of: $0, on: disagreement.trace) })
    }
    return AdjudicationList(items: items)
  }

  private func standing(
    of decided: Resolution<Adjudication>, on trace: Trace
  ) -> AdjudicationStanding {
    let votes = trace.votes(on: decided.winner.name)
    let known = Set(decided.winner.labels)
    return AdjudicationStanding(
      decision: decided.winner,
      hasLabelled: votes.contains { $0.assessment.source.id == decided.winner.source.id },
      isContended: decided.isContended, unseenLabels: votes.count { !known.contains($0.id) })
  }

  /// Records a decision over the labels of a trace; the labels stay as they are.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name.
  ///   - text: the trace's id, a unique prefix, or the caller's key.
  ///   - value: the value as typed, which is matched against the judge's declared values.
  ///   - rationale: the reason.
  ///   - isGuidelineGap: whether reviewers differ because of a gap in the guidelines.
  /// - Returns: the adjudication, and whether the adjudicator has labelled the trace too.
  /// - Throws: `JudgeFailure` for a value that is not declared, or a trace that does not exist.
  public func adjudicate(
    _ name: String, _ text: String, value: String, rationale: String? = nil,
    isGuidelineGap: Bool = false
  ) async throws -> (decision: Adjudication, hasLabelled: Bool) {
    let version = try await repository.agreement.judgeIfKnown(name)
    let feedbackName = version?.body.feedbackName ?? name
    let trace = try await repository.traces.find(text)
    let decided = try version?.body.value(matching: value) ?? .string(value)
    let fold = try await decisions()
    let known = fold.adjudications[trace.id]?[feedbackName]
    let person = AssessmentSource.human(try await repository.author().email)
    let votes = trace.votes(on: feedbackName)
    var decision = Adjudication(
      traceID: trace.id, name: feedbackName, value: decided, source: person)
    decision.rationale = rationale
    decision.labels = votes.map(\.id)
    decision.isGuidelineGap = isGuidelineGap ? true : nil
    decision = decision.superseding(known)
    let record = try decision.record()
    _ = try await repository.append([record], message: "Decide \(feedbackName) of \(trace.id)")
    return (decision, votes.contains { $0.assessment.source.id == person.id })
  }

  /// Returns the rubric of a question that is in force.
  ///
  /// - Parameter name: the judge, or a feedback name.
  /// - Returns: the document, or `nil` if there is none.
  /// - Throws: `JudgeFailure`.
  public func rubric(_ name: String) async throws -> Rubric? {
    let feedbackName = try await repository.agreement.judgeIfKnown(name)?.body.feedbackName ?? name
    return try await rubrics().rubrics[feedbackName]?.winner
  }

  /// Returns the rubric in force of exactly this question.
  func rubric(ofQuestion name: String) async throws -> Rubric? {
    try await rubrics().rubrics[name]?.winner
  }

  /// Returns the questions that have a rubric.
  func rubricNames() async throws -> [String] { try await rubrics().rubrics.keys }

  /// Writes the rubric of a question; the same text again adds nothing.
  ///
  /// - Parameters:
  ///   - name: the judge, or a feedback name.
  ///   - text: the document in Markdown.
  /// - Returns: the record's identity.
  /// - Throws: `JudgeFailure`.
  @discardableResult
  public func setRubric(_ name: String, to text: String) async throws -> ContentID {
    let feedbackName = try await repository.agreement.judgeIfKnown(name)?.body.feedbackName ?? name
    let known = try await rubrics().rubrics[feedbackName]
    if let known, known.winner.text == text, !known.isContended {
      return try known.winner.record().id
    }
    var rubric = Rubric(name: feedbackName, text: text)
    rubric.author = try await repository.author()
    let record = try rubric.superseding(known).record()
    _ = try await repository.append([record], message: "Write the rubric of \(feedbackName)")
    return record.id
  }
}
