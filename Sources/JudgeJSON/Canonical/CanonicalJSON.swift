/// The JSON Canonicalization Scheme (RFC 8785).
///
/// The form: UTF-8 without white space; members sorted by the UTF-16 code units of their keys;
/// strings escaped only if JSON demands it; numbers as ECMAScript writes them.
public enum CanonicalJSON {
  /// Checks that bytes are exactly the canonical form of one value.
  ///
  /// Accepts exactly the bytes that ``JSONValue/init(parsing:)-([UInt8])`` reads and
  /// ``JSONValue/canonicalBytes()`` writes back unchanged.
  ///
  /// - Throws: `JSONError` with the position of the first deviation.
  public static func verify(_ bytes: [UInt8]) throws(JSONError) {
    try verify(bytes.span)
  }

  /// Checks that bytes are exactly the canonical form of one value.
  public static func verify(_ bytes: ArraySlice<UInt8>) throws(JSONError) {
    try verify(bytes.span)
  }

  /// Checks that bytes are exactly the canonical form of one value.
  public static func verify(_ bytes: UnsafeRawBufferPointer) throws(JSONError) {
    try unsafe verify(bytes.bindMemory(to: UInt8.self).span)
  }

  /// Checks that bytes are exactly the canonical form of one value.
  public static func verify(_ bytes: Span<UInt8>) throws(JSONError) {
    var verifier = CanonicalVerifier()
    do throws(Fault) {
      try verifier.document(bytes)
    } catch {
      throw JSONError(error, in: bytes)
    }
  }
}

// Links libm: in unoptimised builds, the standard library's rounding calls it by name.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension CanonicalJSON {
  /// Returns the number as ECMAScript's `Number::toString` writes it (RFC 8785 section 3.2.2.3).
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
