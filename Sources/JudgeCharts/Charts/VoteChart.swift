/// Who gave which value to the traces on which people differ: a disagreement matrix.
package struct VoteChart {
  /// A trace.
  package struct Row: Sendable {
    /// Its id.
    package var name: String
    /// The value of each rater, as a place in the list of values; `nil` if there is none, and -1
    /// for a failed verdict.
    package var votes: [Int?]
    /// The entropy of people's labels in bits.
    package var entropy: Double

    /// Creates a row.
    package init(_ name: String, votes: [Int?], entropy: Double) {
      self.name = name
      self.votes = votes
      self.entropy = entropy
    }
  }

  /// The title.
  package var title: String
  /// The names of the raters: people, then judges.
  package var raters: [String]
  /// The number of raters who are people.
  package var people: Int
  /// The values.
  package var values: [String]
  /// The traces, the widest disagreement first.
  package var rows: [Row]
  /// The number of further traces, which are not shown.
  package var left: Int
  /// A sentence about what is missing.
  package var note: String

  /// Creates a picture.
  package init(
    title: String, raters: [String], people: Int, values: [String], rows: [Row], left: Int = 0,
    note: String = ""
  ) {
    self.title = title
    self.raters = raters
    self.people = people
    self.values = values
    self.rows = rows
    self.left = left
    self.note = note
  }

  private var summary: String {
    "The \(rows.count) traces on which people differ most, one row each, with the value of each "
      + "of \(people) people and \(raters.count - people) judges."
      + (left > 0 ? " \(left) more traces are not shown." : "") + " \(note)"
  }

  /// The chart.
  package var chart: Chart {
    let longest = rows.map { Markup.width($0.name) }.max() ?? 0
    let label = min(170, max(70, Double(longest) * Canvas.character + 10))
    let (cell, height, top) = (96.0, 24.0, 26.0)
    func x(_ rater: Int) -> Double {
      label + Double(rater) * cell + (rater >= people ? 10 : 0)
    }
    let width = x(raters.count) + 66
    return Chart(
      title, summary: summary, width: width,
      height: top + height * Double(rows.count) + (left > 0 ? 24 : 6), table: table
    ) { canvas in
      for (place, rater) in raters.enumerated() {
        canvas.text(rater, x(place) + cell / 2, top - 9, "jc-t jc-b", .middle, columns: 12)
      }
      canvas.text("bits", width, top - 9, "jc-s", .end)
      for (number, row) in rows.enumerated() {
        let y = top + Double(number) * height
        canvas.text(row.name, 0, y + 16, "jc-s", columns: Int(label / Canvas.small))
        for (place, vote) in row.votes.enumerated() {
          guard let vote else {
            canvas.rectangle(
              x(place) + 1, y + 1, width: cell - 2, height: height - 2, "jc-none")
            continue
          }
          let value = text(vote)
          canvas.rectangle(
            x(place), y, width: cell, height: height, "jc-cell jc-c\(vote < 0 ? 5 : min(vote, 5))",
            name: "\(row.name), \(raters[place]): \(value)")
          canvas.text(
            value, x(place) + cell / 2, y + 16, "jc-t", .middle, columns: 12)
        }
        canvas.text(Digits.share(row.entropy), width, y + 16, "jc-s", .end)
      }
      guard left > 0 else { return }
      canvas.text("and \(left) more", 0, top + height * Double(rows.count) + 16, "jc-s")
    }
  }

  private func text(_ vote: Int) -> String {
    values.indices.contains(vote) ? values[vote] : "no verdict"
  }

  private var table: ChartTable {
    var table = ChartTable(["trace"] + raters + ["bits"])
    for row in rows {
      table.add(
        [row.name] + row.votes.map { $0.map(text) ?? "" } + [Digits.share(row.entropy)])
    }
    return table
  }
}
