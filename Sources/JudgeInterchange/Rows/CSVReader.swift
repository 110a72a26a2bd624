/// Reads a table of separated values in the variants of common programs.
///
/// Each row comes with the line on which it begins.
///
/// The format is RFC 4180 with the variations of spreadsheets and databases. The separator is
/// detected (comma, semicolon, tab, vertical bar, Excel's `sep=;`). Quoted cells may hold
/// separators, line breaks and doubled quotes. Lines end with LF, CRLF or CR. A byte order mark is
/// skipped. Text that is not UTF-8 is read as Windows-1252. If a cell does not begin with a quote,
/// quotes inside it are text. If a cell's quotes do not match, only its row is lost.
public struct CSVReader: Sendable {
  /// One row.
  public struct Row: Hashable, Sendable {
    /// The line on which it begins, from 1.
    public let line: Int
    /// The cells, or empty if there is a ``problem``.
    public let fields: [String]
    /// The reason why the row cannot be read, or `nil` if it can.
    public let problem: String?

    init(line: Int, fields: [String] = [], problem: String? = nil) {
      self.line = line
      self.fields = fields
      self.problem = problem
    }
  }

  /// The maximum size of a row in bytes.
  public static let longestRow = DocumentSplitter.longestDocument

  /// Reads a file.
  ///
  /// - Parameter bytes: the file.
  /// - Returns: the rows, the heading included; empty lines are left out.
  /// - Throws: `ImportError` for a file in UTF-16, or a row that is too long.
  public static func rows(_ bytes: [UInt8]) throws(ImportError) -> [Row] {
    var reader = CSVReader()
    return try reader.feed(bytes) + reader.finish()
  }

  private enum State {
    /// At the start of a cell.
    case start
    /// In a cell without quotes.
    case plain
    /// Inside quotes.
    case quoted
    /// After a quote inside quotes: the end, or the first half of a doubled one.
    case closed
    /// After the quotes and a blank.
    case trailing
    /// In the rest of a line that cannot be read.
    case bad
  }

  /// The maximum number of bytes that are read again after rows that cannot be read.
  ///
  /// Each such row may be as long as the rest of the file.
  private static let mostReadAgain = 8 << 20

  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  /// Whether a cell was read as Windows-1252, because it is not UTF-8.
  public private(set) var hasFallbackText = false
  /// The dialect, or `nil` until it is detected.
  public private(set) var dialect: CSVDialect?

  private let longest: Int
  /// Bytes held back until the dialect is detected.
  private var sample: [UInt8] = []
  private var isFirstLine = true
  private var rows: [Row] = []
  private var fields: [String] = []
  private var field: [UInt8] = []
  /// The bytes of a row that extends over several lines.
  ///
  /// They are read again if its quotes do not match.
  private var raw: [UInt8] = []
  private var state = State.start
  private var problem: String?
  private var line = 1
  private var startLine = 1
  private var isAfterReturn = false
  private var isTooLong = false
  private var readAgain = 0

  /// Creates a reader at the start of a file.
  ///
  /// - Parameter dialect: the dialect of the table; `nil` to detect it.
  public init(dialect: CSVDialect? = nil) { self.init(longest: Self.longestRow, dialect: dialect) }

  /// Creates a reader with a maximum size of rows in bytes.
  init(longest: Int, dialect: CSVDialect? = nil) {
    self.longest = longest
    self.dialect = dialect
  }

  /// Takes some bytes.
  ///
  /// - Parameter bytes: the next bytes of the file.
  /// - Returns: the rows that are complete now.
  /// - Throws: `ImportError` as ``rows(_:)``.
  public mutating func feed(_ bytes: [UInt8]) throws(ImportError) -> [Row] {
    guard sample.isEmpty, dialect != nil, !isFirstLine else {
      sample += bytes
      guard sample.count >= CSVDialect.sampleSize else { return [] }
      return try begin()
    }
    return try take(bytes)
  }

  /// Ends the file.
  ///
  /// - Returns: the remaining rows.
  /// - Throws: `ImportError` as ``rows(_:)``.
  public mutating func finish() throws(ImportError) -> [Row] {
    var found = sample.isEmpty ? [] : try begin()
    while state == .quoted { found += try take(try giveUp("the quote is never closed")) }
    if state != .start || !fields.isEmpty { endRow() }
    defer { rows = [] }
    return found + rows
  }

  // MARK: The beginning

