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
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(2))
        try? await collect(before: Clock.now.advanced(by: -Self.patience))
      }
    }
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
