import GitJudge

/// The texts of a session in a terminal: a trace, its labels, prompts and notices.
enum LabelText {
  /// One line, before it is wrapped to the width of a screen.
  struct Line: Hashable {
    var text: String
    var isHeading = false
  }

  /// Returns the content of a trace as escaped lines.
  static func lines(of trace: Trace) -> [Line] {
    var lines = [Line(text: "Inputs", isHeading: true)] + plain(trace.inputs)
    lines += [Line(text: ""), Line(text: "Outputs", isHeading: true)] + plain(trace.outputs)
    if !trace.retrievedContext.isEmpty {
      for (number, document) in trace.retrievedContext.enumerated() {
        lines += [Line(text: ""), Line(text: "Document \(number + 1)", isHeading: true)]
        lines += plain(document)
      }
    }
    if !trace.spans.isEmpty {
      lines += [Line(text: ""), Line(text: "Spans", isHeading: true)]
      for span in trace.spans {
        let name = span.objectValue?["name"]?.stringValue ?? "?"
        lines.append(Line(text: "  " + SafeText.terminal(name)))
      }
    }
    return lines
  }

  /// Returns a text of several lines as escaped lines.
  static func lines(of text: String, indent: String = "") -> [Line] {
    // A carriage return with its line feed is one character.
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map { Line(text: indent + SafeText.terminal(String($0))) }
  }

  private static func plain(_ value: JSONValue, indent: String = "  ") -> [Line] {
    if let text = value.stringValue { return lines(of: text, indent: indent) }
    if let list = value.arrayValue { return self.list(list, indent: indent) }
    guard let object = value.objectValue else {
      return [Line(text: indent + SafeText.terminal(value.canonicalText))]
    }
    if let role = object["role"]?.stringValue, let content = object["content"], object.count == 2 {
      return [Line(text: indent + SafeText.terminal(role) + ":")]
        + plain(content, indent: indent + "  ")
    }
    return object.flatMap { member in
      entry(SafeText.terminal(member.key), member.value, indent: indent)
    }
  }

  private static func list(_ list: [JSONValue], indent: String) -> [Line] {
    list.flatMap { item -> [Line] in
      if item.objectValue?["role"] != nil { return plain(item, indent: indent) }
      return entry("-", item, indent: indent)
    }
  }

  /// Returns a short value next to its name, or a long one below it.
  private static func entry(_ name: String, _ value: JSONValue, indent: String) -> [Line] {
    let label = name == "-" ? "-" : name + ":"
    let below = plain(value, indent: indent + "  ")
    let isNested = value.objectValue != nil || value.arrayValue != nil
    if below.count == 1, !isNested, let only = below.first {
      return [Line(text: indent + label + " " + only.text.dropFirst(indent.count + 2))]
    }
    return [Line(text: indent + label)] + below
  }

  /// Returns an opinion on one line.
  static func text(of opinion: LabelReveal.Opinion, _ question: LabelQuestion) -> String {
    let value = opinion.value.map(question.text(of:)) ?? "no value"
    let why = opinion.rationale.flatMap { $0.isEmpty ? nil : ", because " + $0 } ?? ""
    return SafeText.terminal("\(opinion.who) says \(value)\(why)")
  }

  /// Returns a label and other people's labels on one line.
  static func summary(of item: LabelItem, _ session: LabelSession) -> String? {
    guard let given = session.given[item] else { return nil }
    var parts = ["You said \(session.question.text(of: given.value))"]
    for opinion in session.revealed[item]?.opinions ?? [] {
      let value = opinion.value.map(session.question.text(of:)) ?? "no value"
      parts.append("\(opinion.who): \(value)")
    }
    return SafeText.terminal(parts.joined(separator: " · "))
  }

  /// Describes the progress of the reviewer.
  static func progress(_ session: LabelSession) -> String {
    var text = "\(session.labelled) labelled, \(session.left) left"
    if let seconds = session.secondsLeft, session.left > 0 {
      text += ", about \(TerminalText.duration(seconds))"
    }
    return text
  }

  /// Returns the answers with their keys.
  static func choices(_ answers: AnswerKeys) -> String {
    let question = answers.question
    guard question.form == .choice else { return "Type \(question.wanted)" }
    let texts = zip(question.choices, answers.keys).map { choice, keys in
      let keys = keys.map(String.init).joined(separator: "/")
      return keys.isEmpty ? "v \(choice.text)" : "\(keys) \(choice.text)"
    }
    return SafeText.terminal(texts.joined(separator: "   "))
  }

  /// Returns the prompt for a text that is being typed.
  static func prompt(_ purpose: TerminalSession.Purpose, _ question: LabelQuestion) -> String {
    switch purpose {
    case .value: "Your answer: \(SafeText.terminal(question.wanted))"
    case .rationale: "Why?"
    case .why: "The judge says something else. Why do you say so? (empty: no reason)"
    case .skip: "Why put it off? (empty: no reason)"
    case .flag: "What should the team talk about? (may be empty)"
    case .search: "Keep to traces that hold this text (empty: all)"
    }
  }

  /// Returns the rubric, or the instructions of the judge if the question has no rubric.
  static func guideline(_ setup: LabelSession.Setup) -> String {
    if let rubric = setup.rubric { return rubric }
    let none = "The question has no rubric (git judge rubric writes one)."
    guard let instructions = setup.instructions, !instructions.isEmpty else { return none }
    return none + " These are the instructions of its judge:\n\n" + instructions
  }

  /// Describes the outcome of the last action, not escaped.
  static func notice(_ notice: LabelSession.Notice) -> String {
    switch notice {
    case .noTrace: "no trace is shown"
    case .reasonKept: "the reason is kept for your label"
    case .reasonRemoved: "no reason"
    case .alreadyLabelled: "it is labelled; u takes the label back"
    case .nothingToUndo: "nothing to undo in this session"
    case .isFirst: "this is the first"
    case .isLast: "this is the last"
    case .missing(let trace): "\(trace) is no longer there"
    case .flagged: "flagged: the team sees it after a sync"
    case .flagRemoved: "the flag is gone"
    case .flagRestored: "the flag is back"
    case .takenBack(keepsReason: false): "your label is taken back"
    case .takenBack(keepsReason: true):
      "your label is taken back; its reason is kept for the next one, r changes it"
    case .earlierLabelRestored: "your earlier label counts again"
    case .skipUndone: "it is in your queue again"
    case .matches(let count): "\(count) of what is left match; an empty search ends this"
    case .noMatch: "nothing that is left to label holds that"
    case .searchEnded: "all traces again"
    case .searchExhausted: "nothing else matches; all traces again"
    case .failed(let reason): reason
    }
  }
}
