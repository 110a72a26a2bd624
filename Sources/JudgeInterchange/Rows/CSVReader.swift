/// Reads comma-separated values as RFC 4180 has them, and says on which line a row begins.
///
/// Quoted fields may hold commas, line breaks and doubled quotes; lines end with LF or CRLF; a
/// byte order mark is passed over.
public struct CSVReader: Sendable {
  /// One row.
  public struct Row: Hashable, Sendable {
    /// The line on which it begins, from 1.
    public let line: Int
    /// The fields.
    public let fields: [String]
  }

  /// The most bytes of one row.
  public static let longestRow = DocumentSplitter.longestDocument

  /// Reads a file.
  ///
  /// - Parameter bytes: the file, UTF-8.
  /// - Returns: the rows, the heading included; empty lines are left out.
  /// - Throws: `ImportError` with the line for text that is not UTF-8, a quote that never closes, or
  ///   a row that is too long.
  public static func rows(_ bytes: [UInt8]) throws(ImportError) -> [Row] {
    var reader = CSVReader()
    return try reader.feed(bytes) + reader.finish()
  }

  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private let longest: Int
  private var start: [UInt8] = []
  private var isPastStart = false
  private var rows: [Row] = []
  private var fields: [String] = []
  private var field: [UInt8] = []
  private var rowSize = 0
  private var isQuoted = false
  private var wasQuoted = false
  private var quoteLine = 1
  private var line = 1
  private var startLine = 1

  /// Creates a reader at the start of a file.
  public init() { self.init(longest: Self.longestRow) }

  /// Creates a reader whose rows have at most some bytes.
  init(longest: Int) { self.longest = longest }

  /// Takes some bytes.
  ///
  /// - Parameter bytes: the next bytes of the file.
  /// - Returns: the rows that are complete now.
  /// - Throws: `ImportError` as ``rows(_:)``.
  public mutating func feed(_ bytes: [UInt8]) throws(ImportError) -> [Row] {
    var rest = bytes[...]
    if !isPastStart {
      start += rest
      guard start.count >= Self.byteOrderMark.count else { return [] }
      rest = start[...]
      if rest.starts(with: Self.byteOrderMark) { rest = rest.dropFirst(Self.byteOrderMark.count) }
      isPastStart = true
      start = []
    }
    for byte in rest { try take(byte) }
    defer { rows = [] }
    return rows
  }

  /// Ends the file.
  ///
  /// - Returns: the rows that are left.
  /// - Throws: `ImportError` as ``rows(_:)``.
  public mutating func finish() throws(ImportError) -> [Row] {
    for byte in start { try take(byte) }
    start = []
    guard !isQuoted else { throw ImportError("line \(quoteLine): the quote is never closed") }
    if !field.isEmpty || !fields.isEmpty || wasQuoted { try endRow() }
    defer { rows = [] }
    return rows
  }

  private mutating func take(_ byte: UInt8) throws(ImportError) {
    let isLineBreak = byte == UInt8(ascii: "\n")
    defer { if isLineBreak { line += 1 } }
    rowSize += 1
    guard rowSize <= longest else {
      throw ImportError(
        "line \(startLine): the row has more than \(longest >> 20) MiB, the most that is read as "
          + "one: is a quote never closed?")
    }
    if isQuoted {
      if byte == UInt8(ascii: "\"") { isQuoted = false } else { field.append(byte) }
      return
    }
    switch byte {
    case UInt8(ascii: "\""):
      // A quote right after a closing one is a quote that the field holds.
      if wasQuoted { field.append(byte) } else { quoteLine = line }
      guard wasQuoted || field.isEmpty else {
        throw ImportError("line \(line): a quote inside a field that does not begin with one")
      }
      isQuoted = true
      wasQuoted = true
    case UInt8(ascii: ","): try endField()
    case UInt8(ascii: "\r"): break
    case UInt8(ascii: "\n"):
      if field.isEmpty, fields.isEmpty, !wasQuoted {
        startLine = line + 1
        rowSize = 0
        return
      }
      try endRow()
      startLine = line + 1
    default:
      guard !wasQuoted else {
        throw ImportError("line \(line): text after the quote that closes a field")
      }
      field.append(byte)
    }
  }

  private mutating func endField() throws(ImportError) {
    guard let text = String(validating: field, as: UTF8.self) else {
      throw ImportError("line \(startLine): not UTF-8 text")
    }
    fields.append(text)
    field = []
    wasQuoted = false
  }

  private mutating func endRow() throws(ImportError) {
    try endField()
    rows.append(Row(line: startLine, fields: fields))
    fields = []
    rowSize = 0
  }
}
