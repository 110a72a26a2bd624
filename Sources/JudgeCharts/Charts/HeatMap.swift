/// The agreement of each person and judge with each person, with intervals.
package struct HeatMap {
  /// A pair of raters.
  package struct Cell: Sendable {
    /// The share of cases on which both agree.
    package var agreement: Estimate
    /// Cohen's kappa, or `nil` if it is not defined.
    package var kappa: Double?

    /// Creates a cell.
    package init(agreement: Estimate, kappa: Double?) {
      self.agreement = agreement
      self.kappa = kappa
    }
  }

  /// The title.
  package var title: String
  /// What a reader should see.
  package var summary: String
  /// The names of the columns.
  package var columns: [String]
  /// The names of the rows with their cells; `nil` if the two have no case in common.
  package var rows: [(name: String, cells: [Cell?])]
  /// The number of rows above a thicker line, such as people above judges.
  package var firstRows: Int

  /// Creates a picture.
  package init(
    title: String, summary: String, columns: [String], rows: [(name: String, cells: [Cell?])],
    firstRows: Int
  ) {
    self.title = title
    self.summary = summary
    self.columns = columns
    self.rows = rows
    self.firstRows = firstRows
  }

  /// The chart.
  package var chart: Chart {
    let longest = rows.map { Markup.width($0.name) }.max() ?? 0
    let label = min(230, max(70, Double(longest) * Canvas.character + 12))
    let (cell, height, top) = (112.0, 52.0, 26.0)
    let width = max(label + cell * Double(columns.count), 430)
    let bottom = top + height * Double(rows.count) + (firstRows < rows.count ? 8 : 0)
    return Chart(title, summary: summary, width: width, height: bottom + 40, table: table) {
      canvas in
      for (place, name) in columns.enumerated() {
        canvas.text(
          name, label + (Double(place) + 0.5) * cell, top - 9, "jc-t jc-b", .middle, columns: 14)
      }
      for (place, row) in rows.enumerated() {
        let y = top + Double(place) * height + (place >= firstRows ? 8 : 0)
        canvas.text(
          row.name, 0, y + height / 2 + 4, "jc-t jc-b", columns: Int(label / Canvas.character))
        for (column, entry) in row.cells.enumerated() {
          draw(
            entry, row.name, columns[column], &canvas, label + Double(column) * cell, y, cell,
            height)
        }
      }
      legend(&canvas, bottom + 14)
    }
  }

  private func draw(
    _ entry: Cell?, _ row: String, _ column: String, _ canvas: inout Canvas, _ x: Double,
    _ y: Double, _ width: Double, _ height: Double
  ) {
    guard let entry, let step = ChartStyle.step(Self.scaled(entry.agreement.value)) else {
      canvas.rectangle(x + 1, y + 1, width: width - 2, height: height - 2, "jc-none")
      return
    }
    let agreement = entry.agreement
    canvas.rectangle(
      x, y, width: width, height: height, "jc-cell jc-h\(step)",
      name: "\(row) with \(column): agreement \(agreement.text) \(agreement.range)")
    let middle = x + width / 2
    let ink = "jc-on\(step)"
    canvas.text(agreement.text, middle, y + 18, "jc-b \(ink)", .middle)
    canvas.text(agreement.range, middle, y + 32, "jc-on \(ink)", .middle)
    let kappa = entry.kappa.map { "κ \(Digits.share($0))  " } ?? ""
    canvas.text(
      kappa + (agreement.count.map { "n \($0)" } ?? ""), middle, y + 45, "jc-on \(ink)", .middle)
  }

  /// Agreement is rarely under one half, so the scale has its steps from there.
  private static func scaled(_ share: Double?) -> Double? {
    // A cell that shows 0.90 has the step of 0.9.
    share.map { (($0 * 100).rounded() - 49.9) / 50 }
  }

  private func legend(_ canvas: inout Canvas, _ y: Double) {
    let texts = ["under 0.6", "0.6", "0.7", "0.8", "0.9 and more"]
    for (step, text) in texts.enumerated() {
      canvas.rectangle(
        Double(step) * 84, y, width: 84, height: 18, "jc-cell jc-h\(step)")
      canvas.text(text, Double(step) * 84 + 42, y + 13, "jc-on jc-on\(step)", .middle)
    }
  }

  private var table: ChartTable {
    var table = ChartTable(["rater", "with", "agreement", "95 % interval", "kappa", "n"])
    for (place, row) in rows.enumerated() {
      for (column, cell) in row.cells.enumerated() {
        guard let cell, place >= firstRows || column > place else { continue }
        table.add([
          row.name, columns[column], cell.agreement.text, cell.agreement.range,
          Digits.share(cell.kappa), cell.agreement.count.map(String.init) ?? "–",
        ])
      }
    }
    return table
  }
}
