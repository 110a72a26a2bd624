import GitJudge

/// An agreement report in readable form.
struct AgreementText {
  let report: AgreementReport
  let format: Table.Format
  let showsPairs: Bool

  var text: String {
    // A file with one table, for a spreadsheet.
    if format == .csv { return csv }
    let set = report.set
    var text =
      "\(SafeText.terminal(set.feedbackName)): \(Count.of(set.table.ratings.count, "label")) of "
      + "\(Count.of(set.reviewers.count, "reviewer")) on \(Count.of(set.traces.count, "trace")); "
      + "\(report.method.rawValue) on \(report.consensus.decidedCount), "
      + "\(report.consensus.tieCount) tied\n"
    if set.reviewers.count > 1 { text += "\nPeople with people\n" + people }
    text += selfAgreement + guidelines
    text += "\nJudges with people\n"
    text += report.judges.isEmpty ? "no judge has given a verdict yet\n" : judges
    if let sentence = report.look.sentence { text += "\(sentence)\n" }
    if let tag = report.tag { text += "\nBy \(SafeText.terminal(tag))\n" + groups(tag) }
    for warning in report.warnings { text += "warning: \(SafeText.terminal(warning))\n" }
    return text
  }

  // MARK: People

  /// The tables of the page about a judge.
  var tables: [(title: String, table: Table)] {
    var tables = [(title: "Judges with people", table: judgeTable)]
    if report.judges.isEmpty { tables = [] }
    guard report.set.reviewers.count > 1 else { return tables }
    return [("Each person with the others", peopleTable), ("People with people", figureTable)]
      + tables
      + (alternativeTable.rows.isEmpty
        ? [] : [("Judge and person, each with the same other people", alternativeTable)])
  }

  private var peopleTable: Table {
    let set = report.set
    var rows = Table(["reviewer", "labels", "agrees with the others' majority", "n", "kappa"])
    let counts = set.table.raterCounts
    for row in set.table.humanCeiling() {
      rows.add([
        set.reviewers[row.rater], "\(counts[row.rater])", Figures.share(row.confusion.accuracy),
        "\(row.confusion.total)", Figures.share(row.confusion.cohenKappa()),
      ])
    }
    return rows
  }

  private var people: String {
    var text = peopleTable.text(format)
    let ties = report.set.table.humanCeiling().reduce(0) { $0 + $1.tied }
    if ties > 0 { text += "\(Count.of(ties, "tie")) among the others left out\n" }
    return text + pairs + "\n" + figureTable.text(format) + meetings
  }

  /// The agreement by pair of reviewers, or only the mean if there are too many pairs.
  private var pairs: String {
    let set = report.set
    let pairs = report.pairs
    guard pairs.count <= 15 || showsPairs else { return "" }
    var columns = ["pair", "n", "agreement", "kappa"]
    if report.hasDeclaredOrder { columns += ["linear", "quadratic"] }
    var table = Table(columns)
    for pair in pairs {
      var cells = [
        "\(set.reviewers[pair.first]) – \(set.reviewers[pair.second])", "\(pair.items)",
        Figures.share(pair.agreement), Figures.share(pair.kappa),
      ]
      if report.hasDeclaredOrder {
        cells += [Figures.share(pair.linearKappa), Figures.share(pair.quadraticKappa)]
      }
      table.add(cells)
    }
    return "\n" + table.text(format)
  }

