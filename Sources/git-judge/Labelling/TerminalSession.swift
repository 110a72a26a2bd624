import GitJudge

/// A labelling session in a terminal: keys and lines go in, effects come out.
///
/// It adds to ``LabelSession`` the parts of a terminal: texts that are being typed, pages that
/// cover the trace, and scrolling.
struct TerminalSession: Sendable {
  /// The interpretation of the next key or line.
  enum Mode: Hashable {
    /// A key is an answer or a command.
    case answering
    /// A text is being typed.
    case typing(Purpose, String)
    /// The keys are explained.
    case help
    /// The rubric is shown.
    case rubric
    /// All traces are done.
    case done
  }

  /// The purpose of a text that is being typed.
  enum Purpose: Hashable {
    /// The answer itself.
    case value
    /// The reason for the answer.
    case rationale
    /// The reason why the label differs from the judge's verdict.
    case why
    /// The reason for skipping the trace.
    case skip
    /// The note of a flag.
    case flag
    /// The text to search for.
    case search
  }

  /// A command as keys and lines give it.
  private enum Action {
    case perform(LabelSession.Command)
    case help
    case rubric
  }

  private(set) var session: LabelSession
  /// The number of lines scrolled past.
  private(set) var scroll = 0
  /// The keys of the question's answers.
  let answers: AnswerKeys
  /// A mode that takes precedence over the session's request, or `nil`.
  private var overlay: Mode?
  /// The message about a wrong last key or line.
  private var slip: String?

  init(_ session: LabelSession) {
    self.session = session
    answers = AnswerKeys(session.question)
  }

  /// The interpretation of the next key or line.
  var mode: Mode {
    if let overlay { return overlay }
    switch session.stage {
    case .answering: return .answering
    case .explaining: return .typing(.why, session.current.flatMap { session.drafts[$0] } ?? "")
    case .done: return .done
    }
  }

  /// One line for the reviewer, not escaped.
  var message: String? { slip ?? session.notice.map(LabelText.notice) }

  /// Starts the session.
  ///
  /// - Returns: the effects to carry out.
  mutating func start() -> [LabelSession.Effect] { followed(session.start()) }

  /// Handles the result of an effect.
  ///
  /// - Parameters:
  ///   - event: the result.
  ///   - seconds: the time in seconds on a monotonic clock.
  /// - Returns: the effects to carry out next.
  mutating func handle(
    _ event: LabelSession.Event, at seconds: Double
  ) -> [LabelSession.Effect] {
    followed(session.handle(event, at: seconds))
  }

  /// Limits the scrolling to the existing text.
  ///
  /// - Parameter limit: the maximum useful value of `scroll`.
  mutating func limitScroll(to limit: Int) { scroll = min(scroll, limit) }

  /// Resets the scrolling and covers when another trace is loaded.
  private mutating func followed(_ effects: [LabelSession.Effect]) -> [LabelSession.Effect] {
    let isLoading = effects.contains { if case .load = $0 { true } else { false } }
    if isLoading || session.stage == .done {
      overlay = nil
      scroll = 0
    }
    return effects
  }

  private mutating func carryOut(_ action: Action) -> [LabelSession.Effect] {
    clearMessage()
    overlay = nil
    switch action {
    case .perform(let command): return followed(session.perform(command))
    case .help: cover(.help)
    case .rubric: cover(.rubric)
    }
    return []
  }

  private mutating func perform(_ command: LabelSession.Command) -> [LabelSession.Effect] {
    carryOut(.perform(command))
  }

  private mutating func cover(_ page: Mode) {
    overlay = page
    scroll = 0
  }

  private mutating func clearMessage() {
    slip = nil
    session.clearNotice()
  }

  // MARK: Keys

