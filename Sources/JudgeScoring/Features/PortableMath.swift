/// Exponential and logarithm from + − × ÷ alone, so that every machine computes the same bits.
///
/// C libraries may differ in the last bit of `exp` and `log`; a feature that differs there could
/// tip a tie between two verdicts. Accurate to about 2 units in the last place.
package enum PortableMath {
  private static let ln2High = 6.93147180369123816490e-01
  private static let ln2Low = 1.90821492927058770002e-10

  /// Returns e to the power x.
  ///
  /// 0 if x is below −708 or not a number. Above 709, the value at 709.
  package static func exp(_ x: Double) -> Double {
    guard x >= -708 else { return 0 }
    let bounded = x > 709 ? 709 : x
    let power = (bounded * 1.44269504088896338700).rounded()
    let r = (bounded - power * ln2High) - power * ln2Low
    // Taylor to r¹³ with |r| ≤ 0.347: the remainder is below 2⁻⁵⁴.
    var sum = 1.0 + r * (1.0 / 13)
    sum = 1 + r * (1.0 / 12) * sum
    sum = 1 + r * (1.0 / 11) * sum
    sum = 1 + r * (1.0 / 10) * sum
    sum = 1 + r * (1.0 / 9) * sum
    sum = 1 + r * (1.0 / 8) * sum
    sum = 1 + r * (1.0 / 7) * sum
    sum = 1 + r * (1.0 / 6) * sum
    sum = 1 + r * (1.0 / 5) * sum
    sum = 1 + r * (1.0 / 4) * sum
    sum = 1 + r * (1.0 / 3) * sum
    sum = 1 + r * (1.0 / 2) * sum
    sum = 1 + r * sum
    let exponent = Int(power)
    // 2¹⁰²⁴ is not a double, so the scaling takes two steps.
    let half = exponent / 2
    return sum * twoToThe(half) * twoToThe(exponent - half)
  }

  /// Returns the natural logarithm of a normal positive number, or −∞ for any other number.
  package static func log(_ x: Double) -> Double {
    guard x.isNormal, x > 0 else { return -.infinity }
    let bits = x.bitPattern
    var exponent = Int(bits >> 52) - 1023
    var mantissa = Double(bitPattern: (bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000)
    if mantissa > 1.41421356237309504880 {
      mantissa *= 0.5
      exponent += 1
    }
    // log m = 2 artanh s with s = (m − 1)/(m + 1), |s| ≤ 0.1716.
    let s = (mantissa - 1) / (mantissa + 1)
    let square = s * s
    var series = 0.0
    var odd = 23.0
    while odd > 0 {
      series = series * square + 1 / odd
      odd -= 2
    }
    let whole = Double(exponent)
    return whole * ln2High + (2 * s * series + whole * ln2Low)
  }

  private static func twoToThe(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1023) << 52)
  }
}
