/// The standard normal distribution.
package enum NormalDistribution {
  /// Returns P(Z ≤ z), accurate in both tails.
  package static func cumulative(_ z: Double) -> Double {
    0.5 * LibM.erfc(-z / 2.0.squareRoot())
  }

  /// Returns the z with P(Z ≤ z) = p; infinite at 0 and 1, NaN outside.
  ///
  /// Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477–484; relative error about
  /// 1e-16.
  package static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else {
      return p == 0 ? -.infinity : p == 1 ? .infinity : .nan
    }
    let q = p - 0.5
    if q.magnitude <= 0.425 {
      let r = 0.180625 - q * q
      return q * rational(r, central.0, central.1)
    }
    var r = (-LibM.log(q < 0 ? p : 1 - p)).squareRoot()
    let tail: Double
    if r <= 5 {
      r -= 1.6
      tail = rational(r, middle.0, middle.1)
    } else {
      r -= 5
      tail = rational(r, far.0, far.1)
    }
    return q < 0 ? -tail : tail
  }

  private static func rational(_ r: Double, _ top: [Double], _ bottom: [Double]) -> Double {
    func horner(_ coefficients: [Double]) -> Double {
      coefficients.reduce(0) { $0 * r + $1 }
    }
    return horner(top) / horner(bottom)
  }

  // Coefficients of AS 241, highest power first.
  private static let central: ([Double], [Double]) = (
    [
      2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
      4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
      1.3314166789178437745e2, 3.3871328727963666080,
    ],
    [
      5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
      2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
      4.2313330701600911252e1, 1,
    ]
  )
  private static let middle: ([Double], [Double]) = (
    [
      7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
      1.27045825245236838258, 3.64784832476320460504, 5.76949722146069140550,
      4.63033784615654529590, 1.42343711074968357734,
    ],
    [
      1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
      1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940,
      2.05319162663775882187, 1,
    ]
  )
  private static let far: ([Double], [Double]) = (
    [
      2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
      2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580,
      5.46378491116411436990, 6.65790464350110377720,
    ],
    [
      2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
      7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
      5.99832206555887937690e-1, 1,
    ]
  )
}
