public import JudgeCharts
public import JudgeEvaluation
import JudgeJSON

extension Fitness {
  /// The figures that decide whether a judge is fit, with their bars, as a picture.
  ///
  /// `nil` if nothing was measured.
  public var chart: Chart? {
    fit?.chart(of: judge)
  }
}

extension FitForUse {
  /// Returns the figures that decide, with their bars, as a picture.
  ///
  /// - Parameter judge: the name of the judge.
  /// - Returns: the picture, or `nil` if there is no figure.
  public func chart(of judge: String) -> Chart? {
    guard let first = criteria.first else { return nil }
    let percent = Int((first.confidenceShare * 1000).rounded())
    let share = "\(percent / 10)\(percent % 10 == 0 ? "" : ".\(percent % 10)") %"
    let rows = criteria.map { criterion in
      IntervalChart.Row(
        criterion.name, note: "n = \(criterion.count)",
        figures: [[Estimate(criterion.value, criterion.interval, count: criterion.count)]])
    }
    return IntervalChart(
      title: "Fit for use: \(judge)",
      summary: criteria.map { criterion in
        "\(criterion.name) \(Estimate(criterion.value, criterion.interval).text)"
      }.joined(separator: ", ")
        + ". The lower end of each \(share) interval must reach the bar "
        + "\(JSONValue.number(first.bar).canonicalText).",
      subject: "figure",
      panels: [
        IntervalChart.Panel(
          "value", reference: (first.bar, "bar \(JSONValue.number(first.bar).canonicalText)"))
      ], interval: "\(share) interval", rows: rows
    ).chart
  }
}

extension FitForUse.Criterion {
  /// The coverage of the interval.
  fileprivate var confidenceShare: Double { interval?.confidence ?? 0.95 }
}
