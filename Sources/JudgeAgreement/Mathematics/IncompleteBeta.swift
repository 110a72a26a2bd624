/// The regularised incomplete beta function, the basis of the t, binomial and beta tails.
package enum IncompleteBeta {
  /// Returns I_x(a, b) for 0 ≤ x ≤ 1 and a, b > 0; NaN outside.
  ///
  /// The continued fraction of DLMF 8.17.22, evaluated by the modified Lentz method on the side
  /// where it converges fast.
  package static func regularized(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x >= 0, x <= 1, a > 0, b > 0 else { return .nan }
    if x == 0 || x == 1 { return x }
    let logFront =
      LibM.logGamma(a + b) - LibM.logGamma(a) - LibM.logGamma(b) + a * LibM.log(x) + b
      * LibM.log(1 - x)
    let front = LibM.exp(logFront)
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a
      : 1 - front * fraction(1 - x, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var value = d
    for m in 1...10_000 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      value *= d * c
      if (d * c - 1).magnitude < 1e-16 { break }
    }
    return value
  }

  /// Returns the x with I_x(a, b) = p for 0 ≤ p ≤ 1 and a, b > 0; NaN outside.
  ///
  /// It uses bisection: 200 halvings reach neighbouring doubles from any start, and speed does not
  /// matter because it is not called in a loop.
  package static func inverse(_ p: Double, _ a: Double, _ b: Double) -> Double {
    guard p >= 0, p <= 1, a > 0, b > 0 else { return .nan }
    if p == 0 || p == 1 { return p }
    return Bisection.root(from: 0, to: 1) { regularized($0, a, b) - p }
  }
}
