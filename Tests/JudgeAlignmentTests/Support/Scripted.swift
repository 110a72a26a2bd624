import JudgeAlignment
import JudgeModels
import JudgeScoring
import Synchronization

/// A chat model that answers as a test says, and keeps what it was asked.
final class Scripted: Sendable {
  typealias Script = @Sendable (ChatRequest) throws(ModelError) -> String
  private let script: Script
  private let state = Mutex<[ChatRequest]>([])

  init(_ script: @escaping Script) { self.script = script }

  /// The requests in the order in which they came.
  var requests: [ChatRequest] { state.withLock { $0 } }

  /// The texts of the requests.
  var prompts: [String] {
    requests.map { $0.messages.map(\.content).joined(separator: "\n") }
  }

  /// A context in which it answers for `scripted:/…`.
  func context(seed: UInt64 = 0) -> AlignmentContext {
    AlignmentContext(seed: seed, registry: ModelRegistry(providers: [model]))
  }

  func model(_ uri: ModelURI) throws(ModelError) -> (any ChatModel)? {
    uri.provider == "scripted" ? Chat(uri: uri, owner: self) : nil
  }

  private struct Chat: ChatModel {
    let uri: ModelURI
    let owner: Scripted

    func complete(_ request: ChatRequest) async throws(ModelError) -> ChatResponse {
      owner.state.withLock { $0.append(request) }
      return ChatResponse(text: try owner.script(request))
    }
  }
}
