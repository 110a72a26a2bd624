import GitJudge

/// The comparison of two judges in readable form.
enum DiffText {
  /// Returns the whole text.
  static func text(_ diff: JudgeDiff) -> String {
    var text = "a  \(title(diff.a))\nb  \(title(diff.b))\n"
    if diff.changes.isEmpty { text += "\nNo field differs\n" }
    for change in diff.changes { text += "\n" + section(change) }
    text += "\n" + figures(diff)
    for note in diff.notes { text += "note: \(SafeText.terminal(note))\n" }
    return text + CallArguments.text(diff.calls)
  }

  private static func title(_ version: JudgeVersion) -> String {
    SafeText.terminal(version.label) + "  " + version.hash.prefix(12)
  }

  private static let shownExamples = 5

  private static func section(_ change: BodyDiff.Change) -> String {
    let detail = change.detail
    var text = SafeText.terminal(change.field) + "\n"
    func list(_ key: String, _ sign: String) {
      let entries = detail[key]?.arrayValue ?? []
      // Trace ids mean little to a reader, and there may be hundreds.
      let shown = change.field == "examples" ? entries.prefix(shownExamples) : entries[...]
      for entry in shown {
        let line = entry.stringValue ?? entry.canonicalText
        text += "  \(sign) \(SafeText.terminal(line))\n"
      }
      if shown.count < entries.count {
        text += "  \(sign) and \(entries.count - shown.count) more (--json lists them)\n"
      }
    }
    if let lines = detail["lines"]?.arrayValue {
      for line in lines.compactMap(\.stringValue) { text += "  \(SafeText.terminal(line))\n" }
      return text
    }
    guard detail["added"] == nil else {
      list("removed", "-")
      list("added", "+")
      list("changed", "~")
      for entry in detail["superseded"]?.arrayValue ?? [] {
        text += "  ~ \(SafeText.terminal(entry["guideline"]?.stringValue ?? ""))\n"
        text += "    superseded by: \(SafeText.terminal(entry["by"]?.stringValue ?? ""))\n"
      }
      return text
    }
    for (key, sign) in [("a", "-"), ("b", "+")] {
      guard let value = detail[key], !value.isNull else { continue }
      text += "  \(sign) \(SafeText.terminal(words(value, of: change.field)))\n"
    }
    return text
  }

  /// Returns a value of a field in words, if its numbers mean little to a reader.
  private static func words(_ value: JSONValue, of field: String) -> String {
    if field == "calibration", let count = value["features"]?.intValue {
      return "weights of \(Count.of(count, "feature")) correct the verdict (--json has their hash)"
    }
    return value.stringValue ?? value.canonicalText
  }

  private static func figures(_ diff: JudgeDiff) -> String {
    guard let unseen = diff.unseen else { return "" }
    var text = "On \(Count.of(unseen.n, "labelled trace")) that taught neither of them"
    if let sentence = diff.look.sentence { text += " (\(sentence))" }
    text += "\n"
    if unseen.n > 0 {
      let outcomes = unseen.figures.outcomes
      let interval = unseen.figures.differenceInterval.map {
        " [\(Figures.share($0.lower)), \(Figures.share($0.upper))]"
      }
      text +=
        "  accuracy    \(Figures.share(outcomes.base.value)) → "
        + "\(Figures.share(outcomes.candidate.value)), difference "
        + "\(Figures.share(unseen.delta))\(interval ?? ""), McNemar's p "
        + "\(ReportText.probability(unseen.figures.mcNemarP))\n"
      for entry in diff.classes {
        let value = entry.value.stringValue ?? entry.value.canonicalText
        text +=
          "  recall of \(SafeText.terminal(value))  \(Figures.share(entry.a)) → "
          + "\(Figures.share(entry.b)) (n = \(entry.n))\n"
      }
      text += flips(unseen)
    }
    if unseen.errors > 0 {
      text += "  on \(unseen.errors) of them a verdict failed, which counts as wrong\n"
    }
    if let taught = diff.taught, taught.n > 0 {
      text +=
        "On \(Count.of(taught.n, "trace")) that taught one of them, which is no measure of new "
        + "ones\n"
      text += flips(taught)
    }
    return text
  }

  private static func flips(_ comparison: VerdictComparison) -> String {
    func line(_ name: String, _ ids: [String], _ tone: Style.Tone) -> String {
      let shown = ids.prefix(5).map { SafeText.terminal($0) }.joined(separator: " ")
      let more = ids.count > 5 ? " and \(ids.count - 5) more (--json lists them)" : ""
      let word = Style.output(name, tone, count: ids.count)
      return "  \(word)  \(ids.count)\(ids.isEmpty ? "" : ": ")\(shown)\(more)\n"
    }
    return line("fixed ", comparison.fixed, .good) + line("broken", comparison.broken, .bad)
  }
}
