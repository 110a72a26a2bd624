import JudgeModels
import JudgeWork
import Synchronization

/// A chat model that gives prepared answers in order and remembers what it was asked.
final class FakeChat: ChatModel {
  let uri: ModelURI
  let maxFailures: Int
  private let state: Mutex<(answers: [Result<ChatResponse, JudgeFailure>], asked: [ChatRequest])>

  init(_ answers: [Result<ChatResponse, JudgeFailure>], maxFailures: Int = 0) throws {
    uri = try ModelURI("fake:/model")
    self.maxFailures = maxFailures
    state = Mutex((answers, []))
  }

  convenience init(replies: String...) throws {
    try self.init(
      replies.map { text in
        var response = ChatResponse(text: text)
        response.inputTokens = 10
        response.outputTokens = 3
        response.cost = 0.25
        response.modelSnapshot = "model-2026-01-01"
        return .success(response)
      })
  }

  var asked: [ChatRequest] { state.withLock { $0.asked } }

  func complete(_ request: ChatRequest) async throws(JudgeFailure) -> ChatResponse {
    let answer = state.withLock { state in
      state.asked.append(request)
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
    guard let answer else { throw JudgeFailure(.failed, "nothing more is prepared") }
    return try answer.get()
  }
}
