import JudgeInterchange
import JudgeJSON
import JudgeRecords

/// The rows of an evaluation, read from a file: import lines, lines with the older columns, or CSV.
struct RowFile {
  /// The rows as traces that are not in a store.
  private(set) var rows: [Trace] = []
  /// The columns of the rows as they were read, if the caller asks for columns.
  private(set) var columns: [JSONObject] = []
  /// The lines that are not rows.
  private(set) var rejected: [ImportResult.Problem] = []
  /// What was unusual about the file.
  var notes: [String] {
    table?.hasFallbackText == true ? ["text that is not UTF-8 was read as Windows-1252"] : []
  }
  /// Whether to skip the rest of the file.
  private(set) var isEnded = false

  private let path: String
  private let keepsColumns: Bool
  private let reader = RowReader()
  private var splitter = DocumentSplitter()
  private var table: CSVReader?
  private var hasBegun = false
  private var heading: [String]?

  /// Starts reading.
  ///
  /// - Parameters:
  ///   - path: the file's path, for error messages. Its extension, or the first character of the
  ///     content, decides whether it is a table.
  ///   - keepsColumns: whether to keep the columns.
  init(path: String, keepsColumns: Bool = false) {
    self.path = path
    self.keepsColumns = keepsColumns
  }

  /// Reads a whole file, with its columns.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes.
  ///   - path: its path, for errors.
  /// - Returns: the rows, the columns, and the lines that are not rows.
  static func read(_ bytes: [UInt8], path: String) -> RowFile {
    var file = RowFile(path: path, keepsColumns: true)
    file.feed(bytes)
    file.finish()
    return file
  }

  /// Takes the next bytes of the file.
  mutating func feed(_ bytes: [UInt8]) {
    if !hasBegun, !bytes.isEmpty {
      hasBegun = true
      if TableFile.isTable(path, beginning: bytes) {
        table = CSVReader(dialect: TableFile.dialect(path))
      }
    }
    guard table != nil else {
      take(splitter.feed(bytes))
      isEnded = splitter.isEnded
      return
    }
    do throws(ImportError) { try takeRows(table?.feed(bytes) ?? []) } catch { end(error) }
  }

  /// Finishes reading at the end of the file.
  mutating func finish() {
    guard !isEnded else { return }
    guard table != nil else { return take(splitter.finish()) }
    do throws(ImportError) { try takeRows(table?.finish() ?? []) } catch { end(error) }
  }

  /// Rejects a file that is not a table; its rows before the mistake may be split wrongly too.
  private mutating func end(_ error: ImportError) {
    rows = []
    columns = []
    rejected = [ImportResult.Problem(file: path, line: 1, message: error.description)]
    isEnded = true
  }

  private mutating func take(_ documents: [DocumentSplitter.Document]) {
    for document in documents {
      take(document.line) { (reader) throws(ImportError) in
        try reader.row(try document.checked(), line: document.line)
      }
    }
  }

  private mutating func takeRows(_ rows: [CSVReader.Row]) throws(ImportError) {
    for row in rows {
      guard let heading else {
        heading = try RowColumns.heading(row)
        continue
      }
      if let problem = row.problem {
        rejected.append(ImportResult.Problem(file: path, line: row.line, message: problem))
        continue
      }
      take(row.line) { (reader) throws(ImportError) in
        try reader.row(try RowColumns.row(heading: heading, fields: row.fields), line: row.line)
      }
    }
  }

  private mutating func take(
    _ line: Int, _ read: (RowReader) throws(ImportError) -> (row: Trace, columns: JSONObject)
  ) {
    do throws(ImportError) {
      let (row, object) = try read(reader)
      rows.append(row)
      if keepsColumns { columns.append(object) }
    } catch {
      rejected.append(ImportResult.Problem(file: path, line: line, message: error.description))
    }
  }
}
