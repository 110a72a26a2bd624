/// xoshiro256**: the generator of every seeded draw of this module; the same on every machine.
///
/// Blackman and Vigna, ACM TOMS 47 (2021); seeded by SplitMix64 as its authors advise. Draws below
/// a bound are implemented here, because the standard library does not guarantee its algorithm.
package struct Xoshiro256: RandomNumberGenerator, Sendable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Creates a generator from a seed.
  package init(seed: UInt64) {
    var mixer = SplitMix64(seed: seed)
    s0 = mixer.next()
    s1 = mixer.next()
    s2 = mixer.next()
    s3 = mixer.next()
  }

  /// Returns the next word.
  package mutating func next() -> UInt64 {
    let result = Self.rotate(s1 &* 5, by: 7) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = Self.rotate(s3, by: 45)
    return result
  }

  /// Returns a whole number in `0..<bound`, each equally likely, or 0 if the bound is not positive.
  ///
  /// Lemire, ACM TOMACS 29 (2019), multiply-shift with rejection.
  package mutating func index(below bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// Returns a number in [0, 1) with 53 random bits.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Returns a number from the exponential distribution with mean 1.
  package mutating func exponential() -> Double { -LibM.log(1 - unit()) }

  private static func rotate(_ x: UInt64, by bits: UInt64) -> UInt64 {
    (x << bits) | (x >> (64 - bits))
  }
}

extension Xoshiro256 {
  /// Returns the numbers `0..<count` in a random order (Fisher–Yates), the same for the same seed.
  package mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<max(count, 0))
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, index(below: last + 1))
    }
    return order
  }
}
