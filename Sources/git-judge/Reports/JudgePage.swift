import GitJudge

/// What is recorded about a judge as one page.
struct JudgePage {
  let report: JudgeReport

  var html: String {
    var page = Page(title: report.version?.label ?? report.name)
    page.kind = report.version == nil ? "Question" : "Judge report"
    page.facts = facts
    answer(&page)
    agreement(&page)
    versions(&page)
    change(&page)
    errors(&page)
    if let curve = report.curve {
      page.section(
        "Learning curve",
        lead: "Mean accuracy after alignment with \(curve.optimizer), by the number of labels"
          + (curve.isTrainingOnly ? ", measured on the training part." : "."))
      page.add(curve.chart)
    }
    guidelines(&page)
    page.foot = foot
    return page.html
  }

  private var facts: [String] {
    var facts = ["question \(report.question)", "experiment \(report.experiment)"]
    if let model = report.version?.body.model { facts.append("model \(model)") }
    if let hash = report.version?.hash.hex.prefix(12) { facts.append("hash \(hash)") }
    if let commit = report.commit { facts.append("data of commit \(commit.prefix(12))") }
    return facts
  }

  // MARK: Fit for use

  private func answer(_ page: inout Page) {
    if let fitness = report.fitness {
      let kind = fitness.fit?.verdict.rawValue ?? "unknown"
      var reason = fitness.sentence
      if reason.hasPrefix(fitness.headline) {
        reason = String(reason.dropFirst(fitness.headline.count).drop { ": ".contains($0) })
      }
      page.add(
        "<p class=\"answer \(kind)\"><strong>\(SafeText.html(fitness.headline.prefix(1).uppercased() + fitness.headline.dropFirst()))</strong>"
          + (reason.isEmpty ? "" : "<br>\(SafeText.html(reason))") + "</p>\n")
    }
    page.add(tiles)
    page.section(
      "Fit for use",
      lead: "A judge is fit if the lower end of every interval reaches its bar. It says nothing "
        + "about whether the last alignment helped.")
    if let fitness = report.fitness {
      if let chart = fitness.chart { page.add(chart) }
      page.add(PageText.paragraphs(fitness.remarks, "note"))
      switch fitness.basis {
      case .verdicts:
        page.add(
          PageText.paragraphs(
            ["Measured by stored verdicts on labelled traces that did not teach the judge."]
              + (fitness.look.sentence.map { ["\($0)."] } ?? []), "note"))
      case .card:
        page.add(PageText.paragraphs(["These are the figures of its report card."], "note"))
      case .check, .none:
        page.add(PageText.paragraphs([fitness.sentence], "note"))
      }
    } else {
      page.add(PageText.paragraphs(["No judge has this name; there are only labels."], "note"))
    }
    page.add(PageText.paragraphs(report.notes, "warn"))
  }

  private var tiles: String {
    var entries: [(String, String)] = []
    if let agreement = report.agreement {
      let set = agreement.set
      entries.append(("\(set.traces.count)", "labelled traces"))
      entries.append(
        (
          "\(set.table.ratings.count)",
          "labels of \(Count.of(set.reviewers.count, "person", "people"))"
        ))
      if set.reviewers.count > 1 {
        let alpha = (try? set.table.krippendorffAlpha(.nominal)) ?? nil
        entries.append((Figures.share(alpha), "Krippendorff’s alpha, people with people"))
      }
      let own = agreement.judges.first { $0.judge == report.version?.hash }
      if let kappa = kappa(own) { entries.append(kappa) }
    }
    if report.version != nil {
      entries.append(
        (
          "\(report.judgesMeasured)",
          report.judgesMeasured == 1
            ? "judge measured on the test set" : "judges measured on the test set"
        ))
    }
    guard !entries.isEmpty else { return "" }
    return "<div class=\"tiles\">\n"
      + entries.map { "<div><b>\(SafeText.html($0))</b><span>\(SafeText.html($1))</span></div>\n" }
      .joined() + "</div>\n"
  }

