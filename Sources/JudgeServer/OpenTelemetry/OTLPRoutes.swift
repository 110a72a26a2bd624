import GitJudge

/// OpenTelemetry over HTTP.
struct OTLPRoutes {
  let routes: ServerRoutes

  /// Adds OpenTelemetry over HTTP.
  func add() {}
}
