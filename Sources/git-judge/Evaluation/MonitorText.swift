import GitJudge

/// A monitoring report in readable form.
enum MonitorText {
  /// Returns the table of periods and, on a terminal, the drift test.
  static func text(_ report: MonitorReport, _ format: Table.Format) -> String {
    let hasPass = report.all.passed != nil
    let hasCorrected = report.rows.contains { $0.corrected != nil }
    let hasLabels = report.all.agreement.proportion.total > 0
    var columns = [report.period.text, "traces", "judged", "errors"]
    columns += hasPass ? ["pass rate", "95 %"] : ["verdicts"]
    if hasCorrected { columns += ["corrected", "95 %"] }
    columns.append("cost")
    if hasLabels { columns += ["labeled", "agreement"] }
    var table = Table(columns)
    func add(_ name: String, _ row: MonitorRow) {
      var cells = [name, "\(row.traces)", "\(row.judged)", "\(row.errors)"]
      if hasPass {
        cells += [Figures.share(row.passed?.value), Figures.interval(row.passed?.interval())]
      } else {
        cells.append(verdicts(row))
      }
      if hasCorrected {
        cells += [
          Figures.share(row.corrected?.estimate), Figures.interval(row.corrected?.interval),
        ]
      }
      cells.append(row.cost.map { Figures.fixed($0, 4) } ?? "–")
      if hasLabels {
        let labelled = row.agreement.proportion.total
        cells += ["\(labelled)", labelled == 0 ? "–" : Figures.share(row.agreement.value)]
      }
      table.add(cells)
    }
    for row in report.rows { add(row.period ?? "(none)", row) }
    if report.rows.count > 1 || format != .terminal { add("all", report.all) }
    guard format == .terminal else { return table.text(format) }
    return "\(SafeText.terminal(report.judge))\n" + table.text(format) + drift(report)
  }

  /// The mean of numbers, otherwise the shares of the most frequent values.
  private static func verdicts(_ row: MonitorRow) -> String {
    if let mean = row.mean { return "mean \(Figures.fixed(mean, 3))" }
    let total = row.values.reduce(0) { $0 + $1.count }
    let shown = row.values.prefix(3).map { value, count in
      let share = Double(count) / Double(max(total, 1))
      return "\(value.stringValue ?? value.canonicalText) \(Figures.fixed(share, 3))"
    }
    return shown.joined(separator: ", ") + (row.values.count > 3 ? ", …" : "")
  }

  private static func drift(_ report: MonitorReport) -> String {
    guard let drift = report.drift, let windows = report.windows else { return "" }
    let word = Style.output(
      drift.hasDrifted ? "Drift" : "No drift", drift.hasDrifted ? .bad : .good)
    var text =
      "\(word) from \(SafeText.terminal(windows.reference)) (\(drift.referenceCount)) to "
      + "\(SafeText.terminal(windows.tested)) (\(Count.of(drift.windowCount, "verdict"))): "
      + "p = \(Figures.fixed(drift.p, 4))\n"
    for change in drift.changes.prefix(3) where change.difference != 0 {
      text +=
        "  \(SafeText.terminal(change.outcome)): \(Figures.share(change.reference)) → "
        + "\(Figures.share(change.window))\n"
    }
    return text
  }
}
