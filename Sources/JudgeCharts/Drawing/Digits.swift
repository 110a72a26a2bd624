/// Formats numbers without Foundation.
package enum Digits {
  /// Formats a number with a fixed count of decimals.
  ///
  /// - Parameters:
  ///   - value: the number.
  ///   - decimals: the number of decimals, from 0.
  /// - Returns: such as `0.830`.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return "–" }
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

  /// Formats a share or a difference such as `0.83`; `–` if it is not defined.
  static func share(_ value: Double?) -> String {
    value.map { fixed($0, 2).replacingMinus } ?? "–"
  }

  /// Formats a difference with its sign, such as `+0.08`.
  static func signed(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    let text = fixed(value, 2)
    return value > 0 && text != "0.00" ? "+" + text : text.replacingMinus
  }

  /// Formats a coordinate with at most one decimal.
  static func coordinate(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e6 else { return "0" }
    let text = fixed(value, 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension String {
  /// The text with the sign of minus in place of a hyphen at its start.
  fileprivate var replacingMinus: String { hasPrefix("-") ? "−" + dropFirst() : self }
}
