import GitJudge

/// The result of `check` as text.
struct CheckText {
  let result: CheckResult
  let gates: [CheckGate]
  let format: Table.Format
  /// The maximum number of disagreements shown.
  let shown: Int

  private var report: CheckReport { result.report }
  private var set: LabelledSet { report.agreement.set }
  private var isMarkdown: Bool { format == .markdown }

  var text: String {
    var text = title + "\n" + lead
    if !result.notes.isEmpty { text += "\n" }
    for note in result.notes { text += line("note: \(RemedyText.of(note))") }
    text += heading("Judge with people") + figures + "\n" + confusion
    if set.reviewers.count > 1 {
      text += heading("People with people") + people
    }
    if shown > 0 { text += differences }
    if !warnings.isEmpty, !text.hasSuffix("\n\n") { text += "\n" }
    for warning in warnings { text += line("warning: \(warning)") }
    if !gates.isEmpty {
      text += heading("Gates") + gates.map { line($0.text) }.joined()
    }
    return text
  }

  /// The answer and the gates.
  var brief: String {
    lead + gates.map { line($0.text) }.joined()
  }

  private func plain(_ text: String) -> String {
    isMarkdown ? SafeText.markdown(text) : SafeText.terminal(text)
  }

  private func line(_ text: String) -> String { plain(text) + (isMarkdown ? "\n\n" : "\n") }

  private func heading(_ text: String) -> String {
    isMarkdown ? "\n## \(text)\n\n" : "\n\(text)\n"
  }

  private var title: String {
    let people = Count.of(set.reviewers.count, "person", "people")
    let text =
      "\(result.file): \(Count.of(result.cases.count, "case")) labelled by \(people); judge "
      + "\"\(result.judge)\""
    return isMarkdown ? "# \(plain(text))\n" : plain(text) + "\n"
  }

  /// The answer, which comes first.
  private var lead: String {
    let sentence = report.figures.fit.sentence
    return isMarkdown ? "**\(plain(sentence))**\n" : plain(sentence) + "\n"
  }

  // MARK: Figures

  /// Returns the figures of the judge: name, value, interval, number of cases.
  static func figures(_ result: CheckResult) -> [[String]] {
    let report = result.report
    var rows: [[String]] = []
    func add(_ name: String, _ value: Double?, _ interval: ConfidenceInterval?, _ n: Int) {
      rows.append([name, Figures.share(value), Figures.interval(interval), "\(n)"])
    }
    add(
      "accuracy", report.figures.accuracy.value, report.figures.accuracy.interval(),
      report.figures.count)
    if report.figures.failures > 0 {
      let answered = report.figures.count - report.figures.failures
      add("accuracy of those answered", report.figures.comparison.confusion.accuracy, nil, answered)
    }
    if let most = report.mostFrequent {
      let value = most.value.stringValue ?? most.value.canonicalText
      add("always \"\(value)\"", most.share, nil, report.figures.count)
    }
    add("balanced accuracy", report.figures.balancedAccuracy, nil, report.figures.count)
    add("Cohen's kappa", report.figures.kappa, report.figures.kappaInterval, report.figures.count)
    if let weighted = report.figures.weightedKappa {
      add(
        "kappa, quadratic weights", weighted, report.figures.weightedKappaInterval,
        report.figures.count - report.figures.failures)
    }
    if let positive = report.figures.truePositive, let negative = report.figures.trueNegative {
      let total = (positive.proportion.total, negative.proportion.total)
      add("TPR: passes what passes", positive.value, positive.interval(), total.0)
      add("TNR: fails what fails", negative.value, negative.interval(), total.1)
    }
    return rows
  }

  private var figures: String {
    var table = Table(["figure", "value", "95 % interval", "n"])
    for row in Self.figures(result) { table.add(row) }
    return table.text(format)
  }

  /// Returns the confusion table: rows for people's values, columns for the judge's.
  static func confusion(_ result: CheckResult) -> (columns: [String], rows: [[String]]) {
    let report = result.report
    let set = report.agreement.set
    let codes = report.agreement.order.isEmpty ? Array(set.values.indices) : report.agreement.order
    var columns = ["people \\ judge"] + codes.map { set.text(of: $0) }
    if report.figures.failures > 0 { columns.append("no verdict") }
    let rows = codes.map { truth -> [String] in
      var row = [set.text(of: truth)]
      row += codes.map { "\(report.figures.comparison.confusion[truth: truth, prediction: $0])" }
      if report.figures.failures > 0 { row.append("\(report.figures.failuresByValue[truth])") }
      return row
    }
    return (columns, rows)
  }

