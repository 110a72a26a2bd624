import GitJudge

/// MLflow's registered scorers.
struct ScorerRoutes {
  let routes: ServerRoutes

  /// Adds MLflow's registered scorers.
  func add() {}
}
