import JudgeJSON
import JudgeRecords

/// A trace and its labels as escaped lines for a terminal.
enum LabelText {
  /// One line, before it is broken to the width of a screen.
  struct Line: Hashable {
    var text: String
    var isHeading = false
  }

  /// A trace's content.
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

  /// A text of several lines.
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

  /// A short value beside its name, a long one below it.
  private static func entry(_ name: String, _ value: JSONValue, indent: String) -> [Line] {
    let label = name == "-" ? "-" : name + ":"
    let below = plain(value, indent: indent + "  ")
    let isNested = value.objectValue != nil || value.arrayValue != nil
    if below.count == 1, !isNested, let only = below.first {
      return [Line(text: indent + label + " " + only.text.dropFirst(indent.count + 2))]
    }
    return [Line(text: indent + label)] + below
  }

  /// What an opinion says, on one line.
  static func text(of opinion: LabelReveal.Opinion, _ question: LabelQuestion) -> String {
    let value = opinion.value.map(question.text(of:)) ?? "no value"
    let why = opinion.rationale.flatMap { $0.isEmpty ? nil : ", because " + $0 } ?? ""
    return SafeText.terminal("\(opinion.who) says \(value)\(why)")
  }

  /// A label and other people's labels, on one line.
  static func summary(of item: LabelItem, _ session: LabelSession) -> String? {
    guard let given = session.given[item] else { return nil }
    var parts = ["You said \(session.question.text(of: given.value))"]
    for opinion in session.revealed[item]?.opinions ?? [] {
      let value = opinion.value.map(session.question.text(of:)) ?? "no value"
      parts.append("\(opinion.who): \(value)")
    }
    return SafeText.terminal(parts.joined(separator: " · "))
  }

  /// How far the reviewer is.
  static func progress(_ session: LabelSession) -> String {
    var text = "\(session.labelled) labelled, \(session.left) left"
    if let seconds = session.secondsLeft, session.left > 0 {
      text += ", about \(TerminalText.duration(seconds))"
    }
    return text
  }

  /// The answers with their keys.
  static func choices(_ question: LabelQuestion) -> String {
    guard question.form == .choice else { return "Type \(question.wanted)" }
    let texts = question.choices.map { choice in
      let keys = choice.keys.map(String.init).joined(separator: "/")
      return keys.isEmpty ? "v \(choice.text)" : "\(keys) \(choice.text)"
    }
    return SafeText.terminal(texts.joined(separator: "   "))
  }

  /// What a text that is being typed is for.
  static func prompt(_ purpose: LabelSession.Purpose, _ session: LabelSession) -> String {
    switch purpose {
    case .value: return "Your answer: \(SafeText.terminal(session.question.wanted))"
    case .rationale: return "Why?"
    case .why: return "The judge says something else. Why do you say so? (empty: no reason)"
    case .skip: return "Why put it off? (empty: no reason)"
    case .flag: return "What should the team talk about? (may be empty)"
    case .search: return "Keep to traces that hold this text (empty: all)"
    }
  }
}
