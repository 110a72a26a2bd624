import GitJudge

/// The result of `check` as one web page, without scripts or external content.
struct CheckPage {
  let result: CheckResult
  let gates: [CheckGate]

  var html: String {
    let report = result.report
    let set = report.agreement.set
    var page = Page(title: result.file)
    page.kind = "Check of a judge"
    page.facts = [
      "\(Count.of(result.cases.count, "case")) labelled by "
        + Count.of(set.reviewers.count, "person", "people"),
      "judge “\(result.judge)”",
    ]
    page.add(
      "<p class=\"answer \(report.figures.fit.verdict.rawValue)\"><strong>"
        + "\(SafeText.html(report.figures.fit.sentence))</strong></p>\n")
    page.add(PageText.paragraphs(result.notes.map { "Note: \(RemedyText.of($0))" }, "note"))
    page.section("Judge with people")
    if let chart = report.figures.fit.chart(of: result.judge) { page.add(chart) }
    page.add(
      PageText.table(
        ["figure", "value", "95 % interval", "n"], CheckText.figures(result),
        name: "Judge with people"))
    let confusion = ConfusionTable(
      report.figures.comparison, values: set.values, order: report.agreement.order)
    if let chart = confusion.chart(judge: result.judge) { page.add(chart) }
    if set.reviewers.count > 1 {
      page.section("People with people")
      page.add(
        PageText.table(
          ["person", "labels", "agrees with the others", "agrees with the judge"],
          CheckText.people(result), name: "People with people"))
    }
    page.section("Disagreements: \(report.differences.count)")
    for difference in report.differences.prefix(Self.mostCases) { page.add(section(difference)) }
    page.add(PageText.leftOut(report.differences.count - Self.mostCases, "case"))
    if !gates.isEmpty {
      page.section("Gates")
      page.add("<ul>\n" + gates.map { "<li>\(SafeText.html($0.text))</li>\n" }.joined() + "</ul>\n")
    }
    page.foot = ["Made by git-judge \(gitJudgeVersion) from \(result.file)."]
    return page.html
  }

  /// The largest number of cases.
  private static let mostCases = 500

  private func section(_ difference: CheckReport.Difference) -> String {
    let one = result.cases[difference.item]
    var entries: [(name: String, text: String)] = []
    func add(_ name: String, _ value: String, _ reason: String?) {
      entries.append((name, value + (reason.map { " – \($0)" } ?? "")))
    }
    for (column, value) in one.texts { add(column, value, nil) }
    let verdict = difference.verdict.map { $0.stringValue ?? $0.canonicalText }
    add("judge", verdict ?? "no verdict", difference.rationale)
    for vote in difference.votes {
      add(vote.source, vote.value.stringValue ?? vote.value.canonicalText, vote.rationale)
    }
    return PageText.folded(
      "Line \(one.line)" + (one.key.map { ", \($0)" } ?? ""), PageText.list(entries), isOpen: true)
  }
}
