import JudgeJSON

/// Nanoseconds since 1970 as decimal texts, because a double cannot hold them.
enum SpanTimes {
  /// Moves a time from the first of its names that exists to the first name of all.
  static func move(
    _ keys: [String], of object: inout JSONObject, _ fields: LineFields,
    tally: inout RepairTally
  ) throws(ImportError) {
    guard let target = keys.first else { return }
    for key in keys {
      guard let value = object[key], !value.isNull else { continue }
      let text = value.stringValue ?? value.canonicalText
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw fields.fail(key, "must be whole nanoseconds since 1970")
      }
      if value.stringValue != nil, isInexact(text) { tally.inexactTimes += 1 }
      object[key] = nil
      object[target] = .string(text)
      return
    }
    object[target] = nil
  }

  /// Returns whether a time is before another; both are digits without leading zeros.
  static func isBefore(_ left: String, _ right: String) -> Bool {
    let (a, b) = (left.utf8, right.utf8)
    return a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
  }

  private static func isInexact(_ digits: String) -> Bool {
    guard digits.utf8.count > 15, let (_, repairs) = try? JSONValue.parseRepairing(digits) else {
      return false
    }
    return repairs.integersToStrings > 0
  }
}
