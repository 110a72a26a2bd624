import GitJudge

/// An agreement report for people.
struct AgreementText {
  let report: AgreementReport
  let format: Table.Format

  var text: String {
    let set = report.set
    var text =
      "\(SafeText.terminal(set.feedbackName)): \(set.table.ratings.count) labels of "
      + "\(set.reviewers.count) reviewers on \(set.traces.count) traces; majority on "
      + "\(set.consensus.decidedCount), \(set.consensus.tieCount) tied\n"
    if set.reviewers.count > 1 { text += "\nPeople with people\n" + people }
    text += "\nJudges with people\n"
    text += report.judges.isEmpty ? "no judge has given a verdict yet\n" : judges
    for warning in report.warnings { text += "warning: \(SafeText.terminal(warning))\n" }
    return text
  }

  private var people: String {
    let set = report.set
    var text = ""
    var rows = Table(["reviewer", "labels", "agrees with the others' majority", "n"])
    for row in set.table.humanCeiling() {
      rows.add([
        set.reviewers[row.rater],
        "\(row.confusion.total + row.tied + row.alone)",
        Figures.share(row.confusion.accuracy), "\(row.confusion.total)",
      ])
    }
    text += rows.text(format)
    // Hundreds of pairs help nobody: the mean says it.
    let pairs = report.pairs
    let defined = pairs.compactMap(\.kappa)
    if pairs.count <= 15 {
      var table = Table(["pair", "n", "agreement", "kappa"])
      for pair in pairs {
        table.add([
          "\(set.reviewers[pair.first]) – \(set.reviewers[pair.second])", "\(pair.items)",
          Figures.share(pair.agreement), Figures.share(pair.kappa),
        ])
      }
      text += "\n" + table.text(format)
    }
    let mean = defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
    text += "mean Cohen's kappa over \(defined.count) pairs: \(Figures.share(mean))\n"
    let alpha = (try? set.table.krippendorffAlpha(.nominal)) ?? nil
    text += "Krippendorff's alpha (nominal): \(Figures.share(alpha))\n"
    return text
  }

  private var judges: String {
    var rows = Table(["judge", "n", "errors", "accuracy", "kappa", "macro F1"])
    for row in report.judges {
      let name = row.version.map { "\($0) (\(row.sourceID))" } ?? row.sourceID
      rows.add([
        name, "\(row.comparison.count)", "\(row.comparison.errors)",
        Figures.share(row.comparison.accuracy), Figures.share(row.comparison.cohenKappa),
        Figures.share(row.comparison.macroF1),
      ])
    }
    return rows.text(format)
  }
}
