package import JudgeJSON
package import JudgeScoring

/// A labelled case to learn from.
package struct CalibrationItem: Sendable, Hashable {
  /// The base judge's verdict, or `nil` if it has none or failed.
  package let verdict: JSONValue?
  /// The features of the case.
  package let features: LexicalFeatures
  /// The consensus label.
  package let label: JSONValue
  /// The group; cases of one group are never on both sides of a fold.
  package let group: String

  /// Creates a labelled case.
  package init(verdict: JSONValue?, features: LexicalFeatures, label: JSONValue, group: String) {
    self.verdict = verdict
    self.features = features
    self.label = label
    self.group = group
  }
}
