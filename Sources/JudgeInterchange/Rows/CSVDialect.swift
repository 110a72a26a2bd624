/// The dialect of a table: the character that separates its cells.
///
/// It is detected from the beginning of the file, as in Python's `csv.Sniffer` and in spreadsheets:
/// the separator that gives the heading the most cells, and the rows below it the same number.
public struct CSVDialect: Hashable, Sendable {
  /// The candidate separators, the most common first.
  static let separators = [",", "\t", ";", "|"].compactMap(\.utf8.first)
  /// The number of bytes of a file that are examined.
  static let sampleSize = 64 << 10
  private static let sampleRows = 50

  /// The separator of cells, an ASCII character.
  public var separator: UInt8

  /// Comma-separated values, as in RFC 4180.
  public static let comma = CSVDialect(separator: UInt8(ascii: ","))
  /// Tab-separated values.
  public static let tab = CSVDialect(separator: UInt8(ascii: "\t"))

  /// Finds the dialect of a file.
  ///
  /// - Parameter start: the first bytes of the file, without a byte order mark.
  /// - Returns: the dialect; comma if none is detected.
  static func found(in start: [UInt8]) -> CSVDialect {
    var best = (dialect: CSVDialect.comma, score: 0.0, cells: 1)
    for separator in separators {
      let dialect = CSVDialect(separator: separator)
      var reader = CSVReader(dialect: dialect)
      // Only a file in UTF-16 is an error, and it has been refused before.
      var rows = (try? reader.feed(start)) ?? []
      // The last row of a truncated sample may be truncated too.
      if start.count < sampleSize { rows += (try? reader.finish()) ?? [] }
      rows = Array(rows.prefix(sampleRows))
      guard let heading = rows.first?.fields.count, heading > 1 else { continue }
      let fitting = rows.count { $0.problem == nil && $0.fields.count == heading }
      let score = Double(fitting) / Double(rows.count)
      if score > best.score || (score == best.score && heading > best.cells) {
        best = (dialect, score, heading)
      }
    }
    return best.dialect
  }

  /// Returns the separator named by Excel's first line `sep=;`, or `nil` for any other line.
  static func named(by line: [UInt8]) -> CSVDialect? {
    let prefix = Array("sep=".utf8)
    guard line.count == prefix.count + 1, line.starts(with: prefix), let last = line.last,
      separators.contains(last)
    else { return nil }
    return CSVDialect(separator: last)
  }
}
