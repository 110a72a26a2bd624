import JudgeJSON

/// Finds nanosecond times that are written as JSON numbers and do not fit a double.
///
/// The parser reports how many integers became texts, but not which. These bytes have been parsed
/// before, so the scan only needs to know where texts begin and end.
enum NanosecondScan {
  /// The names under which spans and their events keep nanoseconds, in all schemas.
  static let keys = [
    "start_time_unix_nano", "end_time_unix_nano", "start_time_ns", "end_time_ns", "start_time",
    "end_time", "time_unix_nano", "timestamp",
  ]

  private static let names = keys.map { Array($0.utf8) }

  /// Counts these times in a JSON text.
  static func count(in bytes: [UInt8]) -> Int {
    var found = 0
    var index = 0
    while let start = bytes[index...].firstIndex(of: 0x22) {
      let end = endOfText(bytes, from: start + 1)
      index = min(end + 1, bytes.count)
      guard end - start < 24, names.contains(where: { bytes[(start + 1)..<end].elementsEqual($0) })
      else { continue }
      var at = skipSpace(bytes, index)
      guard at < bytes.count, bytes[at] == 0x3a else { continue }
      at = skipSpace(bytes, at + 1)
      let digits = bytes[at...].prefix { (0x30...0x39).contains($0) }
      index = digits.endIndex
      if digits.count > 15, index == bytes.count || !isFraction(bytes[index]),
        let (_, repairs) = try? JSONValue.parseRepairing(digits), repairs.integersToStrings > 0
      {
        found += 1
      }
    }
    return found
  }

  /// Returns the position of the quotation mark that ends a text.
  private static func endOfText(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != 0x22 {
      index += bytes[index] == 0x5c ? 2 : 1
    }
    return min(index, bytes.count)
  }

  private static func skipSpace(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start
    while index < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[index]) { index += 1 }
    return index
  }

  private static func isFraction(_ byte: UInt8) -> Bool {
    byte == 0x2e || byte == 0x65 || byte == 0x45
  }
}
