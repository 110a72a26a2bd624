/// The part of a calibration that a feature belongs to, derived from its name.
///
/// Core features are those that the literature on LLM judges names as the wrong basis of verdicts
/// or the right one of answers: length (verbosity bias: Zheng et al., NeurIPS 2023; Dubois et al.,
/// COLM 2024) and overlap with the question or the reference. There are few of them, so each gets
/// more prior variance.
package struct FeatureBlock: Sendable, Hashable {
  /// The texts that the feature describes.
  package enum Scope: Sendable, Hashable {
    case field
    case difference
    case pair
  }

  /// The texts that the feature describes.
  package let scope: Scope

  /// Whether it describes length or overlap.
  package let isCore: Bool

  /// Whether it is plain length: characters or words.
  package let isLength: Bool

  /// Creates the block of a feature.
  package init(name: String) {
    if name.hasPrefix("difference.") {
      scope = .difference
    } else if name.hasPrefix("pair.") {
      scope = .pair
    } else {
      scope = .field
    }
    let last = name.split(separator: ".").last.map(String.init) ?? name
    isLength = last == "characters" || last == "words"
    isCore = Self.core.contains(last) || last.hasPrefix("expectation_")
  }

  private static let core: Set<String> = [
    "characters", "words", "sentences", "lines", "distinct_words", "input_precision",
    "input_recall", "input_f1",
  ]
}
