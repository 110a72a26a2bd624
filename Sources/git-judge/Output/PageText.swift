import GitJudge

/// Makes markup of texts and tables, all of it escaped.
enum PageText {
  /// The largest number of rows of a table.
  static let mostRows = 200
  /// The largest number of characters of a text.
  static let longest = 4000

  /// Returns a table.
  ///
  /// - Parameters:
  ///   - columns: the headings.
  ///   - rows: the cells. Columns of numbers are aligned at the right.
  ///   - name: the name of the table, for people who do not see it.
  ///   - most: the largest number of rows.
  /// - Returns: markup that says how many rows are left out, if there are too many.
  static func table(
    _ columns: [String], _ rows: [[String]], name: String, most: Int = mostRows
  ) -> String {
    guard !rows.isEmpty else { return "" }
    let isNumber = columns.indices.map { column in
      let cells = rows.compactMap { column < $0.count ? $0[column] : nil }.filter { !$0.isEmpty }
      return !cells.isEmpty && cells.allSatisfy(isFigure)
    }
    let isWide = columns.indices.map { column in
      rows.contains { column < $0.count && $0[column].utf8.count > 40 }
    }
    func kind(_ column: Int) -> String {
      guard column < columns.count else { return "" }
      return isNumber[column] ? " class=\"n\"" : isWide[column] ? " class=\"w\"" : ""
    }
    var text = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
    text += "aria-label=\"\(SafeText.html(name))\">\n<table>\n<thead><tr>"
    for (column, heading) in columns.enumerated() {
      text += "<th scope=\"col\"\(kind(column))>\(short(heading, to: 40))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in rows.prefix(most) {
      text += "<tr>"
      for (column, cell) in row.enumerated() {
        text += "<td\(kind(column))>\(short(cell))</td>"
      }
      text += "</tr>\n"
    }
    text += "</tbody>\n</table>\n</div>\n"
    return text + leftOut(rows.count - most, "row")
  }

  /// Returns a line about what is left out, or nothing.
  static func leftOut(_ count: Int, _ noun: String) -> String {
    guard count > 0 else { return "" }
    return
      "<p class=\"note\">… \(Count.of(count, noun)) more not shown; --json has all of them.</p>\n"
  }

  /// Returns names with texts, each of which may have several lines.
  static func list(_ entries: [(name: String, text: String)]) -> String {
    guard !entries.isEmpty else { return "" }
    return "<dl>\n"
      + entries.map { entry in
        "<dt>\(SafeText.html(entry.name))</dt><dd dir=\"auto\">\(text(entry.text))</dd>\n"
      }.joined() + "</dl>\n"
  }

  /// Returns a text whose lines stay, cut if it is very long.
  static func text(_ text: String) -> String {
    let count = text.unicodeScalars.count
    guard count > longest else { return SafeText.html(text) }
    let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
    return SafeText.html(start)
      + "<span class=\"note\"> … \(Count.of(count - longest, "character")) more</span>"
  }

  /// Returns a short text, cut if it is too long.
  private static func short(_ text: String, to length: Int = 400) -> String {
    guard text.unicodeScalars.count > length else { return SafeText.html(text) }
    return SafeText.html(
      String(String.UnicodeScalarView(text.unicodeScalars.prefix(length - 1))) + "…")
  }

  /// Returns a value as people read it: a text as it is, members of an object one per line.
  static func content(_ value: JSONValue) -> String {
    if value.isNull { return "" }
    if let text = value.stringValue { return text }
    guard let members = value.objectValue, members.count <= 12 else { return value.prettyText() }
    return members.map { member in
      "\(member.key): \(member.value.stringValue ?? member.value.canonicalText)"
    }.joined(separator: "\n")
  }

  /// Returns paragraphs of a kind.
  static func paragraphs(_ texts: [String], _ kind: String = "") -> String {
    texts.map { "<p\(kind.isEmpty ? "" : " class=\"\(kind)\"")>\(text($0))</p>\n" }.joined()
  }

  /// Returns a part that is folded until a reader opens it.
  ///
  /// - Parameters:
  ///   - summary: the line that is always visible.
  ///   - body: markup.
  ///   - isOpen: whether it is open at first.
  /// - Returns: markup.
  static func folded(_ summary: String, _ body: String, isOpen: Bool = false) -> String {
    "<details\(isOpen ? " open" : "")>\n<summary dir=\"auto\">\(short(SafeText.terminal(summary)))</summary>\n\(body)"
      + "</details>\n"
  }

  /// Whether a cell is a number, an interval or a dash.
  private static func isFigure(_ cell: String) -> Bool {
    let signs = "0123456789.,+-−–[]%$→ "
    return cell.unicodeScalars.allSatisfy { signs.unicodeScalars.contains($0) }
  }
}
