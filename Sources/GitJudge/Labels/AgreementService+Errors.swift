import JudgeEvaluation
import JudgeJSON
import JudgeRecords
import JudgeWork

extension AgreementService {
  /// Returns the labelled traces on which a judge differs from people, with the reasons of both.
  ///
  /// Only the training part is shown, so that a person who then changes the judge has not seen the
  /// test set. Opening the test set is a look. It also records that its cases were read, and marks
  /// later versions of judges on the question.
  ///
  /// - Parameters:
  ///   - name: the judge, or a question that only one judge has answered.
  ///   - without: source ids whose labels are left out; adjudicators are left out too.
  ///   - confused: one confusion, as `good/bad` for what people call good and the judge bad.
  ///   - opensTest: whether cases of the test set are shown too.
  /// - Returns: the cases.
  /// - Throws: `JudgeFailure`: no labels or no verdicts (3), several judges of a question (5).
  public func errors(
    of name: String, without: Set<String> = [], confused: String? = nil, opensTest: Bool = false
  ) async throws -> JudgeErrors {
    let version = try await judgeIfKnown(name)
    let question = try await question(name, without: without)
    let feedbackName = question.set.feedbackName
    let recorded = try await repository.looks.recordedJudges(of: feedbackName)
    func speaker(_ said: Feedback) -> Speaker {
      Speaker(judge: said.judge ?? recorded[said.source.id], sourceID: said.source.id)
    }
    let chosen = try await self.speaker(version, feedbackName, question.set.traces, speaker)
    func verdict(_ trace: Trace) -> Feedback? {
      trace.verdicts.last { said in
        guard said.answers(feedbackName) else { return false }
        return chosen.judge.map { $0 == speaker(said).judge } ?? (chosen == speaker(said))
      }
    }
    let keys = question.set.traces.compactMap { trace in
      verdict(trace) == nil ? nil : HeldOutSplit.testKey(of: trace, feedbackName: feedbackName)
    }
    var look = TestSetLook(isOpen: false, judges: 0)
    if opensTest {
      look = try await repository.looks.read(
        feedbackName, in: question.experiment, by: chosen.judge, keys: Set(keys))
    }
    let shown = question.set.traces.filter { trace in
      look.isOpen || HeldOutSplit.testKey(of: trace, feedbackName: feedbackName) == nil
    }
    let set = try question.labelled(shown)
    let body = try await body(of: chosen.judge)
    let taught: Set<Int> =
      if let body { try await repository.looks.taught(set.traces, body) } else { [] }
    let order = ValueOrder(
      set.values, ordered: body?.ordered ?? [],
      isNumeric: body.map { [.int, .float].contains($0.valueType) } ?? false)
    var wrong = try WrongVerdicts(set, order: order.codes, taught: taught, verdict: verdict)
    if let confused { wrong = try wrong.confused(confused) }
    return JudgeErrors(
      judge: chosen.label ?? chosen.judge?.prefix(12) ?? chosen.sourceID, wrong: wrong,
      heldOut: look.isOpen ? 0 : keys.count, look: look, notes: question.notes)
  }

  /// The judge behind verdicts: a body of the store, or a source of imported verdicts.
  private struct Speaker: Hashable {
    let judge: ContentID?
    let sourceID: String
    var label: String?

    static func == (left: Self, right: Self) -> Bool {
      left.judge == right.judge && left.sourceID.utf8.elementsEqual(right.sourceID.utf8)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(judge)
      hasher.combine(sourceID)
    }
  }

  /// Chooses the judge whose errors are asked for.
  private func speaker(
    _ version: JudgeVersion?, _ question: String, _ traces: [Trace],
    _ speaker: (Feedback) -> Speaker
  ) async throws -> Speaker {
    var seen: [Speaker] = []
    for trace in traces {
      for said in trace.verdicts where said.answers(question) {
        let one = speaker(said)
        if !seen.contains(one) { seen.append(one) }
      }
    }
    let labels = try await labelsByBody(preferring: version?.name ?? question)
    func label(_ one: Speaker) -> String {
      one.judge.map { labels[$0] ?? $0.prefix(12) } ?? one.sourceID
    }
    let names = seen.map(label).sorted().joined(separator: ", ")
    guard let version else {
      guard let first = seen.first else {
        throw JudgeFailure(
          .notFound, "no judge has given a verdict on a labelled trace of \"\(question)\"",
          remedy: .run(.listJudges, to: "see all judges"))
      }
      guard seen.count == 1 else {
        throw JudgeFailure(
          .ambiguous, "\(seen.count) judges have answered \"\(question)\"",
          remedy: .advice("name one of them: \(names)"))
      }
      return Speaker(judge: first.judge, sourceID: first.sourceID, label: label(first))
    }
    guard let own = seen.first(where: { $0.judge == version.hash }) else {
      throw JudgeFailure(
        .notFound, "\(version.label) has no verdict on a labelled trace",
        remedy: .anyOf(
          [.run(.runJudge, [version.number == nil ? version.name : version.label])]
            + (seen.isEmpty ? [] : [.advice("name a judge that has: \(names)")])))
    }
    return Speaker(judge: own.judge, sourceID: own.sourceID, label: version.label)
  }

  private func body(of judge: ContentID?) async throws -> JudgeBody? {
    guard let judge else { return nil }
    return try? await repository.judges.judgeBody(judge)
  }
}
