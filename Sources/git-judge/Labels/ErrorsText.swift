import GitJudge

/// The errors of a judge in readable form.
struct ErrorsText {
  let errors: JudgeErrors
  let format: Table.Format
  /// The number of cases that are shown on a terminal.
  private static let shown = 20
  /// The largest number of characters of a field on a terminal.
  private static let longest = 600

  private var wrong: WrongVerdicts { errors.wrong }

  var text: String {
    if format == .csv { return sheet }
    var text = heading + "\n"
    if wrong.confusion.values.count <= 10 {
      text += AgreementText.matrix(wrong.confusion, judge: errors.judge).text(format) + "\n"
    }
    text += format == .markdown ? sheet : cases
    for note in errors.notes { text += "note: \(SafeText.terminal(note))\n" }
    if let sentence = errors.look.sentence { text += "\(sentence)\n" }
    return text
  }

  private var heading: String {
    let set = errors.look.isOpen ? "" : " of the training set"
    var text =
      "\(SafeText.terminal(errors.judge)) is wrong on \(wrong.cases.count) of "
      + "\(Count.of(wrong.count, "labeled trace"))\(set)"
    if let confused = wrong.confused {
      text =
        "\(SafeText.terminal(errors.judge)): \(Count.of(wrong.cases.count, "trace"))\(set) that "
        + "people call \(Self.value(confused.people)) and the judge \(Self.value(confused.judge))"
    }
    if wrong.ties > 0 { text += "; people disagree on \(wrong.ties) more" }
    text += "\n"
    guard errors.heldOut > 0 else { return text }
    return text + "\(Count.of(errors.heldOut, "trace")) of the test set not shown (--open-test)\n"
  }

  private var cases: String {
    var text = ""
    for (number, one) in wrong.cases.prefix(Self.shown).enumerated() {
      let said = one.verdict.value.map(Self.value) ?? "no verdict"
      text +=
        "\(number + 1). \(SafeText.terminal(one.trace.id))  people "
        + "\(Self.value(one.consensus)), judge \(said)"
        + (one.part == .test ? "  [test set]" : "") + (one.taught ? "  [taught the judge]" : "")
        + "\n"
      text += Self.line("inputs", Self.content(one.trace.inputs))
      text += Self.line("outputs", Self.content(one.trace.outputs))
      if let expected = one.trace.expectations {
        text += Self.line("expected", Self.content(expected))
      }
      for vote in one.votes {
        text += Self.line("people", Self.vote(vote))
      }
      text += Self.line("judge", Self.reason(one.verdict))
      text += "\n"
    }
    if wrong.cases.count > Self.shown {
      text += "… \(Count.of(wrong.cases.count, "trace")) in all (--json has them)\n"
    }
    return text
  }

  private static func line(_ name: String, _ text: String) -> String {
    guard !text.isEmpty else { return "" }
    let safe = SafeText.terminal(text)
    let cut = safe.count > longest ? safe.prefix(longest - 1) + "…" : safe[...]
    return "   " + name + String(repeating: " ", count: max(1, 10 - name.count)) + cut + "\n"
  }

  /// One table, for a spreadsheet or a pull request.
  private var sheet: String {
    var rows = Table([
      "trace", "people", "judge", "inputs", "outputs", "people's reasons", "judge's reason",
    ])
    for one in wrong.cases {
      rows.add([
        one.trace.id, one.consensus.stringValue ?? one.consensus.canonicalText,
        one.verdict.value.map { $0.stringValue ?? $0.canonicalText } ?? "",
        Self.content(one.trace.inputs), Self.content(one.trace.outputs),
        one.votes.map(Self.vote).joined(separator: "\n"), Self.reason(one.verdict),
      ])
    }
    return rows.text(format)
  }

  private static func content(_ value: JSONValue) -> String {
    value.isNull ? "" : value.stringValue ?? value.canonicalText
  }

  private static func value(_ value: JSONValue) -> String {
    SafeText.terminal(value.stringValue ?? value.canonicalText)
  }

  private static func vote(_ vote: Label) -> String {
    let value = vote.assessment.value.map { $0.stringValue ?? $0.canonicalText } ?? ""
    let reason = vote.assessment.rationale.flatMap { $0.isEmpty ? nil : $0 }
    return "\(vote.assessment.source.id): \(value)" + (reason.map { ": \($0)" } ?? "")
  }

  private static func reason(_ verdict: Feedback) -> String {
    verdict.rationale ?? verdict.error?.text ?? ""
  }
}
