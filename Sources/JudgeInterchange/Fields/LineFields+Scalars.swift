import JudgeJSON
import JudgeRecords

extension LineFields {
  /// A text; a number is taken as its text.
  ///
  /// An empty text says nothing.
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

  /// A number that is not below zero, such as a length of time.
  func amount(_ keys: String...) throws(ImportError) -> Double? {
    for key in keys {
      guard let value = value(key) else { continue }
      // The forgiving reader turns numbers that no double holds into texts of the same digits.
      guard let number = value.doubleValue ?? value.stringValue.flatMap(Self.decimal), number >= 0
      else { throw fail(key, "must be a number from 0") }
      return number
    }
    return nil
  }

  /// A time as RFC 3339, or as milliseconds since the epoch.
  func time(_ keys: String...) throws(ImportError) -> Timestamp? {
    for key in keys {
      guard let value = value(key) else { continue }
      if let text = value.stringValue, let time = Timestamp(text) { return time }
      let number = value.doubleValue ?? value.stringValue.flatMap(Self.decimal)
      if let number, abs(number) < 1e15, let time = Timestamp(milliseconds: Int64(number)) {
        return time
      }
      throw fail(
        key, "must be a time such as 2026-11-20T21:27:14.370Z, or milliseconds since 1970")
    }
    return nil
  }

  /// The number that a text is, as JSON writes numbers; Swift's reader takes `nan` and `0x1p3` too.
  static func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".+-eE".utf8.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }
}
