/// Amounts of money as text.
enum Dollars {
  /// Returns an amount with up to nine decimals and at least four figures, never with an exponent.
  static func text(_ amount: Double) -> String {
    guard amount.isFinite, abs(amount) < 1e9 else { return "\(amount)" }
    // Enough decimals for the first four figures of a small amount.
    var (decimals, scale) = (4, 10_000.0)
    while decimals < 9, abs(amount) > 0, abs(amount) * scale < 1000 {
      (decimals, scale) = (decimals + 1, scale * 10)
    }
    let scaled = (abs(amount) * scale).rounded()
    let whole = Int64(scaled / scale)
    var fraction = String(Int64(scaled) - whole * Int64(scale))
    fraction = String(repeating: "0", count: max(0, decimals - fraction.utf8.count)) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    let sign = amount < 0 && scaled > 0 ? "-" : ""
    return sign + "\(whole)" + (fraction.isEmpty ? "" : ".\(fraction)")
  }
}
