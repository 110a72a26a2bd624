import JudgeModels
import JudgeWork
import Synchronization

/// A chat model that answers by what the request holds, so that the order of calls does not matter.
final class KeyedChat: ChatModel {
  let uri: ModelURI
  private let replies: [(part: String, reply: String)]
  private let state = Mutex<[ChatRequest]>([])

  init(_ replies: [(part: String, reply: String)]) throws {
    uri = try ModelURI("fake:/model")
    self.replies = replies
  }

  var asked: [ChatRequest] { state.withLock { $0 } }

  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    state.withLock { $0.append(request) }
    let text = request.messages.map(\.content).joined(separator: "\n")
    guard let found = replies.first(where: { text.contains($0.part) }) else {
      throw JudgeFailure(.failed, "nothing is prepared for this request")
    }
    var response = ChatResponse(text: found.reply)
    response.inputTokens = 10
    response.outputTokens = 3
    return response
  }
}
