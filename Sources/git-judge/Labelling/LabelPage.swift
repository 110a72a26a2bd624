import GitJudge

/// A session printed line by line, for terminals that cannot redraw, screen readers and scripts.
struct LabelPage {
  private var shown: LabelItem?
  private var hasEnded = false

  /// Returns the text to print after a change, with the prompt at its end.
  ///
  /// - Parameter terminal: the session.
  /// - Returns: whole lines, and a prompt without a line break.
  mutating func text(_ terminal: TerminalSession) -> String {
    let session = terminal.session
    var lines: [String] = []
    if let message = terminal.message { lines.append(SafeText.terminal(message)) }
    switch terminal.mode {
    case .help: lines += LabelHelp.lines(terminal.answers)
    case .rubric: lines += LabelText.lines(of: LabelText.guideline(session.setup)).map(\.text)
    case .done:
      if !hasEnded {
        lines += reveal(session)
        lines.append("Nothing is left to label here; q ends.")
        hasEnded = true
        shown = nil
      }
    case .answering, .typing: lines += trace(session)
    }
    return lines.map { $0 + "\n" }.joined() + prompt(terminal)
  }

  private mutating func trace(_ session: LabelSession) -> [String] {
    hasEnded = false
    guard let current = session.current, let card = session.card else { return [] }
    var lines: [String] = []
    if current != shown {
      lines += reveal(session)
      var title = "\(session.question.name), trace \(current.traceID)"
      if current.repeatIndex != nil { title += ", once more" }
      lines += ["", SafeText.terminal("\(title): \(LabelText.progress(session))")]
      if let flag = session.flags[current.traceID] {
        lines.append("Flagged" + (flag.isEmpty ? "" : ": " + SafeText.terminal(flag)))
      }
      lines += LabelText.lines(of: card.trace).map(\.text)
      shown = current
      if session.given[current] == nil {
        lines += (session.opinions?.opinions ?? []).map {
          LabelText.text(of: $0, session.question)
        }
      }
    }
    if session.given[current] != nil { lines += own(current, session) }
    return lines
  }

  /// Returns the labels of the trace on the page, after the session has gone to the next one.
  private func reveal(_ session: LabelSession) -> [String] {
    guard let last = session.last, last == shown, last != session.current else { return [] }
    return own(last, session)
  }

  private func own(_ item: LabelItem, _ session: LabelSession) -> [String] {
    guard let given = session.given[item] else { return [] }
    let why = given.rationale.map { ", because " + $0 } ?? ""
    return [SafeText.terminal("You said \(session.question.text(of: given.value))\(why)")]
      + (session.revealed[item]?.opinions ?? []).map { LabelText.text(of: $0, session.question) }
  }

  private func prompt(_ terminal: TerminalSession) -> String {
    switch terminal.mode {
    case .typing(let purpose, _): LabelText.prompt(purpose, terminal.session.question) + " "
    case .done: "> "
    default:
      LabelText.choices(terminal.answers)
        + (terminal.session.question.form == .text ? " (:? for help): " : " (? for help): ")
    }
  }
}
