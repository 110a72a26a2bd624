import JudgeAgreement
public import JudgeCharts
public import JudgeEvaluation
import JudgeJSON

extension [String: RunComparison] {
  /// Returns the comparison of two runs as a picture: flips both ways, and the paired difference.
  ///
  /// - Parameters:
  ///   - first: the earlier run.
  ///   - second: the later run.
  /// - Returns: the picture.
  public func chart(of first: String, and second: String) -> Chart {
    let rows = sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, compared in
      compared.figures.row(name + (compared.figures.measure == .passRate ? ", passed" : ""))
    }
    return ComparisonChart(
      title: "Run \(second) against \(first)",
      interval: [ConfidenceInterval].name(values.map(\.figures.interval)), rows: rows
    ).chart
  }
}

extension JudgeDiff {
  /// The comparison of two versions as a picture; `nil` if they answer different questions.
  public var chart: Chart? {
    guard let unseen else { return nil }
    var rows = [unseen.row("traces that taught neither")]
    for entry in classes {
      let value = entry.value.stringValue ?? entry.value.canonicalText
      rows.append(
        ComparisonChart.Row(
          "people say \(value)", count: entry.n, fixed: fixed(entry.value, unseen.fixed),
          broken: fixed(entry.value, unseen.broken), difference: Estimate(entry.b - entry.a)))
    }
    if let taught, taught.n > 0 {
      rows.append(
        ComparisonChart.Row(
          "traces that taught one", count: taught.n, fixed: taught.fixed.count,
          broken: taught.broken.count, difference: Estimate(taught.delta)))
    }
    return ComparisonChart(
      title: "\(b.label) against \(a.label)",
      interval: [ConfidenceInterval].name([unseen.interval]), rows: rows
    ).chart
  }

  private func fixed(_ value: JSONValue, _ flips: [String]) -> Int {
    flips.count { truth[$0] == value }
  }
}

extension VerdictComparison {
  /// Returns the comparison as a row of a picture.
  func row(_ name: String) -> ComparisonChart.Row {
    ComparisonChart.Row(
      name, count: n, fixed: fixed.count, broken: broken.count,
      difference: Estimate(delta, interval))
  }

  /// The interval of the difference, or `nil` without traces.
  fileprivate var interval: ConfidenceInterval? { n > 0 ? figures.differenceInterval : nil }
}

extension MonitorReport {
  /// The verdicts over time as a picture.
  public var chart: Chart {
    let hasCorrected = rows.contains { $0.corrected != nil }
    let shares = all.passed != nil
    var series = ["pass rate"]
    if hasCorrected { series.append("corrected pass rate") }
    if all.passed == nil {
      series = [all.mean == nil ? "share of \(mostFrequent)" : "mean"]
    }
    let periods = rows.map { row in
      var figures: [Estimate] = []
      if let passed = row.passed {
        figures = [Estimate(passed.value, passed.interval(), count: passed.proportion.total)]
        if hasCorrected {
          figures.append(Estimate(row.corrected?.estimate, row.corrected?.interval))
        }
      } else if all.mean != nil {
        figures = [Estimate(row.mean)]
      } else {
        figures = [Estimate(share(of: mostFrequent, in: row))]
      }
      return TimeChart.Period(row.period ?? "(none)", count: row.judged, figures: figures)
    }
    let left = max(0, periods.count - TimeChart.most)
    return TimeChart(
      title: "\(judge) by \(period.text)",
      summary: "\(series[0]) of \(all.judged) verdicts in \(periods.count) periods"
        + (shares ? ", with 95 % intervals" : "") + "; bars have the number of verdicts."
        + (left > 0 ? " \(left) earlier periods are only in the table." : ""),
      series: series, periods: periods, areShares: all.mean == nil
    ).chart
  }

  /// The text of the most frequent value.
  private var mostFrequent: String {
    all.values.first.map { $0.value.stringValue ?? $0.value.canonicalText } ?? "–"
  }

  private func share(of value: String, in row: MonitorRow) -> Double? {
    let total = row.values.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
    let own = row.values.first { ($0.value.stringValue ?? $0.value.canonicalText) == value }
    return Double(own?.count ?? 0) / Double(total)
  }
}
