/// Figures with their intervals, one row per thing that was measured: a forest plot.
///
/// Several figures of the same rows stand beside each other as panels with one scale each.
package struct IntervalChart {
  /// A figure that all rows have.
  package struct Panel: Sendable {
    /// The name of the figure.
    package var name: String
    /// A line at a value, such as the bar that a judge must reach, with its name.
    package var reference: (value: Double, name: String)?
    /// Whether the figure is a difference, whose digits have a sign.
    package var isDifference = false

    /// Creates a panel.
    package init(
      _ name: String, reference: (value: Double, name: String)? = nil, isDifference: Bool = false
    ) {
      self.name = name
      self.reference = reference
      self.isDifference = isDifference
    }
  }

  /// A thing that was measured.
  package struct Row: Sendable {
    /// Its name.
    package var name: String
    /// A few further words, such as a date.
    package var note: String
    /// Its figures by panel; two for a figure before and after.
    package var figures: [[Estimate?]]

    /// Creates a row.
    package init(_ name: String, note: String = "", figures: [[Estimate?]]) {
      self.name = name
      self.note = note
      self.figures = figures
    }
  }

  /// The title.
  package var title: String
  /// What a reader should see.
  package var summary: String
  /// The heading of the names.
  package var subject: String
  /// The figures.
  package var panels: [Panel]
  /// The names of the two figures of a row; empty if there is one.
  package var series: [String] = []
  /// The name of the intervals.
  package var interval: String
  /// The rows, from the top.
  package var rows: [Row]

  /// Creates a picture.
  package init(
    title: String, summary: String, subject: String, panels: [Panel], series: [String] = [],
    interval: String = "95 % interval", rows: [Row]
  ) {
    self.title = title
    self.summary = summary
    self.subject = subject
    self.panels = panels
    self.series = series
    self.interval = interval
    self.rows = rows
  }

  /// The chart.
  package var chart: Chart {
    let isSingle = panels.count == 1
    let names = rows.map { max(Markup.width($0.name), Markup.width($0.note)) }.max() ?? 0
    let label = min(230, max(90, Double(names) * Canvas.character + 12))
    let plot = isSingle ? 330.0 : 190
    let digits = isSingle ? (series.isEmpty ? 140.0 : 250) : 22
    let rowHeight = rows.contains { !$0.note.isEmpty } ? 36.0 : 26
    let top = (series.isEmpty ? 0.0 : 24) + 22
    let bottom = top + rowHeight * Double(rows.count)
    return Chart(
      title, summary: summary, width: label + (plot + digits) * Double(panels.count),
      height: bottom + 38, table: table
    ) { canvas in
      legend(&canvas, at: label)
      for (number, row) in rows.enumerated() {
        let y = top + (Double(number) + 0.5) * rowHeight
        canvas.text(
          row.name, 0, row.note.isEmpty ? y + 4 : y - 2, "jc-t jc-b",
          columns: Int(label / Canvas.character))
        if !row.note.isEmpty {
          canvas.text(row.note, 0, y + 12, "jc-s", columns: Int(label / Canvas.small))
        }
        canvas.line(
          0, top + Double(number) * rowHeight, label + (plot + digits) * Double(panels.count),
          top + Double(number) * rowHeight, "jc-rule")
      }
      for (number, panel) in panels.enumerated() {
        let left = label + (plot + digits) * Double(number)
        draw(panel, number, &canvas, left, plot, top, rowHeight)
      }
    }
  }

  private func legend(_ canvas: inout Canvas, at left: Double) {
    var x = left
    for (number, name) in series.enumerated() {
      canvas.line(x, 9, x + 22, 9, number == 0 ? "jc-b1" : "jc-a")
      canvas.circle(x + 11, 9, radius: 4, number == 0 ? "jc-bdot" : "jc-adot")
      canvas.text(name, x + 28, 13, "jc-t", columns: 30)
      x += 28 + Double(min(30, Markup.width(name))) * Canvas.character + 20
    }
  }

  private func axis(_ number: Int, from left: Double, width: Double) -> Axis {
    let ends = rows.flatMap { $0.figures[number].compactMap(\.self) }
      .flatMap { [$0.value, $0.lower, $0.upper].compactMap(\.self) }
    let reference = panels[number].reference.map { [$0.value] } ?? []
    guard panels[number].isDifference else {
      let (lower, upper) = Axis.shares(ends, including: reference)
      return Axis(lower, upper, from: left + 8, to: left + width - 8)
    }
    let most = (ends + reference).map(abs).max() ?? 0
    let limit = max(0.05, (most * 20 - 1e-9).rounded(.up) / 20)
    return Axis(-limit, limit, from: left + 8, to: left + width - 8)
  }

  private func draw(
    _ panel: Panel, _ number: Int, _ canvas: inout Canvas, _ left: Double, _ width: Double,
    _ top: Double, _ rowHeight: Double
  ) {
    let bottom = top + rowHeight * Double(rows.count)
    let axis = axis(number, from: left, width: width)
    canvas.text(panel.name, left + 8, top - 8, "jc-t jc-b", columns: Int(width / Canvas.character))
    for tick in axis.ticks {
      let x = axis.place(tick)
      canvas.line(x, top, x, bottom, "jc-rule")
      canvas.text(axis.text(tick), x, bottom + 15, "jc-s", .middle)
    }
    canvas.line(axis.from, bottom, axis.to, bottom, "jc-axis")
    if let reference = panel.reference {
      let x = axis.place(reference.value)
      canvas.line(x, top, x, bottom, "jc-ref")
      canvas.text(
        reference.name, x, bottom + 30, "jc-s", .middle, columns: Int(width / Canvas.small))
    }
    for (place, row) in rows.enumerated() {
      let y = top + (Double(place) + 0.5) * rowHeight
      let marks = row.figures[number]
      for (series, mark) in marks.enumerated() {
        guard let mark, let value = mark.value else { continue }
        let isFirst = marks.count > 1 && series == 0
        let offset = marks.count > 1 ? (isFirst ? -5.0 : 5) : 0
        if let lower = mark.lower, let upper = mark.upper {
          canvas.line(
            axis.place(lower), y + offset, axis.place(upper), y + offset,
            isFirst ? "jc-b1" : "jc-a")
        }
        canvas.circle(
          axis.place(value), y + offset, radius: 4.2, isFirst ? "jc-bdot" : "jc-adot")
      }
      guard panels.count == 1 else { continue }
      canvas.text(digits(marks, panel), left + width + 10, y + 4, "jc-t", columns: 40)
    }
  }

  private func digits(_ marks: [Estimate?], _ panel: Panel) -> String {
    let texts = marks.map { mark -> String in
      guard let mark, mark.value != nil else { return "–" }
      let value = panel.isDifference ? Digits.signed(mark.value) : mark.text
      return value + (mark.lower == nil ? "" : " \(mark.range)")
    }
    return texts.joined(separator: " → ")
  }

  /// One row per thing and figure.
  private var table: ChartTable {
    var columns = [subject]
    if panels.count > 1 { columns.append("figure") }
    for name in series.isEmpty ? [""] : series {
      columns += [name.isEmpty ? panels.first?.name ?? "" : name, interval]
    }
    columns.append("n")
    var table = ChartTable(columns)
    for row in rows {
      for (number, panel) in panels.enumerated() {
        var cells = [row.name] + (panels.count > 1 ? [panel.name] : [])
        let marks = row.figures[number]
        for place in 0..<max(1, series.count) {
          let mark = place < marks.count ? marks[place] : nil
          let value = panel.isDifference ? Digits.signed(mark?.value) : mark?.text ?? "–"
          cells += [value, mark?.range ?? "–"]
        }
        cells.append(marks.compactMap { $0?.count }.last.map(String.init) ?? "–")
        table.add(cells)
      }
    }
    return table
  }
}