  /// The headline figures with their intervals.
  private var figureTable: Table {
    let table = report.set.table
    let intervals = report.intervals
    var rows = Table(["figure", "value", "95 % interval"])
    func add(_ name: String, _ value: Double?, _ interval: BootstrapInterval?) {
      rows.add([name, Figures.share(value), Figures.interval(interval?.interval)])
    }
    let defined = report.pairs.count { $0.kappa != nil }
    add("observed agreement", table.observedAgreement.value, intervals?.observedAgreement)
    add(
      "Cohen's kappa, mean of \(Count.of(defined, "pair"))", report.pairs.meanKappa(),
      intervals?.meanCohenKappa)
    for kappa in table.fleissKappas() {
      add(
        "Fleiss' kappa, \(kappa.ratings) ratings on \(Count.of(kappa.items, "trace"))",
        kappa.kappa, nil)
    }
    let nominal = (try? table.krippendorffAlpha(.nominal)) ?? nil
    add("Krippendorff's alpha, nominal", nominal, intervals?.nominalAlpha)
    if !report.order.isEmpty {
      add("Krippendorff's alpha, ordinal", report.ordinalAlpha, intervals?.ordinalAlpha)
      add("Krippendorff's alpha, interval", report.intervalAlpha, intervals?.intervalAlpha)
    }
    add("Gwet's AC1", table.gwetAC1(), intervals?.gwetAC1)
    return rows
  }

  // MARK: Confusion

  /// The pairs of values on one trace, over all pairs of reviewers.
  private var meetings: String {
    let set = report.set
    guard set.values.count <= 10 else { return pairMatrices }
    let cells = report.meetings
    var table = Table(["pairs of labels"] + set.values.indices.map { set.text(of: $0) })
    for code in set.values.indices {
      table.add([set.text(of: code)] + cells[code].map { "\($0)" })
    }
    return "\n" + table.text(format) + pairMatrices
  }

  private var pairMatrices: String {
    guard showsPairs else { return "" }
    let set = report.set
    return report.pairs.map { pair in
      let (first, second) = (set.reviewers[pair.first], set.reviewers[pair.second])
      let codes = report.order.isEmpty ? Array(set.values.indices) : report.order
      var table = Table(
        ["\(first) \\ \(second)"] + codes.map { set.text(of: $0) })
      for (row, code) in codes.enumerated() {
        table.add(
          [set.text(of: code)]
            + codes.indices.map { "\(pair.confusion[truth: row, prediction: $0])" })
      }
      return "\n" + table.text(format)
    }.joined()
  }

  private var selfAgreement: String {
    let rows = report.set.selfAgreement
    guard !rows.isEmpty else { return "" }
    var table = Table(["reviewer", "traces again", "agrees with themselves", "kappa"])
    for row in rows {
      table.add([
        report.set.reviewers[row.rater], "\(row.items)", Figures.share(row.agreement.value),
        Figures.share(row.kappa),
      ])
    }
    return "\nPeople with themselves\n" + table.text(format)
  }

  // MARK: Guidelines

  /// One row per version of the guideline, if there are several.
  private var guidelines: String {
    let rows = report.guidelines
    guard rows.count > 1 else { return "" }
    var table = Table(["version", "labels", "reviewers", "traces", "observed", "alpha"])
    for row in rows {
      table.add([
        (row.version?.prefix(12) ?? "unknown") + (row.isCurrent ? " (current)" : "")
          + (row.isUsed ? "" : ", left out"),
        "\(row.labels)", "\(row.reviewers)", "\(row.traces)",
        Figures.share(row.observedAgreement), Figures.share(row.alpha),
      ])
    }
    return "\nPeople with people, by guideline version\n" + table.text(format)
  }

  // MARK: Judges and groups

  private var judges: String {
    judgeTable.text(format) + judgeMatrices + perReviewer + alternatives
  }

  private var judgeTable: Table {
    let isMarked = report.judges.contains { $0.taught > 0 }
    // A failure counts as wrong, as on a report card.
    let hasFailures = report.judges.contains { $0.comparison.askedCount > $0.comparison.count }
    var rows = Table(
      ["judge", "n", "errors", "accuracy", "kappa", "macro F1"]
        + (hasFailures ? ["accuracy, answered", "kappa, answered"] : [])
        + (isMarked ? ["taught by"] : []))
    for row in report.judges {
      let name = row.version.map { "\($0) (\(row.sourceID))" } ?? row.sourceID
      rows.add(
        [
          name, "\(row.comparison.askedCount)", "\(row.comparison.errors)",
          Figures.share(row.comparison.askedAccuracy), Figures.share(row.comparison.askedKappa),
          Figures.share(row.comparison.askedMacroF1),
        ]
          + (hasFailures
            ? [Figures.share(row.comparison.accuracy), Figures.share(row.comparison.cohenKappa)]
            : []) + (isMarked ? ["\(row.taught)"] : []))
    }
    return rows
  }

