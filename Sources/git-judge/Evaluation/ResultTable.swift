import GitJudge

/// The tables of an evaluation or a stored run: the rows with their verdicts, and the metrics.
struct ResultTable {
  let judges: [String]
  let rows: [EvaluationRow]
  let metrics: [String: Double]
  let columns: [RowColumn]
  /// The judges that do not apply to some rows.
  var notApplicable: Set<String> = []
  let format: Table.Format

  /// The rows; as CSV with every column, as in `--json`.
  var rowText: String {
    if format == .csv { return sheet }
    let shown = format == .terminal ? 20 : rows.count
    var text = rowTable(most: shown).text(format, width: 48)
    if rows.count > shown {
      text += "… \(Count.of(rows.count, "row")) in all (--json has them)\n"
    }
    return text
  }

  /// Returns a table with the first rows.
  ///
  /// - Parameters:
  ///   - most: the largest number of rows.
  ///   - content: writes an input or output.
  /// - Returns: the table.
  func rowTable(most: Int, content: (JSONValue) -> String = Self.text) -> Table {
    var heading = ["row"] + columns.filter { $0 != .label }.map(\.rawValue)
    for name in judges {
      heading += [name, "rationale"] + (columns.contains(.label) ? ["label"] : [])
    }
    var table = Table(heading)
    for row in rows.prefix(most) { table.add(cells(row, content)) }
    return table
  }

  private func cells(_ row: EvaluationRow, _ content: (JSONValue) -> String) -> [String] {
    var cells = [row.id]
    for column in columns where column != .label {
      cells.append(content(column.value(of: row.trace)))
    }
    for name in judges {
      let said = row.feedback.first { $0.name == name }
      cells.append(
        said?.value.map(Self.text)
          ?? (said?.isUnasked == true ? "(not asked for)" : said?.error?.text)
          ?? (notApplicable.contains(name) ? "n/a" : ""))
      cells.append(said?.rationale ?? "")
      if columns.contains(.label) { cells.append(Self.text(row.label(by: name))) }
    }
    return cells
  }

  private var sheet: String {
    let objects = rows.map { $0.json(with: columns).objectValue ?? [:] }
    var heading = ["trace_id"]
    for row in objects {
      for member in row where !heading.contains(member.key) { heading.append(member.key) }
    }
    var table = Table(heading)
    for row in objects { table.add(heading.map { Self.text(row[$0] ?? .null) }) }
    return table.text(.csv)
  }

  static func text(_ value: JSONValue) -> String {
    value.isNull ? "" : value.stringValue ?? value.canonicalText
  }

  /// Whether a figure says what another one says, or nothing: the mean and the share of passing rows
  /// are often the pass rate, and most rows have no documents.
  private func repeats(_ name: String, _ value: Double) -> Bool {
    if name == "chunk_count/mean" { return value == 0 }
    for suffix in ["/mean", "/pass"] where name.hasSuffix(suffix) {
      if metrics[name.dropLast(suffix.count) + "/pass_rate"] == value { return true }
    }
    return false
  }

  /// The metrics.
  var metricText: String { metricTable.text(format) }

  /// The metrics as a table.
  var metricTable: Table {
    var figures = Table(["metric", "value"])
    for (name, value) in metrics.sorted(by: { $0.key < $1.key }) {
      // For two-valued verdicts, the mean is enough; `--json` has every figure.
      let isDetail = ["/min", "/max", "/median", "/variance", "/p90"].contains {
        name.hasSuffix($0) && !name.hasPrefix("latency")
      }
      if format == .terminal, isDetail || repeats(name, value) { continue }
      let isCount =
        name.contains("/count/") || name.hasSuffix("/errors") || name.hasSuffix("/labelled")
        || name == "unasked" || name == "rejected" || name.hasSuffix("/taught")
      figures.add([name, isCount ? Figures.fixed(value, 0) : Figures.share(value)])
    }
    return figures
  }
}
