/// How often a judge gave each value where people agree on a value.
package struct ConfusionChart {
  /// The title.
  package var title: String
  /// The name of the judge.
  package var judge: String
  /// The values, in the order of rows and columns.
  package var values: [String]
  /// The counts by people's value and the judge's.
  package var counts: [[Int]]
  /// The number of failed verdicts by people's value.
  package var failures: [Int]

  /// The largest number of values that can be drawn.
  package static let most = 12

  /// Creates a picture.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - judge: the name of the judge.
  ///   - values: the values, in the order of rows and columns.
  ///   - counts: one row per value, each with one count per value.
  ///   - failures: one number per value.
  package init(
    title: String, judge: String, values: [String], counts: [[Int]], failures: [Int]
  ) {
    self.title = title
    self.judge = judge
    self.values = values
    self.counts = counts
    self.failures = failures
  }

  private var hasFailures: Bool { failures.contains { $0 > 0 } }

  private func total(_ row: Int) -> Int { counts[row].reduce(failures[row], +) }

  private var summary: String {
    let all = values.indices.reduce(0) { $0 + total($1) }
    let right = values.indices.reduce(0) { $0 + counts[$1][$1] }
    return "\(judge) gives people's value on \(right) of \(all) labelled traces. Rows are people's "
      + "values, columns the judge's; shares are those of a row."
  }

  /// The chart.
  package var chart: Chart {
    let columns = values + (hasFailures ? ["no verdict"] : [])
    let longest = values.map(Markup.width).max() ?? 0
    let label = min(180, max(60, Double(longest) * Canvas.character + 14))
    let (width, height) = (92.0, 46.0)
    let (left, top) = (label + 4, 44.0)
    return Chart(
      title, summary: summary, width: max(320, left + width * Double(columns.count) + 62),
      height: top + height * Double(values.count) + 6, table: table
    ) { canvas in
      canvas.text("people", 0, top - 8, "jc-s")
      canvas.text("judge", left + 4, 12, "jc-s")
      canvas.text("n", left + width * Double(columns.count) + 52, top - 8, "jc-s", .end)
      for (place, value) in columns.enumerated() {
        canvas.text(
          value, left + (Double(place) + 0.5) * width, top - 8, "jc-t jc-b", .middle, columns: 11)
      }
      for row in values.indices {
        let y = top + Double(row) * height
        canvas.text(
          values[row], 0, y + height / 2 + 4, "jc-t jc-b", columns: Int(label / Canvas.character))
        let all = total(row)
        for (column, count) in (counts[row] + (hasFailures ? [failures[row]] : [])).enumerated() {
          let x = left + Double(column) * width
          let share = all > 0 ? Double(count) / Double(all) : 0
          let step = count == 0 ? 0 : ChartStyle.step(share) ?? 0
          canvas.rectangle(
            x, y, width: width, height: height, "jc-cell jc-h\(step)",
            name: "people \(values[row]), judge \(columns[column]): \(count) of \(all)")
          if column == row {
            canvas.rectangle(x + 2, y + 2, width: width - 4, height: height - 4, "jc-frame")
          }
          canvas.text("\(count)", x + width / 2, y + 20, "jc-b jc-on\(step)", .middle)
          guard all > 0 else { continue }
          canvas.text(
            Digits.fixed(share * 100, 0) + " %", x + width / 2, y + 36, "jc-on jc-on\(step)",
            .middle)
        }
        canvas.text(
          "\(all)", left + width * Double(columns.count) + 52, y + height / 2 + 4, "jc-t", .end)
      }
    }
  }

  private var table: ChartTable {
    var table = ChartTable(
      ["people \\ judge"] + values + (hasFailures ? ["no verdict"] : []) + ["n"])
    for row in values.indices {
      table.add(
        [values[row]] + counts[row].map(String.init)
          + (hasFailures ? ["\(failures[row])"] : []) + ["\(total(row))"])
    }
    return table
  }
}
