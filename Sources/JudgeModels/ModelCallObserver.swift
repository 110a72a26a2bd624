public import JudgeWork

/// Something that sees each call of a chat model, such as a tracer.
public protocol ModelCallObserver: Sendable {
  /// Makes the call and returns what it returns.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - uri: the model.
  ///   - call: the call.
  /// - Returns: the answer.
  /// - Throws: what the call throws.
  func observe(
    _ request: ChatRequest, of uri: ModelURI,
    _ call: () async throws(JudgeFailure) -> ChatResponse
  ) async throws(JudgeFailure) -> ChatResponse
}

/// Who sees the calls of the current task.
public enum ModelCalls {
  /// The observer of this task and the tasks below it.
  @TaskLocal public static var observer: (any ModelCallObserver)?

  /// What the calls of this task are about: ids of traces, and `content:` with the hash of a case.
  ///
  /// The call cache keeps them with the answer, so that it can forget what is redacted later.
  @TaskLocal public static var subjects: [String] = []
}

extension ModelCalls {
  /// Asks a model, seen by the observer of the task.
  ///
  /// - Parameters:
  ///   - request: what is asked.
  ///   - model: the model.
  /// - Returns: its answer.
  /// - Throws: what the model throws.
  public static func complete(
    _ request: ChatRequest, by model: any ChatModel
  ) async throws(JudgeFailure) -> ChatResponse {
    guard let observer else { return try await model.complete(request) }
    // A nested function: closure literals do not take typed throws here.
    func call() async throws(JudgeFailure) -> ChatResponse { try await model.complete(request) }
    return try await observer.observe(request, of: model.uri, call)
  }
}
