import JudgeModels

/// Messages of one side that follow each other, for protocols in which the sides take turns.
///
/// The answers of tools are on the user's side.
struct ChatTurn: Sendable {
  /// `user` or `assistant`.
  let role: String
  /// The messages.
  var messages: [ChatMessage]

  /// Returns the turns; only messages of tools and what follows them are joined.
  static func all(of messages: [ChatMessage]) -> [ChatTurn] {
    var turns: [ChatTurn] = []
    for message in messages {
      let role = message.role == .assistant ? "assistant" : "user"
      if let last = turns.last, last.role == role,
        last.messages.contains(where: { $0.role == .tool })
      {
        turns[turns.count - 1].messages.append(message)
      } else {
        turns.append(ChatTurn(role: role, messages: [message]))
      }
    }
    return turns
  }
}

extension ChatMessage {
  /// Whether the message is text only.
  var isPlain: Bool { toolCalls.isEmpty && answeredCall == nil }
}
