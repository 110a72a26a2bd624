import JudgeModels
import JudgeProviders
import JudgeWork
import Synchronization

/// Counts the calls of one case, even if other cases run at the same time.
final class CaseCalls: ModelCallObserver {
  private let counted = Mutex(CallStatistics())
  private let outer = ModelCalls.observer

  /// The calls so far.
  var statistics: CallStatistics { counted.withLock { $0 } }

  /// Makes the call; the observer around this one sees it too.
  func observe(
    _ request: ChatRequest, of uri: ModelURI,
    _ call: () async throws(JudgeFailure) -> ChatResponse
  ) async throws(JudgeFailure) -> ChatResponse {
    let response: ChatResponse
    if let outer {
      response = try await outer.observe(request, of: uri, call)
    } else {
      response = try await call()
    }
    counted.withLock { $0.count(response) }
    return response
  }
}
