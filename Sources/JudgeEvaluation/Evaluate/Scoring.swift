public import JudgeRecords
public import JudgeScoring

/// Asks a judge about many traces.
///
/// - Parameters:
///   - traces: what to judge.
///   - judge: the judge.
///   - concurrency: how many are asked about at a time, from 1.
///   - progress: called with the number done, from 1.
/// - Returns: one feedback per trace, in order.
public func score(
  _ traces: [Trace], with judge: any Judge, concurrency: Int = 8,
  progress: (@Sendable (Int) -> Void)? = nil
) async -> [Feedback] {
  var results = [Feedback?](repeating: nil, count: traces.count)
  await withTaskGroup(of: (Int, Feedback).self) { group in
    var next = 0
    var done = 0
    func start() {
      guard next < traces.count else { return }
      let (index, trace) = (next, traces[next])
      next += 1
      group.addTask { (index, await judge.feedback(on: trace)) }
    }
    for _ in 0..<max(1, concurrency) { start() }
    while let (index, feedback) = await group.next() {
      results[index] = feedback
      done += 1
      progress?(done)
      start()
    }
  }
  return results.compactMap { $0 }
}
