import JudgeJSON

/// Chance that is the same for the same seed, request and sample.
struct Chance {
  private var state: UInt64

  init(seed: UInt64, request: [UInt8], sample: UInt64) {
    let digest = SHA256Digest.hash(
      request + Array("\u{0}\(seed)\u{0}\(sample)".utf8))
    state = digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A fraction below 1.
  mutating func fraction() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Double(mixed >> 11) / 9_007_199_254_740_992
  }

  /// A number below `bound`.
  mutating func below(_ bound: Int) -> Int { min(bound - 1, Int(fraction() * Double(bound))) }
}
