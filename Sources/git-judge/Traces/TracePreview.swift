import GitJudge

/// What a trace is about, in one line that a person reads at a glance.
struct TracePreview {
  let text: String

  /// Shows inputs or outputs.
  ///
  /// A text stands alone. Of an object with one member only the value is shown, of others names and
  /// values; of messages the last one. Line breaks become spaces; the table cuts at its width.
  ///
  /// - Parameter value: inputs or outputs of a trace.
  init(_ value: JSONValue) {
    text = Self.line(value, depth: 0)
  }

  /// The largest number of members that are shown.
  private static let members = 8

  private static func line(_ value: JSONValue, depth: Int) -> String {
    if let text = value.stringValue {
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    if value.isNull { return "" }
    if let list = value.arrayValue {
      if let message = list.last(where: { content(of: $0) != nil }), let text = content(of: message)
      {
        return line(text, depth: depth + 1)
      }
      guard depth < 2 else { return value.canonicalText }
      return list.prefix(members).map { line($0, depth: depth + 1) }.joined(separator: ", ")
    }
    guard let object = value.objectValue, depth < 2 else { return value.canonicalText }
    if let messages = object["messages"], messages.arrayValue?.isEmpty == false {
      return line(messages, depth: depth + 1)
    }
    if let message = object["choices"]?.arrayValue?.first?["message"] {
      return line(message, depth: depth + 1)
    }
    if let text = content(of: value) { return line(text, depth: depth + 1) }
    let shown = object.filter { !$0.value.isNull }
    if shown.count == 1, let only = shown.first { return line(only.value, depth: depth + 1) }
    return shown.prefix(members)
      .map { "\($0.key): \(line($0.value, depth: depth + 1))" }
      .joined(separator: " · ")
  }

  /// The content of a message of a conversation, or `nil` if the value is no message.
  private static func content(of value: JSONValue) -> JSONValue? {
    guard let object = value.objectValue, object["role"]?.stringValue != nil,
      let content = object["content"], !content.isNull
    else { return nil }
    // Parts of a message, of which the text is shown.
    let texts = content.arrayValue?.compactMap { $0["text"]?.stringValue } ?? []
    return texts.isEmpty ? content : .string(texts.joined(separator: " "))
  }
}
