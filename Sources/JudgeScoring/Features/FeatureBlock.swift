/// Which part of a calibration a feature belongs to, read from its name.
///
/// Core features are those that the literature on LLM judges names as what verdicts depend on
/// wrongly or answers rightly: length (verbosity bias: Zheng et al., NeurIPS 2023; Dubois et al.,
/// COLM 2024) and overlap with the question or the reference. They get more prior variance each,
/// because there are few of them.
package struct FeatureBlock: Sendable, Hashable {
  /// What the feature describes.
  package enum Scope: Sendable, Hashable {
    case field
    case difference
    case pair
  }

  /// What the feature describes.
  package let scope: Scope

  /// Whether it is about length or overlap.
  package let isCore: Bool

  /// Whether it is plain length: characters or words.
  package let isLength: Bool

  /// The block of a feature.
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