  /// The judge's kappa with people on traces that did not teach it.
  private func kappa(_ own: AgreementReport.JudgeRow?) -> (String, String)? {
    guard let version = report.version else { return nil }
    if let own, own.taught == 0 {
      return (
        Figures.share(own.comparison.askedKappa),
        "Cohen’s kappa, \(version.label) with people (n = \(own.comparison.askedCount))"
      )
    }
    let card = report.log.first { $0.version.hash == version.hash }?.report
    guard let card, card.judge == version.hash, let figures = card.figures["aligned"],
      let kappa = figures["cohen_kappa"]?.doubleValue
    else { return nil }
    return (
      Figures.share(kappa),
      "Cohen’s kappa with people on the test set (n = \(figures["n"]?.canonicalText ?? "–"))"
    )
  }

  // MARK: Agreement

  private func agreement(_ page: inout Page) {
    guard let agreement = report.agreement else { return }
    page.section(
      "Agreement",
      lead: "People with people, and judges with people. A judge cannot be expected to agree with "
        + "people more than people agree with each other.")
    page.add(agreement.heatMap)
    for part in AgreementText(report: agreement, format: .terminal, showsPairs: false).tables {
      page.add("<h3>\(SafeText.html(part.title))</h3>\n")
      page.add(PageText.table(part.table.columns, part.table.rows, name: part.title))
    }
    if let sentence = agreement.look.sentence {
      page.add(PageText.paragraphs([sentence + "."], "note"))
    }
    page.add(PageText.paragraphs(agreement.warnings, "warn"))
    if let chart = agreement.disagreementChart {
      page.add(chart)
    }
  }

  // MARK: Versions

  private func versions(_ page: inout Page) {
    guard !report.log.isEmpty else { return }
    page.section(
      "Versions",
      lead: "Each version with the one that it came from, and its figures on the test set as its "
        + "report card has them.")
    if let chart = report.log.versionChart { page.add(chart) }
    var rows: [[String]] = []
    for entry in report.log.reversed() {
      let registration = entry.version.registration
      let figures = entry.report?.figures
      let improved = figures?["improved"]?.boolValue
      rows.append([
        entry.version.label
          + (entry.aliases.isEmpty ? "" : " (\(entry.aliases.joined(separator: ", ")))"),
        registration?.time.map { String($0.text.prefix(10)) } ?? "",
        registration?.author?.name ?? "",
        entry.parents.map { $0.label ?? $0.hash.prefix(12) }.joined(separator: ", "),
        figures?["optimizer"]?.stringValue ?? "",
        improved.map { $0 ? "improved" : "no gain was found" } ?? "",
        entry.version.hash.prefix(12),
      ])
    }
    page.add(
      PageText.table(
        ["version", "registered", "by", "from", "aligned by", "result", "hash"], rows,
        name: "Versions"))
    for entry in report.log.reversed().prefix(20) {
      guard let card = entry.report else { continue }
      page.add(
        PageText.folded(
          "Report card of \(entry.version.label)",
          "<pre>\(PageText.text(ReportText.card(card, of: entry.version.body)))</pre>\n"))
    }
    let readings = report.log.compactMap { entry in
      entry.reading.map { "\(entry.version.label): \($0.sentence)." }
    }
    page.add(PageText.paragraphs(readings, "warn"))
  }

  // MARK: The last change

  private func change(_ page: inout Page) {
    guard let diff = report.diff else { return }
    page.section(
      "What \(diff.b.label) changed", lead: "Compared with \(diff.a.label), from stored verdicts.")
    for change in diff.changes { page.add(Self.section(change)) }
    if diff.changes.isEmpty { page.add("<p>No field differs.</p>\n") }
    if let chart = diff.chart, (diff.unseen?.n ?? 0) + (diff.taught?.n ?? 0) > 0 {
      page.add(chart)
    }
    for (name, part) in [("taught neither", diff.unseen), ("taught one of them", diff.taught)] {
      guard let part else { continue }
      for (word, ids) in [("fixed", part.fixed), ("broken", part.broken)] where !ids.isEmpty {
        let entries = ids.prefix(50).map { id in
          let trace = report.flips[id]
          let text = trace.map { PageText.content($0.inputs) } ?? "(text not shown)"
          return (trace?.clientRequestID ?? id, text)
        }
        page.add(
          PageText.folded(
            "\(Count.of(ids.count, "trace")) \(word), of those that \(name)",
            PageText.list(entries.map { (name: $0, text: $1) })
              + PageText.leftOut(ids.count - 50, "trace")))
      }
    }
    page.add(PageText.paragraphs(diff.notes, "note"))
  }

