import ServiceLifecycle

/// Gives traces without info theirs, from their spans, when nothing more comes.
struct TraceCollector: Service {
  let state: ServerState

  func run() async throws {
    try? await gracefulShutdown()
  }
}
