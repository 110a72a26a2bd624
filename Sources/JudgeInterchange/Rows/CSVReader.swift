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

  /// Reads a file.
  ///
  /// - Parameter bytes: the file, UTF-8.
  /// - Returns: the rows, the heading included; empty lines are left out.
  /// - Throws: `ImportError` with the line for text that is not UTF-8 or a quote that never closes.
  public static func rows(_ bytes: [UInt8]) throws(ImportError) -> [Row] {
    var reader = CSVReader()
    var rest = bytes[...]
    if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
    for byte in rest { try reader.take(byte) }
    guard !reader.isQuoted else {
      throw ImportError("line \(reader.quoteLine): the quote is never closed")
    }
    if !reader.field.isEmpty || !reader.fields.isEmpty || reader.wasQuoted { try reader.endRow() }
    return reader.rows
  }

  private var rows: [Row] = []
  private var fields: [String] = []
  private var field: [UInt8] = []
  private var isQuoted = false
  private var wasQuoted = false
  private var quoteLine = 1
  private var line = 1
  private var startLine = 1

  private mutating func take(_ byte: UInt8) throws(ImportError) {
    let isLineBreak = byte == UInt8(ascii: "\n")
    defer { if isLineBreak { line += 1 } }
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
  }
}
