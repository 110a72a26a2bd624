/// A moment in UTC with millisecond resolution, written as RFC 3339 (`2026-11-20T21:27:14.370Z`).
///
/// MLflow keeps trace and assessment times in milliseconds, so finer digits are not kept.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
  public let milliseconds: Int64

  /// The years 0001 to 9999, the range that RFC 3339 can represent.
  package static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

  /// A moment from milliseconds since the epoch; `nil` outside the years 1 to 9999.
  public init?(milliseconds: Int64) {
    guard Self.range.contains(milliseconds) else { return nil }
    self.milliseconds = milliseconds
  }

  /// The moment `delta` milliseconds later, kept within the representable range.
  package func advanced(by delta: Int64) -> Timestamp {
    let sum = milliseconds.addingReportingOverflow(delta)
    let value = sum.overflow ? (delta > 0 ? Int64.max : Int64.min) : sum.partialValue
    return Timestamp(clamping: value)
  }

  /// The nearest representable moment.
  package init(clamping value: Int64) {
    milliseconds = min(max(value, Self.range.lowerBound), Self.range.upperBound)
  }

  /// Orders by time.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment as RFC 3339 text in UTC, with exactly three fractional digits of the second.
  public var text: String {
    let day = floorDivide(milliseconds, 86_400_000)
    let rest = milliseconds - day * 86_400_000
    let (year, month, dayOfMonth) = civil(fromDay: day)
    return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(dayOfMonth, 2) + "T"
      + pad(rest / 3_600_000, 2) + ":" + pad(rest / 60_000 % 60, 2) + ":"
      + pad(rest / 1000 % 60, 2) + "." + pad(rest % 1000, 3) + "Z"
  }

  /// The RFC 3339 text.
  public var description: String { text }

  /// Parses RFC 3339 text with any offset and any number of fractional digits (cut after three).
  ///
  /// - Parameter text: such as `2026-11-20T22:27:14.37+01:00`; a space for the `T` is accepted.
  public init?(_ text: some StringProtocol) {
    var cursor = TimeCursor(bytes: Array(text.utf8))
    guard let year = cursor.digits(4), cursor.eat("-"), let month = cursor.digits(2),
      cursor.eat("-"), let day = cursor.digits(2), cursor.eatAny("Tt "),
      let hour = cursor.digits(2), cursor.eat(":"), let minute = cursor.digits(2),
      cursor.eat(":"), let second = cursor.digits(2)
    else { return nil }
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...daysIn(month: month, year: year)).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    guard let fraction = cursor.fraction(), let offset = cursor.offsetMinutes(), cursor.atEnd
    else { return nil }
    let days = dayNumber(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset * 60
    self.init(milliseconds: seconds * 1000 + fraction)
  }
}

/// Returns the number of days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013). Internally, years
/// begin in March.
private func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
  let y = month <= 2 ? year - 1 : year
  let era = floorDivide(y, 400)
  let yearOfEra = y - era * 400
  let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
  let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

private func civil(fromDay days: Int64) -> (Int64, Int64, Int64) {
  let z = days + 719_468
  let era = floorDivide(z, 146_097)
  let dayOfEra = z - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shifted = (5 * dayOfYear + 2) / 153
  let month = shifted < 10 ? shifted + 3 : shifted - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
}

private func daysIn(month: Int64, year: Int64) -> Int64 {
  switch month {
  case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
  let quotient = a / b
  return a % b < 0 ? quotient - 1 : quotient
}

private func pad(_ value: Int64, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Reads the parts of an RFC 3339 text from left to right.
private struct TimeCursor {
  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var atEnd: Bool { index == bytes.count }

  mutating func eat(_ character: Character) -> Bool { eatAny(String(character)) }

  mutating func eatAny(_ set: String) -> Bool {
    guard index < bytes.count, set.utf8.contains(bytes[index]) else { return false }
    index += 1
    return true
  }

  mutating func digits(_ count: Int) -> Int64? {
    guard index + count <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[index..<index + count] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    index += count
    return value
  }

  /// Reads the milliseconds of an optional fraction; `nil` for a point without digits.
  mutating func fraction() -> Int64? {
    guard eat(".") else { return 0 }
    var value: Int64 = 0
    var count = 0
    while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
      if count < 3 { value = value * 10 + Int64(bytes[index] - 0x30) }
      count += 1
      index += 1
    }
    guard count > 0 else { return nil }
    for _ in min(count, 3)..<3 { value *= 10 }
    return value
  }

  /// Reads the offset in minutes east of UTC, which is required.
  mutating func offsetMinutes() -> Int64? {
    if eatAny("Zz") { return 0 }
    let sign: Int64
    if eat("+") { sign = 1 } else if eat("-") { sign = -1 } else { return nil }
    guard let hours = digits(2), eat(":"), let minutes = digits(2), hours < 24, minutes < 60 else {
      return nil
    }
    return sign * (hours * 60 + minutes)
  }
}
