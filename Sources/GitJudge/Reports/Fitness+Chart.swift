import JudgeAgreement
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
    let interval = [ConfidenceInterval].name(criteria.map(\.interval))
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
        + ". The lower end of each \(interval) must reach the bar "
        + "\(JSONValue.number(first.bar).canonicalText).",
      subject: "figure",
      panels: [
        IntervalChart.Panel(
          "value", reference: (first.bar, "bar \(JSONValue.number(first.bar).canonicalText)"))
      ], interval: interval, rows: rows
    ).chart
  }
}

extension [ConfidenceInterval] {
  /// Returns the name of intervals by their coverage, such as `97.5 % interval`.
  ///
  /// - Parameter intervals: the intervals, some of which may be missing.
  /// - Returns: the name; `interval` if they differ.
  static func name(_ intervals: [ConfidenceInterval?]) -> String {
    let tenths = Set(
      intervals.compactMap { $0.map { Int(($0.confidence * 1000).rounded()) } })
    guard tenths.count < 2 else { return "interval" }
    let share = tenths.first ?? 950
    return "\(share / 10)\(share % 10 == 0 ? "" : ".\(share % 10)") % interval"
  }
}
