import JudgeAlignment
import JudgeModels
import JudgeRecords
import JudgeScoring
import JudgeWork
import SimulatedModel

/// The simulated model as a chat model of this process.
struct SimulatedChat: ChatModel {
  let uri: ModelURI
  let model: SimulatedLLM

  /// A context in which it answers for `simulated:/…`.
  static func context(seed: UInt64) -> AlignmentContext {
    let model = SimulatedLLM(seed: seed)
    let provider: @Sendable (ModelURI) throws(JudgeFailure) -> (any ChatModel)? = { uri in
      uri.provider == "simulated" ? SimulatedChat(uri: uri, model: model) : nil
    }
    return AlignmentContext(seed: seed, registry: ModelRegistry(providers: [provider]))
  }

  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    model.answer(request)
  }
}
