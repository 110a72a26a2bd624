import GitJudge

/// A table in readable form, as Markdown or CSV.
struct Table {
  /// The format of a table.
  enum Format { case terminal, markdown, csv }

  let columns: [String]
  var rows: [[String]] = []
  /// The tones of cells on a terminal, by row and column.
  private var tones: [Int: [Int: Style.Tone]] = [:]

  init(_ columns: [String]) { self.columns = columns }

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - cells: one text per column.
  ///   - tones: the styles of cells on a terminal, by column.
  mutating func add(_ cells: [String], tones: [Int: Style.Tone] = [:]) {
    if !tones.isEmpty { self.tones[rows.count] = tones }
    rows.append(cells)
  }

  /// Returns the table as text, with a line break at its end.
  func text(_ format: Format, width: Int = 60) -> String {
    switch format {
    case .csv:
      return ([columns] + rows).map { $0.map(SafeText.csv).joined(separator: ",") + "\r\n" }
        .joined()
    case .markdown:
      var text = "| " + columns.map(SafeText.markdown).joined(separator: " | ") + " |\n"
      text += "|" + columns.map { _ in " --- |" }.joined() + "\n"
      for row in rows {
        text += "| " + row.map(SafeText.markdown).joined(separator: " | ") + " |\n"
      }
      return text
    case .terminal: return aligned(limit: width)
    }
  }

  /// Returns the widths of columns so that a line fits a terminal.
  ///
  /// The widest columns become narrower first, but no column less than 8 characters wide: then lines
  /// are longer than the terminal is wide.
  ///
  /// - Parameters:
  ///   - widths: the widths that the texts need.
  ///   - columns: the width of the terminal.
  /// - Returns: the widths.
  static func fitted(_ widths: [Int], to columns: Int) -> [Int] {
    var widths = widths
    let gaps = 2 * max(0, widths.count - 1)
    while widths.reduce(gaps, +) > columns {
      guard let widest = widths.max(), widest > 8 else { return widths }
      // All columns of that width at once, down to the next narrower one.
      let places = widths.indices.filter { widths[$0] == widest }
      let next = max(8, widths.filter { $0 < widest }.max() ?? 8)
      let excess = widths.reduce(gaps, +) - columns
      let cut = min(widest - next, max(1, excess / places.count))
      for place in places where widths.reduce(gaps, +) > columns { widths[place] -= cut }
    }
    return widths
  }

  private func aligned(limit: Int) -> String {
    func cut(_ text: String, to width: Int) -> String {
      text.count > width ? String(text.prefix(width - 1)) + "…" : text
    }
    var cells = ([columns] + rows).map { row in
      row.map { cut(SafeText.terminal($0), to: limit) }
    }
    var widths = columns.map { _ in 0 }
    for row in cells {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], cell.count)
      }
    }
    if let columns = Console.columns {
      widths = Self.fitted(widths, to: columns)
      cells = cells.map { row in
        row.enumerated().map { $0 < widths.count ? cut($1, to: widths[$0]) : $1 }
      }
    }
    let style = Style.output
    var text = ""
    for (number, row) in cells.enumerated() {
      var line = ""
      // Blanks are delayed, so that a line does not end with them.
      var gap = ""
      for (index, cell) in row.enumerated() where index < widths.count {
        // Widths are those of the text, because codes take no columns.
        let padding = String(repeating: " ", count: widths[index] - cell.count)
        let isNumber = Double(cell.prefix(while: { $0 != " " && $0 != "%" })) != nil
        let words = cell.prefix(cell.count - cell.reversed().prefix { $0 == " " }.count)
        let rest = String(repeating: " ", count: cell.count - words.count)
        if words.isEmpty {
          gap += rest + padding + "  "
          continue
        }
        let tone = number == 0 ? .dim : tones[number - 1]?[index]
        line += gap + (isNumber ? padding : "") + style(String(words), tone)
        gap = rest + (isNumber ? "" : padding) + "  "
      }
      text += line + "\n"
    }
    return text
  }
}
