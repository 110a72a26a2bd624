import JudgeJSON
import JudgeModels
public import JudgeRecords
public import JudgeScoring

/// Judges many traces; a judge of sessions gives one verdict for each session.
///
/// - Parameters:
///   - traces: the traces to judge.
///   - judge: the judge.
///   - concurrency: the number of traces to judge at a time, from 1.
///   - progress: called with the number done, from 1.
/// - Returns: the feedback on each trace, in order. For a session, the feedback is on the first
///   trace and the others have none.
public func scoreAll(
  _ traces: [Trace], with judge: any Judge, concurrency: Int = 8,
  progress: (@Sendable (Int) -> Void)? = nil
) async -> [[Feedback]] {
  var results = [[Feedback]](repeating: [], count: traces.count)
  let units: [(place: Int, trace: Trace, parts: [Trace])]
  if judge.body.isSessionLevel {
    units = Conversation.sessions(of: traces).compactMap { session in
      session.members.first.map { ($0, session.trace, session.members.map { traces[$0] }) }
    }
  } else {
    units = traces.enumerated().map { ($0.offset, $0.element, [$0.element]) }
  }
  let session = judge.body.isSessionLevel ? Conversation.sessionKey : nil
  await judge.prepare(units.map(\.trace))
  await withTaskGroup(of: (Int, [Feedback]).self) { group in
    var next = 0
    var done = 0
    func start() {
      guard next < units.count else { return }
      let unit = units[next]
      next += 1
      group.addTask {
        var said = await ModelCalls.$subjects.withValue(subjects(of: unit.parts)) {
          await judge.feedbacks(on: unit.trace)
        }
        if let session, let id = unit.trace.metadata[session] {
          for place in said.indices { said[place].metadata[session] = id }
        }
        return (unit.place, said)
      }
    }
    for _ in 0..<max(1, concurrency) { start() }
    while let (place, said) = await group.next() {
      results[place] = said
      done += 1
      progress?(done)
      start()
    }
  }
  return results
}

/// Returns the names of some traces for the call cache: their ids, and the hashes of their content.
private func subjects(of traces: [Trace]) -> [String] {
  traces.flatMap { trace in
    let content = TraceFold.content(inputs: trace.inputs, outputs: trace.outputs)
    return (trace.id.hasPrefix("tr-") ? [trace.id] : []) + ["content:" + content.hex]
  }
}

/// Judges many traces and returns the judge's own verdicts only.
///
/// - Parameters:
///   - traces: the traces to judge.
///   - judge: the judge.
///   - concurrency: the number of traces to judge at a time, from 1.
///   - progress: called with the number done, from 1.
/// - Returns: one feedback per trace, in order.
public func score(
  _ traces: [Trace], with judge: any Judge, concurrency: Int = 8,
  progress: (@Sendable (Int) -> Void)? = nil
) async -> [Feedback] {
  let all = await scoreAll(traces, with: judge, concurrency: concurrency, progress: progress)
  return all.map { said in
    said.first { $0.name == judge.name && $0.spanID == nil }
      ?? Feedback(
        name: judge.name,
        error: AssessmentError(code: "NO_VERDICT", message: "\(judge.name) said nothing"),
        source: judge.source)
  }
}