  /// What each judge says on the traces of each consensus, if there are few enough to read.
  private var judgeMatrices: String {
    guard report.set.values.count <= 10, report.judges.count <= 5 || showsPairs else { return "" }
    return report.judges.map { row in
      "\n"
        + Self.matrix(report.confusion(of: row), judge: row.version ?? row.sourceID).text(format)
    }.joined()
  }

  /// Returns a confusion matrix: rows for people's values, columns for the judge's.
  static func matrix(_ confusion: ConfusionTable, judge: String) -> Table {
    var table = Table(
      ["people \\ \(judge)"] + confusion.values
        + (confusion.hasFailures ? ["no verdict"] : []))
    for row in confusion.rows {
      table.add(
        [row.people] + row.said.map { "\($0)" }
          + (confusion.hasFailures ? ["\(row.failures)"] : []))
    }
    return table
  }

  /// A test of whether a judge may take the place of a reviewer.
  ///
  /// Both are compared with the same other reviewers.
  private var alternativeTable: Table {
    let set = report.set
    var table = Table([
      "against the same others", "reviewer", "n", "judge wins", "reviewer wins", "p",
    ])
    guard set.reviewers.count > 1 else { return table }
    for row in report.judges {
      let name = row.version ?? row.sourceID
      for one in row.alternative.rows.prefix(10) where one.items > 0 {
        table.add([
          name, set.reviewers[one.rater], "\(one.items)", Figures.share(one.judge),
          Figures.share(one.reviewer), one.p.map { Figures.fixed($0, 3) } ?? "–",
        ])
      }
    }
    return table
  }

  private var alternatives: String {
    guard report.set.reviewers.count > 1 else { return "" }
    var text = ""
    for row in report.judges {
      let name = row.version ?? row.sourceID
      let test = row.alternative
      guard let rate = test.winningRate else { continue }
      let tested = test.rows.count { $0.p != nil }
      let beaten = test.rows.count { $0.isBeaten }
      text +=
        "\(SafeText.terminal(name)) may stand in for \(beaten) of \(tested) reviewers "
        + "(alternative annotator test, ε = \(Figures.fixed(test.epsilon, 2)), winning rate "
        + "\(Figures.share(rate)), advantage \(Figures.share(test.advantage)))\n"
    }
    return text.isEmpty ? "" : "\n" + alternativeTable.text(format) + text
  }

  /// The agreement of each judge with each reviewer, if there are few enough to read.
  private var perReviewer: String {
    let set = report.set
    guard (2...10).contains(set.reviewers.count) else { return "" }
    var table = Table(["accuracy against"] + set.reviewers)
    for row in report.judges {
      let name = row.version.map { "\($0) (\(row.sourceID))" } ?? row.sourceID
      table.add([name] + row.reviewers.map { Figures.share($0.askedAccuracy) })
    }
    return "\n" + table.text(format)
  }

  private func groups(_ tag: String) -> String {
    var rows = Table([
      tag, "traces", "labels", "observed", "mean kappa", "alpha", "95 % interval", "AC1",
    ])
    for group in report.groups {
      let table = group.report.set.table
      let alpha = (try? table.krippendorffAlpha(.nominal)) ?? nil
      rows.add([
        group.value ?? "(none)", "\(group.report.set.traces.count)", "\(table.ratings.count)",
        Figures.share(table.observedAgreement.value), Figures.share(group.report.pairs.meanKappa()),
        Figures.share(alpha), Figures.interval(group.report.intervals?.nominalAlpha?.interval),
        Figures.share(table.gwetAC1()),
      ])
    }
    return rows.text(format)
  }
}
