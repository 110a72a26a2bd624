/// Comparison of strings by their UTF-8 bytes.
///
/// Swift's own `==` and `hash` treat canonically equivalent strings as equal; JSON does not.
package enum Bytewise {
  /// Returns whether both strings have the same UTF-8 bytes.
  package static func equal(_ left: String, _ right: String) -> Bool {
    let left = left.utf8
    let right = right.utf8
    guard left.count == right.count else { return false }
    return equal(left.span, right.span)
  }

  /// Hashes the UTF-8 bytes and their number.
  package static func hash(_ text: String, into hasher: inout Hasher) {
    hasher.combine(text.utf8.count)
    unsafe text.utf8.span.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }

  /// Returns whether both spans contain the same bytes.
  package static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}
