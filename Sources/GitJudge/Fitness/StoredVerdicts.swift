import JudgeEvaluation
import JudgeIndex
import JudgeJSON
import JudgeRecords
import JudgeScoring

/// A judge's verdicts in the store on labelled traces that did not teach it.
struct StoredVerdicts: Sendable {
  /// Its verdicts.
  var said: [KeyedVerdict] = []
  /// The traces without a verdict, as failed verdicts.
  var missing: [KeyedVerdict] = []
  /// The people who brought verdicts and are neither owners nor the user of this clone.
  var strangers: Set<Address> = []
  /// The number of their verdicts.
  var fromStrangers = 0
}

extension JudgeRepository {
  /// Gathers a judge's stored verdicts on labelled traces.
  ///
  /// If a trace has several verdicts, those that an owner or the user of this clone brought take
  /// precedence. Among equals, the last one counts.
  ///
  /// - Parameters:
  ///   - judge: the judge.
  ///   - name: the question.
  ///   - traces: labelled traces that did not teach it.
  ///   - truth: the labels, by trace id.
  ///   - bringers: the people whose verdicts decide.
  ///   - onlyOwn: whether to leave out verdicts that other people brought.
  /// - Returns: the verdicts.
  /// - Throws: `JudgeError`.
  func storedVerdicts(
    of judge: ContentID, on name: String, _ traces: [Trace], truth: [String: JSONValue],
    _ bringers: Bringers, onlyOwn: Bool
  ) async throws -> StoredVerdicts {
    var result = StoredVerdicts()
    let index = try await caughtUp()
    let records = try await index.verdictRecords(of: judge, named: name)
    var known: [ContentID: Set<Address>?] = [:]
    func strangers(_ verdict: Feedback, _ trace: Trace) -> Set<Address>? {
      guard let id = verdict.assessmentID,
        let record = records[VerdictKey(trace: trace.id, id: id)]
      else { return nil }
      if let found = known[record] { return found }
      let found = bringers.strangers(RecordPath(kind: .verdicts, id: record))
      known[record] = .some(found)
      return found
    }
    for trace in traces {
      guard let expected = truth[trace.id] else { continue }
      let all = trace.verdicts.filter {
        $0.judge == judge && $0.spanID == nil && Bytewise.equal($0.name, name)
      }
      var chosen = all.last { strangers($0, trace) == nil }
      if chosen == nil, let other = all.last, let people = strangers(other, trace) {
        result.strangers.formUnion(people)
        result.fromStrangers += 1
        if !onlyOwn { chosen = other }
      }
      let verdict = KeyedVerdict(
        key: HeldOutSplit.testKey(of: trace, feedbackName: name),
        verdict: LabelledVerdict(
          group: HeldOutSplit.group(of: trace), truth: expected, said: chosen?.value))
      if chosen == nil { result.missing.append(verdict) } else { result.said.append(verdict) }
    }
    return result
  }
}
