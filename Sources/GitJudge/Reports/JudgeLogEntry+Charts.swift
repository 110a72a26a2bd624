public import JudgeCharts
import JudgeJSON
import JudgeRecords

extension [JudgeLogEntry] {
  /// The largest number of versions in a picture.
  private static var mostVersions: Int { 14 }

  /// The figures of judge versions on the test set, before and after each alignment, as a picture.
  ///
  /// `nil` if no version has a report card with figures. The oldest version comes first.
  public var versionChart: Chart? {
    let measured = filter { $0.figure("aligned", "accuracy") != nil }
    guard let name = first?.version.name, !measured.isEmpty else { return nil }
    let names = [
      ("accuracy", "accuracy", "accuracy_interval"),
      ("Cohen's kappa", "cohen_kappa", "cohen_kappa_interval"),
      ("TPR", "true_positive_rate", "true_positive_interval"),
      ("TNR", "true_negative_rate", "true_negative_interval"),
    ].filter { name in measured.contains { $0.figure("aligned", name.1) != nil } }
    let rows = measured.suffix(Self.mostVersions).map { entry in
      let improved = entry.report?.figures["improved"]?.boolValue
      let day = entry.version.registration?.time.map { String($0.text.prefix(10)) } ?? ""
      return IntervalChart.Row(
        entry.version.number.map { "v\($0)" } ?? String(entry.version.hash.hex.prefix(12)),
        note: [day, improved == false ? "no gain" : ""].filter { !$0.isEmpty }.joined(
          separator: ", "),
        figures: names.map { _, key, interval in
          ["base", "aligned"].map { entry.estimate($0, key, interval) }
        })
    }
    let left = measured.count - rows.count
    return IntervalChart(
      title: "Versions of \(name) on the test set",
      summary: "Figures of \(Count.of(rows.count, "version")) on the test set, as the report cards "
        + "have them, before and after each alignment."
        + (left > 0 ? " \(left) older ones are not shown." : ""),
      subject: "version", panels: names.map { IntervalChart.Panel($0.0) },
      series: ["before alignment", "aligned"], rows: rows
    ).chart
  }
}

extension JudgeLogEntry {
  fileprivate func figure(_ side: String, _ key: String) -> Double? {
    report?.figures[side]?[key]?.doubleValue
  }

  fileprivate func estimate(_ side: String, _ key: String, _ interval: String) -> Estimate? {
    guard let value = figure(side, key) else { return nil }
    let figures = report?.figures[side]
    let ends = figures?[interval]?.arrayValue ?? []
    return Estimate(
      value, lower: ends.first?.doubleValue, upper: ends.count == 2 ? ends[1].doubleValue : nil,
      count: figures?["n"]?.intValue)
  }
}
