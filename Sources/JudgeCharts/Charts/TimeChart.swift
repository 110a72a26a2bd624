/// Shares by period, with their intervals and the number of cases: monitoring over time.
package struct TimeChart {
  /// One period.
  package struct Period: Sendable {
    /// Its name.
    package var name: String
    /// The number of cases.
    package var count: Int
    /// The figures, one per series.
    package var figures: [Estimate]

    /// Creates a period.
    package init(_ name: String, count: Int, figures: [Estimate]) {
      self.name = name
      self.count = count
      self.figures = figures
    }
  }

  /// The title.
  package var title: String
  /// What a reader should see.
  package var summary: String
  /// The names of the one or two series.
  package var series: [String]
  /// The periods, the oldest first.
  package var periods: [Period]
  /// Whether the figures are shares, so that the scale stays within 0 and 1.
  package var areShares: Bool

  /// The largest number of periods that are drawn.
  package static let most = 60

  /// Creates a picture.
  package init(
    title: String, summary: String, series: [String], periods: [Period], areShares: Bool = true
  ) {
    self.title = title
    self.summary = summary
    self.series = series
    self.periods = periods
    self.areShares = areShares
  }

  private var drawn: [Period] { Array(periods.suffix(Self.most)) }

  /// The chart.
  package var chart: Chart {
    let (left, top, bottom) = (44.0, 34.0, 230.0)
    let step = max(14, min(64, 620 / Double(max(1, drawn.count))))
    let right = left + max(320, step * Double(drawn.count))
    let left2 = left
    return Chart(
      title, summary: summary, width: right + 10, height: bottom + 92, table: table
    ) { canvas in
      legend(&canvas, left2)
      let values = drawn.flatMap(\.figures)
        .flatMap { [$0.value, $0.lower, $0.upper].compactMap(\.self) }
      var (low, high) = Axis.shares(values)
      if !areShares {
        (low, high) = (values.min() ?? 0, values.max() ?? 1)
      }
      let y = Axis(low, high, from: bottom, to: top)
      for tick in y.ticks {
        canvas.line(left2, y.place(tick), right, y.place(tick), "jc-rule")
        canvas.text(y.text(tick), left2 - 8, y.place(tick) + 4, "jc-s", .end)
      }
      canvas.line(left2, bottom, right, bottom, "jc-axis")
      func x(_ place: Int) -> Double { left2 + (Double(place) + 0.5) * step }
      counts(&canvas, bottom, step, x)
      for number in series.indices {
        let offset = series.count > 1 ? (number == 0 ? -3.0 : 3) : 0
        var line: [(x: Double, y: Double)] = []
        for (place, period) in drawn.enumerated() {
          guard number < period.figures.count, let value = period.figures[number].value else {
            continue
          }
          let (px, figure) = (x(place) + offset, period.figures[number])
          if let lower = figure.lower, let upper = figure.upper {
            canvas.line(px, y.place(lower), px, y.place(upper), number == 0 ? "jc-a" : "jc-b1")
          }
          line.append((px, y.place(value)))
        }
        canvas.path(line, number == 0 ? "jc-a" : "jc-b1 jc-dash")
        for point in line {
          canvas.circle(point.x, point.y, radius: 3.6, number == 0 ? "jc-adot" : "jc-bdot")
        }
      }
    }
  }

  private func legend(_ canvas: inout Canvas, _ left: Double) {
    var x = left
    for (number, name) in series.enumerated() {
      canvas.line(x, 9, x + 22, 9, number == 0 ? "jc-a" : "jc-b1 jc-dash")
      canvas.circle(x + 11, 9, radius: 4, number == 0 ? "jc-adot" : "jc-bdot")
      canvas.text(name, x + 28, 13, columns: 34)
      x += 28 + Double(min(34, Markup.width(name))) * Canvas.character + 20
    }
  }

  /// The bars below the axis, and the names of the periods.
  private func counts(
    _ canvas: inout Canvas, _ bottom: Double, _ step: Double, _ x: (Int) -> Double
  ) {
    let most = Double(max(1, drawn.map(\.count).max() ?? 1))
    var free = 0.0
    for (place, period) in drawn.enumerated() {
      let height = Double(period.count) / most * 34
      canvas.rectangle(
        x(place) - step * 0.32, bottom + 46 - height, width: step * 0.64, height: height, "jc-bar",
        name: "\(period.name): \(period.count) verdicts")
      let columns = min(12, Markup.width(period.name))
      guard x(place) >= free else { continue }
      canvas.text(period.name, x(place), bottom + 64, "jc-s", .middle, columns: 12)
      canvas.text("\(period.count)", x(place), bottom + 80, "jc-s", .middle)
      free = x(place) + Double(columns) * Canvas.small + 8
    }
    canvas.text("n", 30, bottom + 80, "jc-s", .end)
  }

  private var table: ChartTable {
    var table = ChartTable(
      ["period", "verdicts"] + series.flatMap { [$0, "95 % interval"] })
    for period in periods {
      table.add(
        [period.name, "\(period.count)"]
          + series.indices.flatMap { place -> [String] in
            guard place < period.figures.count else { return ["–", "–"] }
            return [period.figures[place].text, period.figures[place].range]
          })
    }
    return table
  }
}
