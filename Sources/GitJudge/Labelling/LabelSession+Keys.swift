extension LabelSession {
  /// A key of a terminal.
  public enum Key: Hashable, Sendable {
    /// A character.
    case character(Character)
    /// The return key.
    case enter
    /// The escape key.
    case escape
    /// The key that rubs out the last character.
    case backspace
    /// Ctrl-U: rubs out everything typed.
    case eraseLine
    /// One line up or down.
    case up, down
    /// A page up or down.
    case pageUp, pageDown
    /// Ctrl-Z.
    case undo
    /// A text that was pasted.
    case paste(String)
    /// Ctrl-C: ends the program.
    case interrupt
    /// The end of the input.
    case end
  }

  /// Takes a key.
  ///
  /// - Parameter key: what was pressed.
  /// - Returns: what is to be done outside.
  public mutating func press(_ key: Key) -> [Effect] {
    guard pending == nil else { return [] }
    switch mode {
    case .typing(let purpose, let text): return type(key, purpose, text)
    case .help, .rubric:
      if scrolls(key) { return [] }
      mode = position == nil ? .done : .answering
      scroll = 0
      return []
    case .answering, .done: return command(key)
    }
  }

  private mutating func scrolls(_ key: Key) -> Bool {
    switch key {
    case .up: scroll = max(0, scroll - 1)
    case .down: scroll += 1
    case .pageUp: scroll = max(0, scroll - 15)
    case .pageDown, .character(" "): scroll += 15
    default: return false
    }
    return true
  }

  private mutating func command(_ key: Key) -> [Effect] {
    if scrolls(key) { return [] }
    message = nil
    guard case .character(let character) = key else {
      switch key {
      case .enter: return enter()
      case .undo: return perform(.undo)
      case .end: return perform(.quit)
      default: return []
      }
    }
    switch character {
    case "u": return perform(.undo)
    case "q": return perform(.quit)
    case "k": return perform(.previous)
    case "j": return perform(.next)
    case "g": return perform(.rubric)
    case "?": return perform(.help)
    case "/": mode = .typing(.search, "")
    default:
      guard let item = current, card != nil else { return [] }
      return answering(character, item)
    }
    return []
  }

  private mutating func answering(_ character: Character, _ item: LabelItem) -> [Effect] {
    switch character {
    case "s": mode = .typing(.skip, "")
    case "f":
      if flags[item.traceID] != nil { return perform(.flag("")) }
      mode = .typing(.flag, "")
    case "r": mode = .typing(.rationale, drafts[item] ?? given[item]?.rationale ?? "")
    case "v": mode = .typing(.value, "")
    default:
      if let choice = question.choice(for: character) {
        return perform(.answer(choice.value, rationale: nil))
      }
      if question.form == .number, character.isNumber || character == "-" {
        mode = .typing(.value, String(character))
      } else {
        message = "\"\(character)\" is not a key here; \(LabelHelp.instead(question))"
      }
    }
    return []
  }

  private mutating func enter() -> [Effect] {
    guard let item = current else { return [] }
    if given[item] != nil { return moveOn() }
    if question.form == .choice {
      message = "choose an answer, or s to skip"
    } else {
      mode = .typing(.value, "")
    }
    return []
  }

  private mutating func type(_ key: Key, _ purpose: Purpose, _ text: String) -> [Effect] {
    var text = text
    switch key {
    case .character(let character): text.append(character)
    case .paste(let pasted): text += pasted.map { $0.isNewline ? " " : String($0) }.joined()
    case .backspace: _ = text.popLast()
    case .eraseLine: text = ""
    case .escape:
      mode = position == nil ? .done : .answering
      // A reason stays as a draft; other texts are dropped.
      return []
    case .enter: return submit(text, for: purpose)
    case .end: return [.quit]
    default: return []
    }
    mode = .typing(purpose, text)
    guard purpose == .rationale || purpose == .why, let item = current else { return [] }
    drafts[item] = text.isEmpty ? nil : text
    return [.keepDraft(item, drafts[item])]
  }

  /// Takes a text that was typed to its end.
  mutating func submit(_ text: String, for purpose: Purpose) -> [Effect] {
    let rest = text.trimmingSpaces
    switch purpose {
    case .value:
      guard let value = question.value(rest) else {
        message = "\"\(rest)\" is not an answer; it must be \(question.wanted)"
        mode = .typing(.value, text)
        return []
      }
      mode = .answering
      return perform(.answer(value, rationale: nil))
    case .rationale: return perform(.rationale(rest))
    case .why:
      guard !rest.isEmpty else { return forgetting(moveOn()) }
      return perform(.rationale(rest))
    case .skip: return perform(.skip(rest))
    case .flag: return perform(.flag(rest))
    case .search: return perform(.search(rest))
    }
  }

  private mutating func forgetting(_ effects: [Effect]) -> [Effect] {
    guard let last, drafts.removeValue(forKey: last) != nil else { return effects }
    return [.keepDraft(last, nil)] + effects
  }
}

extension StringProtocol {
  /// Without spaces and tabs around it.
  var trimmingSpaces: String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    var rest = self[...].drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return String(rest)
  }
}
