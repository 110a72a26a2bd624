public import JudgeWork

/// An observer of each call of a chat model, such as a tracer.
public protocol ModelCallObserver: Sendable {
  /// Makes the call and returns its answer.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - uri: the model.
  ///   - call: the call.
  /// - Returns: the answer.
  /// - Throws: the error of the call.
  func observe(
    _ request: ChatRequest, of uri: ModelURI,
    _ call: () async throws(JudgeFailure) -> ChatResponse
  ) async throws(JudgeFailure) -> ChatResponse
}

/// The observer and subjects of the current task's model calls.
public enum ModelCalls {
  /// The observer of this task and the tasks below it.
  @TaskLocal public static var observer: (any ModelCallObserver)?

  /// The subjects of this task's calls: ids of traces, and `content:` with the hash of a case.
  ///
  /// The call cache stores them with the answer, so that it can remove answers about traces that
  /// are redacted later.
  @TaskLocal public static var subjects: [String] = []
}

extension ModelCalls {
  /// Asks a model, observed by the observer of the task.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - model: the model.
  /// - Returns: its answer.
  /// - Throws: the error of the model.
  public static func complete(
    _ request: ChatRequest, by model: any ChatModel
  ) async throws(JudgeFailure) -> ChatResponse {
    guard let observer else { return try await model.complete(request) }
    // A nested function: closure literals do not take typed throws here.
    func call() async throws(JudgeFailure) -> ChatResponse { try await model.complete(request) }
    return try await observer.observe(request, of: model.uri, call)
  }
}
