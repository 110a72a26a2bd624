/// A case as the model found it in a prompt.
struct PromptCase {
  /// What the text shows.
  var features: CaseFeatures
  /// A number made of the words, by which the model's slips are decided.
  var fingerprint: UInt64
  /// Whether people pass it, where a verdict follows the text.
  var passes: Bool?
  /// What people speak of in remarks about it.
  var spoken: Set<Concept>
  /// The whole numbers between the case before and this one.
  var numbers: [Int]
  /// The trace id that stands before it.
  var id: String?
}
