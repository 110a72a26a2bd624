package import JudgeJSON
package import JudgeScoring

/// One labelled case to learn from.
package struct CalibrationItem: Sendable, Hashable {
  /// The base judge's verdict, or `nil` if it gave none, or an error.
  package let verdict: JSONValue?
  /// The features of the case.
  package let features: LexicalFeatures
  /// What people said: the consensus label.
  package let label: JSONValue
  /// Cases of one group are never on both sides of a fold.
  package let group: String

  /// A labelled case.
  package init(verdict: JSONValue?, features: LexicalFeatures, label: JSONValue, group: String) {
    self.verdict = verdict
    self.features = features
    self.label = label
    self.group = group
  }
}