  private static func section(_ change: BodyDiff.Change) -> String {
    var items = ""
    func item(_ sign: String, _ text: String) {
      let kind = sign == "+" ? "add" : "cut"
      items +=
        "<li class=\"\(kind)\"><b>\(sign)</b> <span dir=\"auto\">\(PageText.text(text))</span></li>\n"
    }
    var left = 0
    func list(_ key: String, _ sign: String) {
      let entries = change.detail[key]?.arrayValue ?? []
      for entry in entries.prefix(30) { item(sign, PageText.content(entry)) }
      left += max(0, entries.count - 30)
    }
    if let lines = change.detail["lines"]?.arrayValue {
      let text = lines.compactMap(\.stringValue).joined(separator: "\n")
      return PageText.folded(
        "\(change.field), line by line", "<pre>\(PageText.text(text))</pre>\n", isOpen: true)
    }
    if change.detail["added"] != nil {
      list("added", "+")
      list("removed", "−")
      for entry in change.detail["superseded"]?.arrayValue ?? [] {
        item(
          "−",
          "\(entry["guideline"]?.stringValue ?? "") (replaced by: \(entry["by"]?.stringValue ?? ""))"
        )
      }
      guard !items.isEmpty else { return "" }
      // Trace ids of examples mean little to a reader.
      let isFolded = ["examples", "steps"].contains(change.field)
      return PageText.folded(
        change.field, "<ul>\n\(items)</ul>\n" + PageText.leftOut(left, "entry"), isOpen: !isFolded)
    }
    for (key, sign) in [("a", "−"), ("b", "+")] {
      guard let value = change.detail[key], !value.isNull else { continue }
      item(sign, PageText.content(value))
    }
    return PageText.folded(change.field, "<ul>\n\(items)</ul>\n", isOpen: true)
  }

  // MARK: Errors

  private func errors(_ page: inout Page) {
    guard let errors = report.errors else { return }
    let wrong = errors.wrong
    page.section(
      "Errors on the training part",
      lead: "\(errors.judge) is wrong on \(wrong.cases.count) of "
        + "\(Count.of(wrong.count, "labelled trace")) there"
        + (wrong.ties > 0 ? "; people disagree on \(wrong.ties) more" : "")
        + ". Cases of the test set (\(errors.heldOut)) are not shown.")
    if let chart = wrong.confusion.chart(judge: errors.judge) { page.add(chart) }
    page.add(ErrorCases(cases: wrong.cases).html)
    page.add(PageText.paragraphs(errors.notes, "note"))
  }

  // MARK: Guidelines

  private func guidelines(_ page: inout Page) {
    let rows = report.agreement?.guidelines ?? []
    guard let guideline = report.guideline, !guideline.isEmpty || rows.count > 1 else { return }
    page.section(
      "Guideline for people", lead: "The text that reviewers read, and how far they agree by it.")
    page.add(
      PageText.table(
        ["version", "labels", "people", "traces", "observed agreement", "alpha"],
        rows.map { row in
          [
            (row.version?.prefix(12) ?? "unknown") + (row.isCurrent ? " (current)" : "")
              + (row.isUsed ? "" : ", left out"),
            "\(row.labels)", "\(row.reviewers)", "\(row.traces)",
            Figures.share(row.observedAgreement), Figures.share(row.alpha),
          ]
        }, name: "Guideline versions"))
    guard !guideline.isEmpty else { return }
    page.add(
      PageText.folded(
        "Text of the current version, \(guideline.hash.prefix(12))",
        "<pre dir=\"auto\">\(PageText.text(guideline.text))</pre>\n"))
  }

  private var foot: [String] {
    var lines = [
      "Made by git-judge \(gitJudgeVersion) from what is recorded"
        + (report.commit.map { " at commit \($0)" } ?? "")
        + ". No model was asked, and no look at the test set was added."
    ]
    if report.redacted > 0 {
      lines.append("\(Count.of(report.redacted, "record is", "records are")) hidden in the store.")
    }
    return lines
  }
}
