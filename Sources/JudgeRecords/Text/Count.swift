/// Text for a number with its noun.
package enum Count {
  /// Returns a number with its noun, such as `1 trace`, `2 traces` or `0 traces`.
  ///
  /// - Parameters:
  ///   - count: the number.
  ///   - one: the singular noun with any words before it, such as `labelled trace`.
  ///   - many: the plural noun, if it is not the singular with an `s`.
  /// - Returns: number and noun.
  package static func of(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }
}
