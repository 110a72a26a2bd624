import GitJudge
import JudgeInterchange
import ServiceLifecycle

/// Gives traces without info theirs, from their spans, when nothing more comes.
///
/// MLflow's client sends the info of a trace beside its spans. If the program ends before that, the
/// trace is still listed.
struct TraceCollector: Service {
  let state: ServerState
  /// The number of milliseconds after which nothing more is expected.
  private static let patience: Int64 = 10_000

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var rounds = 0
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(2))
        try? await collect(before: Clock.now.advanced(by: -Self.patience))
        rounds += 1
        if rounds % 60 == 0 { try? await closeEndless(at: Clock.now) }
      }
    }
  }

  /// Ends the traces of spans whose root never ended, after an hour.
  ///
  /// A program that was killed leaves such a trace.
  func closeEndless(at now: Timestamp) async throws {
    let repository = state.repository
    let index = try await repository.caughtUp()
    let query = TraceQuery(
      filter: "status = 'IN_PROGRESS'", orderBy: ["timestamp ASC"], limit: 1000)
    var records: [Record] = []
    for trace in try await index.traces(query).traces {
      guard trace.metadata[TraceAnswer.fromSpansKey] != nil, let experiment = trace.experiment
      else { continue }
      var record = SpannedTrace(trace.spans, traceID: trace.id)
        .record(experiment: experiment, now: now)
      guard record.state != "IN_PROGRESS" else { continue }
      record.shorten()
      records.append(try record.record())
    }
    if records.isEmpty { return }
    _ = try await repository.append(records, message: "End traces that nobody ends")
  }

  /// Writes the traces to which nothing was added since a time.
  func collect(before time: Timestamp) async throws {
    let repository = state.repository
    var records: [Record] = []
    for (id, pending) in state.arrivals.takeQuiet(since: time) where pending.isFromMLflow {
      let trace = SpannedTrace(pending.spans, traceID: id)
      records.append(
        try trace.record(experiment: pending.experiment, now: Clock.now).record())
    }
    if records.isEmpty { return }
    _ = try await repository.append(records, message: "Record traces")
  }
}
