import GitJudge

/// A session as a full screen: a pure function of the session and the size of the terminal.
struct LabelScreen: Hashable {
  /// The style of a line.
  enum Style: Hashable { case plain, bold, dim }

  /// One line of the screen, without control characters.
  struct Line: Hashable {
    var text: String
    var style: Style
  }

  /// The lines, one per row of the screen, none wider than the screen.
  let lines: [Line]
  /// The maximum useful value of `scroll`.
  let scrollLimit: Int
  /// The column of the cursor on the last line, while a text is being typed.
  let cursor: Int?

  /// Lays out a session.
  ///
  /// - Parameters:
  ///   - terminal: the session.
  ///   - columns: the width of the terminal.
  ///   - rows: its height.
  init(_ terminal: TerminalSession, columns: Int, rows: Int) {
    let columns = max(columns, 20)
    let rows = max(rows, 8)
    let heading = Self.heading(terminal.session, columns)
    var footing = Self.footing(terminal, columns)
    // The notes on a trace leave it at least half of the screen.
    let most = max(3, rows / 2 - heading.count)
    if footing.count > most { footing.removeSubrange(1..<(footing.count - most + 1)) }
    let height = max(1, rows - heading.count - footing.count)
    let body = Self.body(terminal).flatMap { line in
      TerminalText.wrap(line.text, to: columns).map {
        Line(text: $0, style: line.isHeading ? .bold : .plain)
      }
    }
    scrollLimit = max(0, body.count - height)
    let scroll = min(terminal.scroll, scrollLimit)
    var shown = Array(body.dropFirst(scroll).prefix(height))
    let below = body.count - scroll - shown.count
    if below > 0, !shown.isEmpty {
      shown[shown.count - 1] = Line(
        text: "… \(below + 1) more lines (space)", style: .dim)
    }
    shown += Array(
      repeating: Line(text: "", style: .plain), count: max(0, height - shown.count))
    let all = (heading + shown + footing).prefix(rows)
    lines = all.map { Line(text: TerminalText.cut($0.text, to: columns), style: $0.style) }
    if case .typing = terminal.mode {
      cursor = min(TerminalText.width(lines.last?.text ?? ""), columns - 1)
    } else {
      cursor = nil
    }
  }

  private static func heading(_ session: LabelSession, _ columns: Int) -> [Line] {
    var title = SafeText.terminal(session.question.name)
    if let batch = session.setup.batch { title += " · " + SafeText.terminal(batch) }
    if session.current?.repeatIndex != nil { title += " · once more" }
    title += " · " + LabelText.progress(session)
    if let flag = session.current.flatMap({ session.flags[$0.traceID] }) {
      title += " · flagged" + (flag.isEmpty ? "" : ": " + SafeText.terminal(flag))
    }
    var lines = [Line(text: title, style: .bold)]
    if let last = session.last, last != session.current,
      let text = LabelText.summary(of: last, session)
    {
      lines.append(Line(text: "Before: " + text, style: .dim))
    }
    return lines + [rule(columns)]
  }

  private static func body(_ terminal: TerminalSession) -> [LabelText.Line] {
    switch terminal.mode {
    case .help: return LabelHelp.keys(terminal.answers).map { LabelText.Line(text: $0) }
    case .rubric: return LabelText.lines(of: LabelText.guideline(terminal.session.setup))
    case .done: return [LabelText.Line(text: "Nothing is left to label here.", isHeading: true)]
    case .answering, .typing:
      guard let card = terminal.session.card else { return [LabelText.Line(text: "…")] }
      return LabelText.lines(of: card.trace)
    }
  }

  private static func footing(_ terminal: TerminalSession, _ columns: Int) -> [Line] {
    let session = terminal.session
    var lines = [rule(columns)]
    let isShowing = ![.help, .rubric, .done].contains(terminal.mode)
    if isShowing, let current = session.current {
      if let given = session.given[current] {
        let why = given.rationale.map { ", because " + $0 } ?? ""
        let said = session.question.text(of: given.value)
        lines += wrapped("You said \(said)\(why)", columns)
      }
      for opinion in session.opinions?.opinions ?? [] {
        lines += wrapped(LabelText.text(of: opinion, session.question), columns)
      }
      if session.given[current] == nil, let draft = session.drafts[current] {
        lines += wrapped("Your reason: " + draft, columns)
      }
    }
    if case .typing(let purpose, let text) = terminal.mode {
      if let message = terminal.message {
        lines.append(Line(text: SafeText.terminal(message), style: .bold))
      }
      let prompt = SafeText.terminal(LabelText.prompt(purpose, session.question))
      // A long text shows its end, because it is being typed.
      return lines + [
        Line(text: prompt, style: .bold),
        Line(text: "> " + tail(SafeText.terminal(text), columns - 3), style: .plain),
      ]
    }
    if isShowing { lines.append(Line(text: LabelText.choices(terminal.answers), style: .bold)) }
    return lines + [
      Line(
        text: terminal.message.map { SafeText.terminal($0) } ?? hints(terminal.mode), style: .dim)
    ]
  }

  private static func hints(_ mode: TerminalSession.Mode) -> String {
    switch mode {
    case .help, .rubric: "any key goes back"
    case .done: "u undo   k previous   q end"
    default: "r why  s skip  f flag  u undo  j next  k back  / find  g rubric  ? keys  q end"
    }
  }

  private static func wrapped(_ text: String, _ columns: Int) -> [Line] {
    TerminalText.wrap(SafeText.terminal(text), to: columns).map { Line(text: $0, style: .plain) }
  }

  private static func tail(_ text: String, _ columns: Int) -> String {
    var result = text[...]
    while TerminalText.width(result) > columns { result.removeFirst() }
    return String(result)
  }

  private static func rule(_ columns: Int) -> Line {
    Line(text: String(repeating: "─", count: columns), style: .dim)
  }
}
