/// The binomial distribution of successes in n trials.
package enum BinomialDistribution {
  /// Returns P(X = k).
  package static func mass(_ k: Int, trials n: Int, probability p: Double) -> Double {
    guard k >= 0, k <= n else { return 0 }
    if p <= 0 { return k == 0 ? 1 : 0 }
    if p >= 1 { return k == n ? 1 : 0 }
    let n = Double(n)
    let k = Double(k)
    let choose = LibM.logGamma(n + 1) - LibM.logGamma(k + 1) - LibM.logGamma(n - k + 1)
    return LibM.exp(choose + k * LibM.log(p) + (n - k) * LibM.log(1 - p))
  }

  /// Returns P(X ≤ k).
  package static func cumulative(_ k: Int, trials n: Int, probability p: Double) -> Double {
    if k < 0 { return 0 }
    if k >= n { return 1 }
    return IncompleteBeta.regularized(1 - p, Double(n - k), Double(k + 1))
  }

  /// Returns P(X ≥ k).
  package static func survival(_ k: Int, trials n: Int, probability p: Double) -> Double {
    if k <= 0 { return 1 }
    if k > n { return 0 }
    return IncompleteBeta.regularized(p, Double(k), Double(n - k + 1))
  }
}
