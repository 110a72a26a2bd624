import JudgeAgreement
import JudgeScoring

extension Xoshiro256 {
  /// Returns a Poisson draw, by multiplying uniform draws (Knuth, TAOCP 2, 3.4.1).
  ///
  /// - Parameter mean: the mean, at most a few tens.
  /// - Returns: a count.
  mutating func poisson(mean: Double) -> Int {
    let limit = PortableMath.exp(-mean)
    var product = unit(), count = 0
    while product > limit, count < 1000 {
      product *= unit()
      count += 1
    }
    return count
  }
}
