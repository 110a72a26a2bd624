import JudgeJSON
import JudgeModels
import JudgeRecords
import Testing

@testable import JudgeScoring

@Suite("Sessions")
struct ConversationTests {
  private func turn(_ id: String, _ session: String?, _ time: Int64) -> Trace {
    var trace = Trace(id: id, inputs: .string("ask \(id)"), outputs: .string("answer \(id)"))
    trace.requestTime = Timestamp(clamping: time)
    if let session { trace.metadata["mlflow.trace.session"] = .string(session) }
    return trace
  }

  @Test("Traces of a session are one unit in order of time; a lone trace is its own")
  func grouping() {
    let sessions = Conversation.sessions(of: [
      turn("b", "s", 20), turn("x", nil, 5), turn("a", "s", 10), turn("y", nil, 5),
    ])
    #expect(sessions.map(\.members) == [[2, 0], [1], [3]])
    #expect(sessions[0].trace.id == "a")
    #expect(
      sessions[0].trace.conversation == [
        ["role": "user", "content": "ask a"], ["role": "assistant", "content": "answer a"],
        ["role": "user", "content": "ask b"], ["role": "assistant", "content": "answer b"],
      ])
  }
}