  private mutating func begin() throws(ImportError) -> [Row] {
    var start = sample
    sample = []
    if start.starts(with: [0xff, 0xfe]) || start.starts(with: [0xfe, 0xff]) {
      throw ImportError("is UTF-16 text; save it as UTF-8 (in Excel: CSV UTF-8)")
    }
    if start.starts(with: Self.byteOrderMark) { start.removeFirst(Self.byteOrderMark.count) }
    isFirstLine = false
    let first = start.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    if dialect == nil, let named = CSVDialect.named(by: Array(first)) {
      dialect = named
      start.removeFirst(first.count)
    }
    if dialect == nil {
      dialect = CSVDialect.found(in: Array(start.prefix(CSVDialect.sampleSize)))
    }
    return try take(start)
  }

  // MARK: Rows

  private mutating func take(_ bytes: [UInt8]) throws(ImportError) -> [Row] {
    var pending = [(bytes: bytes, start: 0)]
    while let (next, start) = pending.popLast() {
      for index in start..<next.count {
        guard take(next[index]) else { continue }
        // The rest of such a file may be gigabytes, so reading stops.
        guard !isTooLong else {
          throw ImportError(
            "line \(startLine): the row has more than \(longest >> 20) MiB, the most that is read as "
              + "one: is a quote never closed?")
        }
        // The row is lost: its first line is skipped, and the rest is read again.
        let again = try giveUp(problem ?? "the row cannot be read")
        pending.append((next, index + 1))
        pending.append((again, 0))
        break
      }
    }
    defer { rows = [] }
    return rows
  }

  /// Takes a byte.
  ///
  /// - Returns: whether the row cannot be read, so that the bytes read of it must be read again.
  private mutating func take(_ byte: UInt8) -> Bool {
    let isReturn = byte == UInt8(ascii: "\r")
    let isSecondOfBreak = byte == UInt8(ascii: "\n") && isAfterReturn
    isAfterReturn = isReturn
    let isBreak = isReturn || (byte == UInt8(ascii: "\n") && !isSecondOfBreak)
    if isBreak { line += 1 }
    if isSecondOfBreak, state != .quoted { return false }
    raw.append(byte)
    guard raw.count <= longest else {
      isTooLong = true
      return true
    }
    switch state {
    case .bad:
      raw = []
      if isBreak { endRow() }
    case .quoted:
      if byte == UInt8(ascii: "\"") { state = .closed } else { field.append(byte) }
    case .closed where byte == UInt8(ascii: "\""):
      field.append(byte)
      state = .quoted
    case .start where byte == UInt8(ascii: "\""):
      state = .quoted
    case .start where isBreak && fields.isEmpty:
      raw = []
      startLine = line
    case _ where byte == dialect?.separator: endField()
    case _ where isBreak: endRow()
    case .closed, .trailing:
      state = .trailing
      guard byte != UInt8(ascii: " ") else { break }
      problem = "text after the quote that closes a cell"
      return true
    case .start, .plain:
      field.append(byte)
      state = .plain
    }
    return false
  }

  private mutating func endField() {
    if let text = String(validating: field, as: UTF8.self) {
      fields.append(text)
    } else if let text = Windows1252.text(field) {
      hasFallbackText = true
      fields.append(text)
    } else {
      fields.append("")
      problem = problem ?? "a cell is neither UTF-8 nor Windows-1252 text"
    }
    field = []
    state = .start
  }

  private mutating func endRow() {
    if state != .bad { endField() }
    rows.append(
      problem.map { Row(line: startLine, problem: $0) } ?? Row(line: startLine, fields: fields))
    reset()
    startLine = line
  }

  /// Gives up the row: its first line is lost.
  ///
  /// - Returns: the bytes read of the lines after the first.
  /// - Throws: `ImportError` if too many bytes have been read again already.
  private mutating func giveUp(_ reason: String) throws(ImportError) -> [UInt8] {
    let text = raw
    reset()
    guard let end = text.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) else {
      // The rest of the line has not been read yet.
      state = .bad
      problem = reason
      return []
    }
    rows.append(Row(line: startLine, problem: reason))
    let isPair = text[end] == 0x0d && end + 1 < text.count && text[end + 1] == 0x0a
    let next = end + (isPair ? 2 : 1)
    readAgain += text.count - next
    guard readAgain <= Self.mostReadAgain else {
      throw ImportError(
        "line \(startLine): \(reason), and many rows before it have the same problem: are the quotes "
          + "inside cells doubled (\"\")?")
    }
    isAfterReturn = text[end] == 0x0d && next == text.count
    startLine += 1
    line = startLine
    return Array(text[next...])
  }

  private mutating func reset() {
    fields = []
    field = []
    raw = []
    state = .start
    problem = nil
  }
}
