import JudgeJSON
import JudgeModels
import Synchronization

/// A chat model that remembers which traces it was asked about, by the question in their inputs.
final class Watched: Sendable {
  /// The trace ids that it may be asked about.
  let allowed: Set<String>
  private let state = Mutex(Set<String>())

  init(allowed: Set<String>) { self.allowed = allowed }

  /// The trace ids that it was asked about.
  var asked: Set<String> { state.withLock { $0 } }

  func model(_ uri: ModelURI) throws(ModelError) -> (any ChatModel)? {
    uri.provider == "watched" ? Chat(uri: uri, owner: self) : nil
  }

  private struct Chat: ChatModel {
    let uri: ModelURI
    let owner: Watched

    func complete(_ request: ChatRequest) async throws(ModelError) -> ChatResponse {
      let text = request.messages.last?.content ?? ""
      if let start = text.firstRange(of: "question tr-")?.lowerBound {
        let id = text[start...].dropFirst("question ".count).prefix { $0 != "\"" }
        owner.state.withLock { _ = $0.insert(String(id)) }
      }
      return ChatResponse(text: #"{"result": "good"}"#)
    }
  }
}
