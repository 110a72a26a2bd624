import JudgeJSON

extension LabelSession {
  /// Takes a line, as the line mode and scripts write them.
  ///
  /// A line is an answer in full or its key, with a reason after a space; or one of `s REASON`,
  /// `f NOTE`, `r REASON`, `/TEXT`, `u`, `j`, `k`, `g`, `?`, `q`. If any text is an answer, these
  /// begin with a colon (`:s`), which is allowed everywhere. After a question why, a line is the
  /// reason, and an empty one skips it.
  ///
  /// - Parameter line: without its line break.
  /// - Returns: what is to be done outside.
  public mutating func enter(_ line: String) -> [Effect] {
    guard pending == nil else { return [] }
    let text = line.trimmingSpaces
    if case .typing(let purpose, _) = mode {
      if purpose == .why, text.first == ":", let command = Self.command(text.dropFirst()) {
        mode = .answering
        return perform(command)
      }
      return submit(text, for: purpose)
    }
    if mode == .help || mode == .rubric { mode = position == nil ? .done : .answering }
    message = nil
    if text.isEmpty {
      if let current, given[current] != nil { return moveOn() }
      message = mode == .done ? nil : "an answer is one of \(question.wanted)"
      return []
    }
    if text.first == ":" || text.first == "/" {
      let rest = text.first == ":" ? text.dropFirst() : text[...]
      if let command = Self.command(rest) { return perform(command) }
      if question.form != .text {
        message = "\"\(text)\" is not a command; \(LabelHelp.instead(question))"
        return []
      }
    }
    if question.form != .text || mode == .done, let command = Self.command(text[...]),
      question.value(text) == nil || mode == .done
    {
      return perform(command)
    }
    return answer(text)
  }

  private mutating func answer(_ text: String) -> [Effect] {
    guard mode != .done else {
      message = "nothing is left to label; q ends"
      return []
    }
    if let value = question.value(text) { return perform(.answer(value, rationale: nil)) }
    // An answer in full first, because answers may hold spaces.
    for choice in question.choices where text.hasPrefix(choice.text + " ") {
      let reason = text.dropFirst(choice.text.count).trimmingSpaces
      return perform(.answer(choice.value, rationale: reason))
    }
    if let space = text.firstIndex(of: " "), let value = question.value(String(text[..<space])) {
      return perform(.answer(value, rationale: text[space...].trimmingSpaces))
    }
    message = "\"\(text)\" is not an answer; \(LabelHelp.instead(question))"
    return []
  }

  private static func command(_ text: Substring) -> Command? {
    guard let first = text.first else { return nil }
    let after = text.dropFirst()
    if first == "/" { return .search(after.trimmingSpaces) }
    guard after.isEmpty || after.first == " " else { return nil }
    let rest = after.trimmingSpaces
    switch first {
    case "s": return .skip(rest)
    case "f": return .flag(rest)
    case "r": return .rationale(rest)
    default: break
    }
    guard rest.isEmpty else { return nil }
    switch first {
    case "u": return .undo
    case "j": return .next
    case "k": return .previous
    case "g": return .rubric
    case "?": return .help
    case "q": return .quit
    default: return nil
    }
  }
}
