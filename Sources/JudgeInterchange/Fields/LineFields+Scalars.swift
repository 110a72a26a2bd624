import JudgeJSON
import JudgeRecords

extension LineFields {
  /// Returns a field as text; a number becomes its text.
  ///
  /// An empty text counts as missing.
  func text(_ keys: String...) throws(ImportError) -> String? {
    for key in keys {
      guard let value = value(key) else { continue }
      if let text = value.stringValue {
        if text.isEmpty { continue }
        return text
      }
      guard value.doubleValue != nil else {
        throw fail(key, "must be a text, is \(value.canonicalText.prefix(40))")
      }
      return value.canonicalText
    }
    return nil
  }

  /// Returns a number that is not negative, such as a duration.
  func amount(_ keys: String...) throws(ImportError) -> Double? {
    for key in keys {
      guard let value = value(key) else { continue }
      // The lenient parser turns numbers that a double cannot hold into texts of the same digits.
      guard let number = value.doubleValue ?? value.stringValue.flatMap(Self.decimal), number >= 0
      else { throw fail(key, "must be a number from 0") }
      return number
    }
    return nil
  }

  /// Returns a time, written as RFC 3339 or as a number since the epoch.
  func time(_ keys: String..., tally: inout RepairTally) throws(ImportError) -> Timestamp? {
    for key in keys {
      guard let value = value(key) else { continue }
      guard let reading = TimeReading(value, isMilliseconds: key.hasSuffix("_ms")) else {
        throw fail(
          key,
          "must be a time such as 2026-11-20T21:27:14.370Z, or seconds, milliseconds, "
            + "microseconds or nanoseconds since 1970")
      }
      if let form = reading.form { tally.times[form, default: 0] += 1 }
      return reading.time
    }
    return nil
  }

  /// Parses a number in JSON's notation; Swift's parser would also accept `nan` and `0x1p3`.
  static func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".+-eE".utf8.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }
}