  /// Handles a key.
  ///
  /// - Parameter key: the key that was pressed.
  /// - Returns: the effects to carry out.
  mutating func press(_ key: KeyDecoder.Key) -> [LabelSession.Effect] {
    guard !session.isWaiting else { return [] }
    switch mode {
    case .typing(let purpose, let text): return type(key, purpose, text)
    case .help, .rubric:
      if scrolls(key) { return [] }
      overlay = nil
      scroll = 0
      return []
    case .answering, .done: return command(key)
    }
  }

  private mutating func scrolls(_ key: KeyDecoder.Key) -> Bool {
    switch key {
    case .up: scroll = max(0, scroll - 1)
    case .down: scroll += 1
    case .pageUp: scroll = max(0, scroll - 15)
    case .pageDown, .character(" "): scroll += 15
    default: return false
    }
    return true
  }

  private mutating func command(_ key: KeyDecoder.Key) -> [LabelSession.Effect] {
    if scrolls(key) { return [] }
    clearMessage()
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
    case "g": return carryOut(.rubric)
    case "?": return carryOut(.help)
    case "/": overlay = .typing(.search, "")
    default:
      guard let item = session.current, session.card != nil else { return [] }
      return answering(character, item)
    }
    return []
  }

  private mutating func answering(
    _ character: Character, _ item: LabelItem
  ) -> [LabelSession.Effect] {
    switch character {
    case "s": overlay = .typing(.skip, "")
    case "f":
      if session.flags[item.traceID] != nil { return perform(.flag("")) }
      overlay = .typing(.flag, "")
    case "r":
      let text = session.drafts[item] ?? session.given[item]?.rationale
      overlay = .typing(.rationale, text ?? "")
    case "v": overlay = .typing(.value, "")
    default:
      if let choice = answers.choice(for: character) {
        return perform(.answer(choice.value, rationale: nil))
      }
      if session.question.form == .number, character.isNumber || character == "-" {
        overlay = .typing(.value, String(character))
      } else {
        slip = "\"\(character)\" is not a key here; \(LabelHelp.instead(answers))"
      }
    }
    return []
  }

  private mutating func enter() -> [LabelSession.Effect] {
    guard let item = session.current else { return [] }
    if session.given[item] != nil { return perform(.advance) }
    if session.question.form == .choice {
      slip = "choose an answer, or s to skip"
    } else {
      overlay = .typing(.value, "")
    }
    return []
  }

  // MARK: Typed texts

  private mutating func type(
    _ key: KeyDecoder.Key, _ purpose: Purpose, _ text: String
  ) -> [LabelSession.Effect] {
    var text = text
    switch key {
    case .character(let character): text.append(character)
    case .paste(let pasted): text += pasted.map { $0.isNewline ? " " : String($0) }.joined()
    case .backspace: _ = text.popLast()
    case .eraseLine: text = ""
    case .escape:
      // A reason stays as a draft; other texts are discarded.
      overlay = nil
      return purpose == .why ? session.perform(.postpone) : []
    case .enter: return submit(text, for: purpose)
    case .end: return [.quit]
    default: return []
    }
    if purpose != .why { overlay = .typing(purpose, text) }
    guard purpose == .rationale || purpose == .why else { return [] }
    return session.perform(.draft(text))
  }

  private mutating func submit(_ text: String, for purpose: Purpose) -> [LabelSession.Effect] {
    let trimmed = text.trimmingSpaces
    switch purpose {
    case .value:
      guard let value = answers.value(trimmed) else {
        slip = "\"\(trimmed)\" is not an answer; it must be \(session.question.wanted)"
        overlay = .typing(.value, text)
        return []
      }
      return perform(.answer(value, rationale: nil))
    case .rationale: return perform(.rationale(trimmed))
    case .why: return perform(trimmed.isEmpty ? .advance : .rationale(trimmed))
    case .skip: return perform(.skip(trimmed))
    case .flag: return perform(.flag(trimmed))
    case .search: return perform(.search(trimmed))
    }
  }

  // MARK: Lines

  /// Handles a line, in the line mode and from scripts.
  ///
  /// A line is an answer in full or its key, with a reason after a space, or one of the commands
  /// `s REASON`, `f NOTE`, `r REASON`, `/TEXT`, `u`, `j`, `k`, `g`, `?` and `q`. If any text is an
  /// answer, commands begin with a colon (`:s`), which is always allowed. A command without its
  /// colon is then neither obeyed nor stored; a backslash before it makes it an answer. If the
  /// session asks for a reason, the line is the reason, and an empty line gives none.
  ///
  /// - Parameter line: the line without its line break.
  /// - Returns: the effects to carry out.
  mutating func enter(_ line: String) -> [LabelSession.Effect] {
    guard !session.isWaiting else { return [] }
    let text = line.trimmingSpaces
    if case .typing(let purpose, _) = mode {
      if purpose == .why, text.first == ":", let action = Self.action(text.dropFirst()) {
        _ = session.perform(.postpone)
        return carryOut(action)
      }
      if purpose == .why, text.count == 1, Self.action(text[...]) != nil {
        slip = "not a reason: the command is \":\(text)\""
        return []
      }
      return submit(text, for: purpose)
    }
    overlay = nil
    clearMessage()
    let isDone = session.stage == .done
    if text.isEmpty {
      if let current = session.current, session.given[current] != nil { return perform(.advance) }
      slip = isDone ? nil : "an answer is one of \(session.question.wanted)"
      return []
    }
    if text.first == ":" || text.first == "/" {
      let rest = text.first == ":" ? text.dropFirst() : text[...]
      if let action = Self.action(rest) { return carryOut(action) }
      slip = "\"\(text)\" is not a command; \(LabelHelp.instead(answers))"
      return []
    }
    let isText = session.question.form == .text
    if isText, text.first == "\\" { return answer(String(text.dropFirst())) }
    let mayBeCommand = isDone || !isText && answers.value(text) == nil
    if mayBeCommand, let action = Self.action(text[...]) { return carryOut(action) }
    if isText, Self.action(text[...]) != nil {
      slip = "not stored: the command is \":\(text)\", and \"\\\(text)\" stores it as an answer"
      return []
    }
    return answer(text)
  }

  private mutating func answer(_ text: String) -> [LabelSession.Effect] {
    guard session.stage != .done else {
      slip = "nothing is left to label; q ends"
      return []
    }
    if let value = answers.value(text) { return perform(.answer(value, rationale: nil)) }
    // Full answers are tested first, because answers may contain spaces.
    for choice in session.question.choices where text.hasPrefix(choice.text + " ") {
      let reason = text.dropFirst(choice.text.count).trimmingSpaces
      return perform(.answer(choice.value, rationale: reason))
    }
    if let space = text.firstIndex(of: " "), let value = answers.value(String(text[..<space])) {
      return perform(.answer(value, rationale: text[space...].trimmingSpaces))
    }
    slip = "\"\(text)\" is not an answer; \(LabelHelp.instead(answers))"
    return []
  }

  private static func action(_ text: Substring) -> Action? {
    guard let first = text.first else { return nil }
    let after = text.dropFirst()
    if first == "/" { return .perform(.search(after.trimmingSpaces)) }
    guard after.isEmpty || after.first == " " else { return nil }
    let rest = after.trimmingSpaces
    switch first {
    case "s": return .perform(.skip(rest))
    case "f": return .perform(.flag(rest))
    case "r": return .perform(.rationale(rest))
    default: break
    }
    guard rest.isEmpty else { return nil }
    switch first {
    case "u": return .perform(.undo)
    case "j": return .perform(.next)
    case "k": return .perform(.previous)
    case "g": return .rubric
    case "?": return .help
    case "q": return .perform(.quit)
    default: return nil
    }
  }
}

extension StringProtocol {
  /// The text without spaces and tabs around it.
  fileprivate var trimmingSpaces: String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    var rest = self[...].drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return String(rest)
  }
}
