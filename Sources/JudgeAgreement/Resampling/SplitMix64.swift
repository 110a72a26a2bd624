/// SplitMix64: turns any 64-bit seed into well-mixed words; the same on every machine.
///
/// Steele, Lea and Flood, OOPSLA 2014; the constants are those of Vigna's public-domain code.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates a generator from a seed; every seed is suitable, including 0.
  package init(seed: UInt64) { state = seed }

  /// Returns the next word.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
