import JudgeJSON

/// The messages of a session for a model, with a note of those that are left out.
enum ConversationText {
  /// The maximum number of bytes of all messages; longer sessions are shown in part.
  static let limit = 200_000
  /// The maximum number of bytes of one message of a session that is shown in part.
  static let messageLimit = 4_000

  /// Whether a part of the session is left out.
  static func isCut(_ messages: [JSONValue]) -> Bool {
    var size = 0
    return messages.contains { message in
      size += message.canonicalText.utf8.count
      return size > limit
    }
  }

  /// Returns the messages: all of them, or the first and the last ones.
  static func shown(_ messages: [JSONValue]) -> [JSONValue] {
    guard isCut(messages) else { return messages }
    let short = messages.enumerated().map { shortened($1, number: $0 + 1) }
    var (first, last, size) = (0, short.count, 0)
    // The beginning says what the user wants, and the end what came of it.
    while first < last {
      let isFromStart = first <= short.count - last
      size += short[isFromStart ? first : last - 1].canonicalText.utf8.count
      guard size <= limit else { break }
      if isFromStart { first += 1 } else { last -= 1 }
    }
    guard first < last else { return short }
    let note = "(messages \(first + 1) to \(last) of \(short.count) are left out)"
    return short[..<first] + [.string(note)] + short[last...]
  }

  private static func shortened(_ message: JSONValue, number: Int) -> JSONValue {
    guard message.canonicalText.utf8.count > messageLimit, var object = message.objectValue else {
      return message
    }
    for member in object {
      let text = member.value.stringValue ?? member.value.canonicalText
      guard text.count > messageLimit / 2 else { continue }
      object[member.key] = .string(
        "\(text.prefix(messageLimit / 2)) (\(text.count - messageLimit / 2) characters of "
          + "message-\(number) left out)")
    }
    return .object(object)
  }
}
