package import JudgeJSON
package import JudgeRecords
import JudgeScoring

/// The facts about one trace that a monitoring report needs.
package struct MonitoredTrace: Sendable {
  /// The time of the request.
  package let time: Timestamp?
  /// The period of the report.
  package let period: String?
  /// The session, or the inputs: verdicts of one group are similar.
  package let group: String
  /// The judge's verdict, or `nil` if it was not asked.
  package let verdict: Feedback?
  /// The cost of all its verdicts in US dollars; `nil` if none has a cost.
  package let cost: Double?
  /// The value that people agree on, if the trace may be compared with it.
  package let truth: JSONValue?

  /// Reads a trace.
  ///
  /// - Parameters:
  ///   - trace: the trace.
  ///   - judge: the judge's hash.
  ///   - name: the question.
  ///   - period: how the report divides traces.
  ///   - truth: the value that people agree on, if the trace may be compared with it.
  package init(
    _ trace: Trace, judge: ContentID, name: String, by period: MonitorPeriod, truth: JSONValue?
  ) {
    time = trace.requestTime
    self.period = period.name(of: trace)
    group =
      trace.metadata[Conversation.sessionKey]?.stringValue.map { "session \($0)" }
      ?? HeldOutSplit.group(of: trace)
    let own = trace.verdicts.filter {
      $0.judge == judge && $0.spanID == nil && $0.name.utf8.elementsEqual(name.utf8)
    }
    verdict = own.last
    let costs = own.compactMap(\.cost)
    cost = costs.isEmpty ? nil : costs.reduce(0, +)
    self.truth = truth
  }
}
