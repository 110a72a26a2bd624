import GitJudge

/// A run as one page, such as for the artefacts of a CI job.
struct RunPage {
  let report: RunReport

  private var info: RunInfo { report.table.info }
  private var text: ResultTable {
    ResultTable(
      judges: report.table.judges, rows: report.table.rows, metrics: report.table.metrics,
      columns: [.request, .response], format: .terminal)
  }

  var html: String {
    var page = Page(title: info.name ?? "Run \(info.id.runID.prefix(8))")
    page.kind = "Run report"
    page.facts = facts
    page.add(tiles)
    comparison(&page)
    page.section("Metrics")
    let figures = text.metricTable
    page.add(PageText.table(figures.columns, figures.rows, name: "Metrics"))
    errors(&page)
    wrong(&page)
    page.section("Rows", lead: "Each row with the verdict of each judge and its reason.")
    let rows = text.rowTable(most: PageText.mostRows, content: PageText.content)
    page.add(PageText.table(rows.columns, rows.rows, name: "Rows"))
    page.add(PageText.leftOut(report.table.rows.count - PageText.mostRows, "row"))
    page.foot = [
      "Made by git-judge \(gitJudgeVersion) from run \(info.id.runID). No model was asked, and no "
        + "look at the test set was added."
    ]
    if report.redacted > 0 {
      page.foot.append(
        "\(Count.of(report.redacted, "record is", "records are")) hidden in the store.")
    }
    return page.html
  }

  private var facts: [String] {
    var facts = [
      "run \(info.id.runID)", info.run.type, info.run.startTime?.text, info.run.userID, info.status,
      report.experiment.isEmpty ? nil : "experiment \(report.experiment)",
    ].compactMap(\.self)
    facts += info.tags.map { "\($0.key) = \($0.value.stringValue ?? $0.value.canonicalText)" }
    return facts
  }

  private var tiles: String {
    var entries = [
      ("\(report.table.rows.count)", "rows"), ("\(report.table.errors)", "failed verdicts"),
    ]
    for (name, value) in report.table.metrics.sorted(by: { $0.key < $1.key })
    where name.hasSuffix("/pass_rate") || name.hasSuffix("/cohen_kappa") {
      guard entries.count < 6 else { break }
      entries.append((Figures.share(value), name))
    }
    if let cost = report.cost { entries.append((Figures.fixed(cost, 4), "US dollars")) }
    if let tokens = report.inputTokens {
      entries.append(
        (
          "\(Figures.fixed(tokens, 0)) + \(Figures.fixed(report.outputTokens ?? 0, 0))",
          "tokens in and out"
        ))
    }
    if info.unasked > 0 { entries.append(("\(info.unasked)", "verdicts not asked for")) }
    return "<div class=\"tiles\">\n"
      + entries.map { "<div><b>\(SafeText.html($0))</b><span>\(SafeText.html($1))</span></div>\n" }
      .joined() + "</div>\n"
  }

  private func comparison(_ page: inout Page) {
    guard let baseline = report.baseline else { return }
    let earlier = String(baseline.id.runID.prefix(8))
    page.section(
      "Compared with run \(baseline.name.map { "\($0), \(earlier)" } ?? earlier)",
      lead: "Flips both ways on the same traces, and the paired difference with its interval.")
    page.add(
      report.comparison.chart(of: earlier, and: String(info.id.runID.prefix(8))))
    for (name, compared) in report.comparison.sorted(by: { $0.key < $1.key }) {
      let sentence = compared.look.sentence.map { [$0] } ?? []
      page.add(
        PageText.paragraphs(
          ["\(name): \(CompareCommand.sentence(compared.figures))."]
            + (sentence + compared.notes).map { "\(name): \($0)." }, "note"))
    }
  }

  private func wrong(_ page: inout Page) {
    guard !report.wrong.isEmpty else { return }
    page.section(
      "Errors on the training part",
      lead: "Verdicts of this run that differ from people's labels. Cases of the test set are not "
        + "shown.")
    for (judge, wrong, heldOut) in report.wrong {
      page.add("<h3>\(SafeText.html(judge))</h3>\n")
      page.add(
        PageText.paragraphs([
          "Wrong on \(wrong.cases.count) of \(Count.of(wrong.count, "labelled trace")); "
            + "\(Count.of(heldOut, "labelled trace")) of the test set not counted."
        ]))
      if let chart = wrong.confusion.chart(judge: judge) { page.add(chart) }
      page.add(ErrorCases(cases: wrong.cases).html)
    }
  }

  private func errors(_ page: inout Page) {
    var counts: [String: (count: Int, first: [String])] = [:]
    for row in report.table.rows {
      for said in row.feedback where said.value == nil {
        let key = "\(said.name)\u{0}\(said.error?.text ?? "no verdict")"
        counts[key, default: (0, [])].count += 1
        if counts[key, default: (0, [])].first.count < 3 { counts[key]?.first.append(row.id) }
      }
    }
    guard !counts.isEmpty else { return }
    page.section("Failed verdicts", lead: "Each different error once, with its first rows.")
    let rows = counts.sorted { left, right in
      left.value.count != right.value.count
        ? left.value.count > right.value.count : left.key < right.key
    }.map { key, found in
      let parts = key.split(separator: "\u{0}", maxSplits: 1).map(String.init)
      return [
        parts[0], parts.count > 1 ? parts[1] : "", "\(found.count)",
        found.first.joined(separator: ", "),
      ]
    }
    page.add(PageText.table(["judge", "error", "n", "rows"], rows, name: "Failed verdicts"))
  }
}
