import GitJudge

/// Rows and columns for people, Markdown or CSV.
struct Table {
  /// How a table is written.
  enum Format { case terminal, markdown, csv }

  let columns: [String]
  var rows: [[String]] = []

  init(_ columns: [String]) { self.columns = columns }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The table as text, with a line break at its end.
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

  private func aligned(limit: Int) -> String {
    let cells = ([columns] + rows).map { row in
      row.map { cell in
        let safe = SafeText.terminal(cell)
        return safe.count > limit ? String(safe.prefix(limit - 1)) + "…" : safe
      }
    }
    var widths = columns.map { _ in 0 }
    for row in cells {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], cell.count)
      }
    }
    var text = ""
    for row in cells {
      var line = ""
      for (index, cell) in row.enumerated() where index < widths.count {
        let padding = String(repeating: " ", count: widths[index] - cell.count)
        let isNumber = Double(cell.prefix(while: { $0 != " " && $0 != "%" })) != nil
        line += (isNumber ? padding + cell : cell + padding) + "  "
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }
}