  private var confusion: String {
    guard set.values.count <= 12 else {
      return line("\(set.values.count) values: the confusion matrix is in --json")
    }
    let (columns, rows) = Self.confusion(result)
    var table = Table(columns)
    for row in rows { table.add(row) }
    return table.text(format)
  }

  /// Compares each person with the others, and the judge with each person.
  static func people(_ result: CheckResult) -> [[String]] {
    let report = result.report.agreement
    let set = report.set
    let counts = set.table.raterCounts
    let judge = report.judges.first
    return set.table.humanCeiling().map { row in
      [
        set.reviewers[row.rater], "\(counts[row.rater])", Figures.share(row.confusion.accuracy),
        Figures.share(judge?.reviewers[row.rater].accuracy),
      ]
    }
  }

  private var people: String {
    var table = Table(["person", "labels", "agrees with the others", "agrees with the judge"])
    for row in Self.people(result) { table.add(row) }
    var figures = Table(["figure", "value", "95 % interval"])
    let intervals = report.agreement.intervals
    func add(_ name: String, _ value: Double?, _ interval: BootstrapInterval?) {
      figures.add([name, Figures.share(value), Figures.interval(interval?.interval)])
    }
    add("observed agreement", set.table.observedAgreement.value, intervals?.observedAgreement)
    add("Cohen's kappa, mean", report.agreement.pairs.meanKappa(), intervals?.meanCohenKappa)
    let alpha = (try? set.table.krippendorffAlpha(.nominal)) ?? nil
    add("Krippendorff's alpha", alpha, intervals?.nominalAlpha)
    return table.text(format) + "\n" + figures.text(format)
  }

  // MARK: Differences

  private var differences: String {
    let all = report.differences
    guard !all.isEmpty else {
      return heading("Where judge and people disagree")
        + line(
          report.figures.count == 0
            ? "nothing could be compared" : "none: the judge says what the people say")
    }
    let some = all.prefix(shown)
    var text = heading(
      "Where judge and people disagree: "
        + (some.count < all.count ? "\(some.count) of \(all.count)" : Count.of(all.count, "case")))
    for difference in some { text += self.text(of: difference) + "\n" }
    if some.count < all.count { text += line("--show \(all.count) shows all of them") }
    return text
  }

  private func text(of difference: CheckReport.Difference) -> String {
    let one = result.cases[difference.item]
    var lines: [String] = []
    let place = "line \(one.line)" + (one.key.map { ", \($0)" } ?? "")
    lines.append(place)
    for (column, text) in one.texts { lines.append("  \(column): \(short(text))") }
    let verdict = difference.verdict.map { $0.stringValue ?? $0.canonicalText } ?? "no verdict"
    lines.append("  judge: \(verdict)" + (difference.rationale.map { " – \(short($0))" } ?? ""))
    for vote in difference.votes {
      let value = vote.value.stringValue ?? vote.value.canonicalText
      lines.append("  \(vote.source): \(value)" + (vote.rationale.map { " – \(short($0))" } ?? ""))
    }
    guard isMarkdown else { return lines.map { SafeText.terminal($0) + "\n" }.joined() }
    return "- " + lines.map { SafeText.markdown($0) }.joined(separator: "<br>") + "\n"
  }

  /// Returns the beginning of a long text, on one line.
  private func short(_ text: String) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 300 ? words.prefix(299) + "…" : words
  }

  private var warnings: [String] {
    var warnings: [String] = []
    let ties = report.agreement.consensus.tieCount
    if ties > 0 {
      let lines = report.ties.prefix(10).map { "\(result.cases[$0].line)" }
      warnings.append(
        "people are tied on \(Count.of(ties, "case")), which are left out: "
          + (lines.count == 1 ? "line " : "lines ") + lines.joined(separator: ", ")
          + (ties > lines.count ? ", …" : ""))
    }
    if result.unlabelled > 0 {
      warnings.append("\(Count.of(result.unlabelled, "case")) without a label: left out")
    }
    if report.figures.failures > 0 {
      warnings.append(
        "\(Count.of(report.figures.failures, "case")) without a valid verdict: counted as wrong")
    }
    if let most = report.mostFrequent, let accuracy = report.figures.accuracy.value,
      accuracy <= most.share
    {
      warnings.append(
        "always saying the most frequent label would agree as often: look at kappa and recall")
    }
    return warnings
  }
}
