/// Student's t distribution.
package enum StudentDistribution {
  /// Returns P(T ≤ t) with the given degrees of freedom (> 0).
  package static func cumulative(_ t: Double, degreesOfFreedom: Double) -> Double {
    let upper = upperTail(t.magnitude, degreesOfFreedom)
    return t < 0 ? upper : 1 - upper
  }

  /// Returns P(T > t), without the cancellation of `1 - cumulative`.
  package static func survival(_ t: Double, degreesOfFreedom: Double) -> Double {
    cumulative(-t, degreesOfFreedom: degreesOfFreedom)
  }

  /// Returns the t with P(T ≤ t) = p; infinite at 0 and 1, NaN outside.
  package static func quantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    guard p >= 0, p <= 1, degreesOfFreedom > 0 else { return .nan }
    if p == 0.5 { return 0 }
    let tail = p < 0.5 ? p : 1 - p
    if tail == 0 { return p < 0.5 ? -.infinity : .infinity }
    var high = 1.0
    while upperTail(high, degreesOfFreedom) > tail, high < 1e300 { high *= 2 }
    let t = Bisection.root(from: 0, to: high) { tail - upperTail($0, degreesOfFreedom) }
    return p < 0.5 ? -t : t
  }

  /// Returns P(T > t) for t ≥ 0 by I_x(ν/2, ½) with x = ν/(ν + t²).
  private static func upperTail(_ t: Double, _ freedom: Double) -> Double {
    let square = t * t
    guard square.isFinite else { return 0 }
    // Near t = 0 the complement keeps the digits that would be lost with x near 1.
    if square < freedom {
      return 0.5 * (1 - IncompleteBeta.regularized(square / (freedom + square), 0.5, freedom / 2))
    }
    return 0.5 * IncompleteBeta.regularized(freedom / (freedom + square), freedom / 2, 0.5)
  }
}
