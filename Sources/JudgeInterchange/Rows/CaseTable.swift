public import JudgeJSON

/// A table of cases in memory: rows with named cells, from CSV, TSV, JSON lines or a JSON list.
public struct CaseTable: Sendable {
  /// The format of a file.
  public enum Format: String, Sendable, CaseIterable {
    /// Separated values. The separator is detected.
    case csv
    /// Separated by tabs.
    case tsv
    /// One JSON object per line, or one list of objects.
    case jsonl
  }

  /// One row.
  public struct Row: Sendable {
    /// The line on which it begins, from 1.
    public let line: Int
    /// Its cells by column.
    ///
    /// Empty cells are left out.
    public let cells: JSONObject
  }

  /// A row that cannot be read.
  public struct Problem: Sendable, Hashable {
    /// The line on which it begins, from 1.
    public let line: Int
    /// The problem.
    public let message: String
  }

  /// The columns, in the order of their first appearance in the file.
  public private(set) var columns: [String] = []
  /// The rows that could be read.
  public private(set) var rows: [Row] = []
  /// The rows that could not be read.
  public private(set) var problems: [Problem] = []
  /// Whether text that is not UTF-8 was read as Windows-1252.
  public private(set) var hasFallbackText = false
  /// Whether numbers with a decimal comma were read as numbers, as in a table with semicolons.
  public private(set) var hasDecimalCommas = false

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - format: the format of the file; `nil` to detect it from the content.
  /// - Throws: `ImportError` if the file cannot be read at all.
  public init(_ bytes: [UInt8], format: Format? = nil) throws(ImportError) {
    if bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]) {
      throw ImportError("is an Excel workbook or another archive; save it as CSV UTF-8")
    }
    if bytes.prefix(4096).contains(0), !bytes.starts(with: [0xff, 0xfe]),
      !bytes.starts(with: [0xfe, 0xff])
    {
      throw ImportError("is not a text file")
    }
    let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].contains($0) }
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    switch format ?? (isJSON ? .jsonl : .csv) {
    case .jsonl: readLines(bytes)
    case .csv: try readTable(bytes, nil)
    case .tsv: try readTable(bytes, .tab)
    }
  }

  private mutating func readTable(
    _ bytes: [UInt8], _ dialect: CSVDialect?
  ) throws(ImportError) {
    var reader = CSVReader(dialect: dialect)
    let all = try reader.feed(bytes) + reader.finish()
    hasFallbackText = reader.hasFallbackText
    guard let first = all.first else { throw ImportError("the file is empty") }
    let heading = try RowColumns.heading(first)
    columns = heading.filter { !$0.isEmpty }
    let isEuropean = reader.dialect?.separator == UInt8(ascii: ";")
    for row in all.dropFirst() {
      if let problem = row.problem {
        problems.append(Problem(line: row.line, message: problem))
        continue
      }
      guard row.fields.dropFirst(heading.count).allSatisfy(\.isEmpty) else {
        problems.append(
          Problem(
            line: row.line,
            message: "has \(row.fields.count) cells, the heading has \(heading.count)"))
        continue
      }
      var cells = JSONObject()
      for (name, cell) in zip(heading, row.fields) where !cell.isEmpty && !name.isEmpty {
        cells[name] = .string(isEuropean ? decimal(cell) : cell)
      }
      if !cells.isEmpty { rows.append(Row(line: row.line, cells: cells)) }
    }
  }

  /// Converts a decimal comma, such as `3,5` to `3.5`.
  ///
  /// Other texts are returned unchanged.
  private mutating func decimal(_ cell: String) -> String {
    let parts = cell.split(separator: ",", omittingEmptySubsequences: false)
    let digits = parts.first?.drop { $0 == "-" || $0 == "+" } ?? ""
    guard parts.count == 2, !digits.isEmpty, !parts[1].isEmpty,
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return cell }
    hasDecimalCommas = true
    return "\(parts[0]).\(parts[1])"
  }

  private mutating func readLines(_ bytes: [UInt8]) {
    var splitter = DocumentSplitter()
    var known = Set<String>()
    for document in splitter.feed(bytes) + splitter.finish() {
      do throws(ImportError) {
        let text = try document.checked()
        let value: JSONValue
        do { value = try JSONValue.parseRepairing(text).0 } catch {
          throw ImportError("column \(error.column): \(error.message); \(error.hint)")
        }
        guard let object = value.objectValue else {
          throw ImportError("must be a JSON object with a member per column")
        }
        var cells = JSONObject()
        let new = object.count { !known.contains($0.key) }
        guard known.count + new <= RowColumns.mostColumns else {
          throw ImportError(
            "with it the file has \(known.count + new) columns, and \(RowColumns.mostColumns) is the most"
          )
        }
        for member in object {
          if known.insert(member.key).inserted { columns.append(member.key) }
          if !member.value.isNull { cells[member.key] = member.value }
        }
        rows.append(Row(line: document.line, cells: cells))
      } catch {
        problems.append(Problem(line: document.line, message: error.description))
      }
    }
  }
}
