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
  /// - Throws: `JSONError` with the place of the first deviation.
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
