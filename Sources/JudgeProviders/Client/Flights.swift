import JudgeModels
import JudgeWork

/// Lets concurrent identical requests share one call.
actor Flights {
  private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

  /// Runs a call unless the same one is already running; in that case, waits for it and tries
  /// again, when the cache has the answer.
  func share(
    _ key: String, _ call: sending () async throws(JudgeFailure) -> ChatResponse
  ) async throws(JudgeFailure) -> ChatResponse {
    while waiting[key] != nil {
      await withCheckedContinuation { waiting[key]?.append($0) }
    }
    waiting[key] = []
    defer {
      for continuation in waiting.removeValue(forKey: key) ?? [] { continuation.resume() }
    }
    return try await call()
  }
}
