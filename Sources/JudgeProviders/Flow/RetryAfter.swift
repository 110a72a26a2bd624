/// The `Retry-After` header (RFC 9110 §10.2.3): seconds, or a date.
enum RetryAfter {
  /// Parses the header.
  ///
  /// - Parameters:
  ///   - text: the value of the header.
  ///   - now: the time in seconds since 1970.
  /// - Returns: the seconds to wait, or `nil` for any other value.
  static func seconds(_ text: String, now: Double) -> Double? {
    if let number = Double(text), number.isFinite { return max(0, number) }
    guard let date = date(text) else { return nil }
    return max(0, date - now)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Parses the three forms of a date in RFC 9110 as seconds since 1970:
  /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
  private static func date(_ text: String) -> Double? {
    var parts = text.split { " ,-".contains($0) }.map(String.init)
    if parts.count == 5 { parts = [parts[0], parts[2], parts[1], parts[4], parts[3], "GMT"] }
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]),
      let month = months.firstIndex(of: parts[2]), var year = Int(parts[3])
    else { return nil }
    if parts[3].utf8.count == 2 { year += year < 70 ? 2000 : 1900 }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, time.allSatisfy((0...60).contains), (1...31).contains(day),
      (1970...9999).contains(year)
    else { return nil }
    // Days from the civil date; Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let m = month + 1
    let y = m <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return Double(days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2])
  }
}
