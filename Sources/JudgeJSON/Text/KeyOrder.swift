/// The order of object members: by the UTF-16 code units of the key (RFC 8785 section 3.2.3).
///
/// It is computed on UTF-8 without conversion. The two orders differ in only one respect: UTF-16
/// puts
/// supplementary scalars (UTF-8 lead bytes F0 to F4, surrogates D800 to DFFF) before U+E000 to
/// U+FFFF (lead bytes EE and EF).
package enum KeyOrder {
  /// Returns whether `left` is before `right`.
  package static func precedes(_ left: String, _ right: String) -> Bool {
    compare(left.utf8.span, right.utf8.span) < 0
  }

  /// Returns a negative number, zero or a positive number if `left` is before, equal to or after
  /// `right`.
  package static func compare(_ left: String, _ right: String) -> Int {
    compare(left.utf8.span, right.utf8.span)
  }

  /// Returns a negative number, zero or a positive number if `left` is before, equal to or after
  /// `right`.
  ///
  /// Both must be valid UTF-8: then the first bytes that differ are either both lead bytes or both
  /// continuation bytes of the same lead byte.
  package static func compare(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
    let shared = min(left.count, right.count)
    var index = 0
    while index < shared {
      let (first, second) = (left[index], right[index])
      if first != second { return Int(rank(first)) - Int(rank(second)) }
      index += 1
    }
    return left.count - right.count
  }

  /// Moves the lead bytes F0 to F4 before EE and EF.
  private static func rank(_ byte: UInt8) -> UInt8 {
    if byte < 0xEE { return byte }
    return byte >= 0xF0 ? byte - 2 : byte + 5
  }
}
