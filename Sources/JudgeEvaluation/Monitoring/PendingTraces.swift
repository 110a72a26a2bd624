package import JudgeRecords
import JudgeScoring

/// Chooses the traces that a judge has not answered yet.
package enum PendingTraces {
  /// The number of failed verdicts on a trace after which a judge is not asked about it again.
  package static let mostFailures = 3

  /// The codes of errors that say nothing about the trace: the judge was not able to answer at all.
  private static let outages: Set<String> = ["NO_CREDENTIALS", "RATE_LIMITED", "QUOTA"]

  /// Returns the traces to ask a judge about.
  ///
  /// A trace is answered if it has a verdict with a value from this judge, or ``mostFailures``
  /// failed ones. A session is answered if this holds for its verdict, and no trace of the session
  /// is newer than that verdict. The traces of a session are returned together.
  ///
  /// - Parameters:
  ///   - traces: the traces.
  ///   - judge: the hash of the judge.
  ///   - isSessionLevel: whether the judge answers on sessions.
  /// - Returns: the traces, in the same order.
  package static func of(
    _ traces: [Trace], judge: ContentID, isSessionLevel: Bool
  ) -> [Trace] {
    guard isSessionLevel else { return traces.filter { !isAnswered([$0], judge) } }
    let open = Conversation.sessions(of: traces).flatMap { session in
      isAnswered(session.members.map { traces[$0] }, judge) ? [] : session.members
    }
    return open.sorted().map { traces[$0] }
  }

  private static func isAnswered(_ unit: [Trace], _ judge: ContentID) -> Bool {
    let newest = unit.count > 1 ? unit.compactMap(\.requestTime).max() : nil
    var failures = 0
    for verdict in unit.lazy.flatMap(\.verdicts) where verdict.judge == judge {
      if let newest, let time = verdict.createTime, time < newest { continue }
      if verdict.value != nil { return true }
      if let code = verdict.error?.code, !outages.contains(code) { failures += 1 }
    }
    return failures >= mostFailures
  }
}
