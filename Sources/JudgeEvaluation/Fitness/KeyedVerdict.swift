/// A verdict on a labelled trace, with the key of its group if it is held out.
package struct KeyedVerdict: Sendable {
  /// The key, or `nil` if the group is not held out.
  package let key: String?
  /// The verdict.
  package let verdict: LabelledVerdict

  /// Creates a keyed verdict.
  package init(key: String?, verdict: LabelledVerdict) {
    self.key = key
    self.verdict = verdict
  }
}
