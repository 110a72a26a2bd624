import GitJudge

/// Formats numbers for people.
enum Figures {
  /// Formats a share such as 0.8333 as `0.833`; `–` if it is not defined.
  static func share(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    return fixed(value, 3)
  }

  /// Formats an interval such as `[0.712, 0.934]`; `–` if it is not defined.
  static func interval(_ interval: ConfidenceInterval?) -> String {
    guard let interval else { return "–" }
    return "[\(fixed(interval.lower, 3)), \(fixed(interval.upper, 3))]"
  }

  /// Formats a relative change such as 0.42 as `+42.0 %`.
  static func percent(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    return (value < 0 ? "" : "+") + fixed(value * 100, 1) + " %"
  }

  /// Formats a number with a fixed count of decimals, without Foundation's formatting.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    let whole = Int(scaled)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
