// Links libm: in unoptimised builds the standard library's rounding calls it by name.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension CanonicalJSON {
  /// The number as ECMAScript's `Number::toString` writes it (RFC 8785 section 3.2.2.3).
  ///
  /// - Returns: the shortest digits that read back as `value`, or `null` if it is not finite.
  public static func formatNumber(_ value: Double) -> String {
    var output = OutputBuffer(capacity: 64)
    appendNumber(value, to: &output)
    return output.text()
  }

  /// Appends the number as ECMAScript's `Number::toString` writes it, `null` if not finite.
  static func appendNumber(_ value: Double, to output: inout OutputBuffer) {
    guard value.isFinite else { return output.append("null") }
    if value < 0 { output.append(UInt8(ascii: "-")) }
    let magnitude = value.magnitude
    if magnitude < 0x1p53 {
      let whole = UInt64(magnitude)
      if Double(whole) == magnitude { return appendInteger(whole, to: &output) }
    }
    ShortestDecimal(magnitude).append(to: &output)
  }

  /// Appends the decimal digits of an integer.
  static func appendInteger(_ value: UInt64, to output: inout OutputBuffer) {
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var first = 20
    var rest = value
    repeat {
      first &-= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    output.append(digits.span.extracting(first..<20))
  }
}
