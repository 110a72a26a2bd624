/// The digits of a number while it is read, and its value if it can be computed exactly.
struct NumberLiteral {
  private var significand: UInt64 = 0
  private var digits = 0
  private var scale = 0
  private(set) var isInteger = true

  /// Appends the next digit; beyond 19 digits, only their number is kept.
  mutating func append(_ digit: UInt8) {
    if digits < 19 { significand = significand &* 10 &+ UInt64(digit) }
    digits &+= 1
  }

  /// Marks the last `count` digits as fractional digits.
  mutating func endFraction(digits count: Int) {
    isInteger = false
    scale = -count
  }

  /// Adds an exponent.
  mutating func addExponent(_ exponent: NumberLiteral, negative: Bool) {
    isInteger = false
    // Exponents beyond a few hundred take the slow path; the cap prevents an overflow of the sum.
    let magnitude = exponent.digits <= 19 ? Int(min(exponent.significand, 100_000)) : 100_000
    scale = scale &+ (negative ? -magnitude : magnitude)
  }

  /// The value without its sign, or `nil` if it cannot be computed by exact steps alone.
  ///
  /// A significand up to 2^53 and a power of ten up to 22 are doubles without rounding, so one
  /// multiplication or division rounds correctly (Clinger 1990). An integer must also print as its
  /// own digits, which is true up to 2^53.
  var exactMagnitude: Double? {
    guard digits <= 19, significand <= 1 << 53 else { return nil }
    let whole = Double(significand)
    if scale == 0 { return whole }
    if significand == 0 { return 0 }
    if scale < 0, scale >= -22 { return whole / Self.powersOfTen[-scale] }
    if scale > 0, scale <= 22 { return whole * Self.powersOfTen[scale] }
    return nil
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
