package import JudgeWork
import Synchronization

/// A chat model with a memory: the same request gets the same answer, from a single call.
///
/// Requests with different samples are different. Concurrent identical requests share one call.
package final class MemoModel: ChatModel {
  private let model: any ChatModel
  private let memory: Memory

  /// The answers of all models of a run, by model and request.
  package final class Memory: Sendable {
    struct Key: Hashable {
      let uri: ModelURI
      let request: ChatRequest
    }
    typealias Answer = Result<ChatResponse, JudgeFailure>
    let answers = Mutex<[Key: Task<Answer, Never>]>([:])
    package init() {}

    func forget(_ key: Key) { answers.withLock { $0[key] = nil } }
  }

  /// Wraps a model.
  ///
  /// - Parameters:
  ///   - model: the model to ask.
  ///   - memory: the memory of answers, shared by the models of a run.
  package init(_ model: any ChatModel, memory: Memory) {
    self.model = model
    self.memory = memory
  }

  package var uri: ModelURI { model.uri }

  package func unsent(_ parameters: InferenceParameters) -> [String] { model.unsent(parameters) }

  package var maxFailures: Int { model.maxFailures }

  package func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    let key = Memory.Key(uri: uri, request: request)
    var isNew = false
    let task = memory.answers.withLock { answers in
      if let known = answers[key] { return known }
      isNew = true
      let model = self.model
      let task = Task<Memory.Answer, Never> {
        do throws(JudgeFailure) { return .success(try await model.complete(request)) } catch {
          return .failure(error)
        }
      }
      answers[key] = task
      return task
    }
    let result = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    switch result {
    case .success(var response):
      // Only the first of identical requests is paid.
      if !isNew {
        response.isCached = true
      }
      return response
    case .failure(let error):
      // A failure is not remembered, because the next attempt may succeed.
      memory.forget(key)
      throw error
    }
  }
}
