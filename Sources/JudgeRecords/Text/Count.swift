/// A number with its noun, as people read it.
package enum Count {
  /// `1 trace`, `2 traces`, `0 traces`.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - one: the singular noun, with the words before it: `labelled trace`.
  ///   - many: the plural noun, if it is not the singular with an `s`.
  /// - Returns: number and noun.
  package static func of(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }
}
