/// What changed between two judges or runs: the flips both ways, and the difference.
package struct ComparisonChart {
  /// One question, or one part of the traces.
  package struct Row: Sendable {
    /// Its name.
    package var name: String
    /// The number of traces that both judged.
    package var count: Int
    /// The number of traces on which only the later one is right.
    package var fixed: Int
    /// The number of traces on which only the earlier one is right.
    package var broken: Int
    /// The difference of the two shares.
    package var difference: Estimate

    /// Creates a row.
    package init(
      _ name: String, count: Int, fixed: Int, broken: Int, difference: Estimate
    ) {
      self.name = name
      self.count = count
      self.fixed = fixed
      self.broken = broken
      self.difference = difference
    }
  }

  /// The title.
  package var title: String
  /// The name of the intervals.
  package var interval: String
  /// The rows, from the top.
  package var rows: [Row]

  /// Creates a picture.
  package init(title: String, interval: String = "95 % interval", rows: [Row]) {
    self.title = title
    self.interval = interval
    self.rows = rows
  }

  private static let caption =
    "Fixed traces are right only afterwards, broken ones only before."

  private var summary: String {
    Self.caption + " "
      + rows.map { row in
        "\(row.name): of \(row.count) traces, \(row.fixed) became right and \(row.broken) wrong; "
          + "difference \(Self.digits(row.difference))."
      }.joined(separator: " ")
  }

  /// The chart.
  package var chart: Chart {
    let longest = rows.map { Markup.width($0.name) }.max() ?? 0
    let label = min(200, max(90, Double(longest) * Canvas.character + 12))
    let (flips, plot, digits, rowHeight, top) = (190.0, 230.0, 150.0, 40.0, 30.0)
    let bottom = top + rowHeight * Double(rows.count)
    let width = label + flips + plot + digits + 30
    return Chart(
      title, summary: summary, caption: Self.caption, width: width, height: bottom + 26,
      table: table
    ) { canvas in
      let middle = label + flips / 2
      canvas.text("broken", middle - 8, top - 10, "jc-badt", .end)
      canvas.text("fixed", middle + 8, top - 10, "jc-goodt")
      canvas.text("difference, \(interval)", label + flips + 38, top - 10, "jc-t jc-b")
      let most = Double(max(1, rows.map { max($0.fixed, $0.broken) }.max() ?? 1))
      let unit = (flips / 2 - 40) / most
      let ends = rows.flatMap {
        [$0.difference.value, $0.difference.lower, $0.difference.upper].compactMap(\.self)
      }
      let limit = max(0.05, ((ends.map(abs).max() ?? 0) * 20 - 1e-9).rounded(.up) / 20)
      let axis = Axis(
        -limit, limit, from: label + flips + 30, to: label + flips + 30 + plot)
      for tick in axis.ticks {
        canvas.line(axis.place(tick), top, axis.place(tick), bottom, "jc-rule")
        canvas.text(axis.text(tick), axis.place(tick), bottom + 16, "jc-s", .middle)
      }
      canvas.line(axis.place(0), top, axis.place(0), bottom, "jc-ref")
      canvas.line(middle, top, middle, bottom, "jc-axis")
      for (number, row) in rows.enumerated() {
        let y = top + (Double(number) + 0.5) * rowHeight
        canvas.line(0, y - rowHeight / 2, width, y - rowHeight / 2, "jc-rule")
        canvas.text(row.name, 0, y - 1, "jc-t jc-b", columns: Int(label / Canvas.character))
        canvas.text("n = \(row.count)", 0, y + 13, "jc-s")
        bar(row.broken, -1, unit, &canvas, middle, y)
        bar(row.fixed, 1, unit, &canvas, middle, y)
        draw(row.difference, &canvas, axis, y)
        canvas.text(
          Self.digits(row.difference), axis.to + 14, y + 4, "jc-t", columns: 24)
      }
    }
  }

  private static func digits(_ difference: Estimate) -> String {
    Digits.signed(difference.value) + (difference.lower == nil ? "" : " \(difference.range)")
  }

  private func bar(
    _ count: Int, _ side: Double, _ unit: Double, _ canvas: inout Canvas, _ middle: Double,
    _ y: Double
  ) {
    let length = Double(count) * unit
    canvas.rectangle(
      side < 0 ? middle - length : middle, y - 7, width: length, height: 14,
      side < 0 ? "jc-badbar" : "jc-goodbar")
    canvas.text(
      "\(side < 0 ? "−" : "+")\(count)", middle + side * (length + 6), y + 4, "jc-t",
      side < 0 ? .end : .start)
  }

  private func draw(_ difference: Estimate, _ canvas: inout Canvas, _ axis: Axis, _ y: Double) {
    if let lower = difference.lower, let upper = difference.upper {
      canvas.line(axis.place(lower), y, axis.place(upper), y, "jc-a")
    }
    if let value = difference.value {
      canvas.circle(axis.place(value), y, radius: 4.5, "jc-adot")
    }
  }

  private var table: ChartTable {
    var table = ChartTable(["compared", "n", "fixed", "broken", "difference", interval])
    for row in rows {
      table.add([
        row.name, "\(row.count)", "\(row.fixed)", "\(row.broken)",
        Digits.signed(row.difference.value), row.difference.range,
      ])
    }
    return table
  }
}
