import GitJudge
import Synchronization

/// What the server knows about traces that are arriving.
///
/// MLflow's client sends a trace as two requests, its info and its spans, at the same time and in
/// any order. Inputs and outputs are in the spans. If the info is first, it is stored without them,
/// and again with them when the spans arrive.
final class TraceArrivals: Sendable {
  private struct State {
    var experiments: [String: ContentID] = [:]
    /// The info of traces whose spans have not arrived.
    var infos: [String: TraceRecord] = [:]
    /// The spans of traces whose info has not arrived, with the time of the last ones.
    var spans: [String: Pending] = [:]
  }

  struct Pending: Sendable {
    var experiment: ContentID
    var spans: [JSONValue]
    var isFromMLflow: Bool
    var last: Timestamp
  }

  private let state = Mutex(State())

  /// The experiment of a trace that arrived since the start.
  func experiment(of trace: String) -> ContentID? {
    state.withLock { $0.experiments[trace] }
  }

  func remember(_ trace: String, in experiment: ContentID) {
    state.withLock { $0.experiments[trace] = experiment }
  }

  /// Notes the info of a trace whose spans are missing.
  func wait(for record: TraceRecord, _ id: String) {
    state.withLock { $0.infos[id] = record }
  }

  /// The info of a trace that waits for its spans.
  func info(of trace: String) -> TraceRecord? {
    state.withLock { $0.infos[trace] }
  }

  func complete(_ trace: String) {
    state.withLock {
      $0.infos[trace] = nil
      $0.spans[trace] = nil
    }
  }

  /// Adds spans of a trace whose info has not arrived.
  ///
  /// - Returns: all of them.
  func add(
    _ spans: [JSONValue], of trace: String, in experiment: ContentID, isFromMLflow: Bool,
    at now: Timestamp
  ) -> [JSONValue] {
    state.withLock {
      var pending =
        $0.spans[trace]
        ?? Pending(experiment: experiment, spans: [], isFromMLflow: isFromMLflow, last: now)
      pending.spans += spans
      pending.last = now
      $0.spans[trace] = pending
      return pending.spans
    }
  }

  /// Whether MLflow's client has sent the spans of a trace, and not yet its info.
  func isAwaitingInfo(_ trace: String) -> Bool {
    state.withLock { $0.spans[trace]?.isFromMLflow == true }
  }

  /// The spans of a trace whose info has not arrived.
  func spans(of trace: String) -> [JSONValue] {
    state.withLock { $0.spans[trace]?.spans ?? [] }
  }

  /// Takes the traces without info to which nothing was added since a time.
  func takeQuiet(since time: Timestamp) -> [(id: String, pending: Pending)] {
    state.withLock { state in
      let quiet = state.spans.filter { $0.value.last < time }
      for id in quiet.keys { state.spans[id] = nil }
      return quiet.map { ($0.key, $0.value) }.sorted { $0.id < $1.id }
    }
  }
}
