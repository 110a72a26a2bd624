#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The C library's functions that this module uses, in one place.
///
/// They are not correctly rounded everywhere, so two platforms may differ in the last bit. All
/// results that must be identical on every machine (random draws, votes, counts) use integer
/// arithmetic.
enum LibM {
  static func log(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.log(x)
    #elseif canImport(Musl)
      Musl.log(x)
    #elseif canImport(Darwin)
      Darwin.log(x)
    #endif
  }

  static func log2(_ x: Double) -> Double { log(x) / 0.693_147_180_559_945_309_417_232_121_458_18 }

  static func exp(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.exp(x)
    #elseif canImport(Musl)
      Musl.exp(x)
    #elseif canImport(Darwin)
      Darwin.exp(x)
    #endif
  }

  static func erfc(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.erfc(x)
    #elseif canImport(Musl)
      Musl.erfc(x)
    #elseif canImport(Darwin)
      Darwin.erfc(x)
    #endif
  }

  /// Returns log Γ(x) for x > 0, by the re-entrant form (the plain one writes a global).
  static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }
}
