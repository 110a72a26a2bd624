package import JudgeJSON

/// A linear correction of a judge's verdicts, learned from human labels.
///
/// The logit of class c for a case with base verdict v and standardised features z is
/// `intercept[c] + verdict[v][c] + Σ weights[c]·z + Σ interactions[v][c]·z`; a missing verdict
/// has no `verdict` and no `interactions` terms. It is stored in the judge's body, and everything
/// that decides a verdict is computed with + − × ÷, so every machine gives the same.
package struct CalibrationModel: Sendable, Hashable {
  /// One feature and how it is standardised.
  package struct Feature: Sendable, Hashable {
    /// The name in ``LexicalFeatures/values``.
    package let name: String
    /// The mean over the labelled cases.
    package let mean: Double
    /// The standard deviation over the labelled cases, above 0.
    package let scale: Double

    /// A feature with its standardisation.
    package init(name: String, mean: Double, scale: Double) {
      self.name = name
      self.mean = mean
      self.scale = scale
    }
  }

  /// Standardised values are cut off here, so that one odd case cannot outvote everything.
  package static let clip = 3.0

  /// The features' definition: ``LexicalFeatures/version`` of the program that made the model.
  package let featureSet: String

  /// The values that can be answered, in the judge's order.
  package let classes: [JSONValue]

  /// The features that the model reads.
  package let features: [Feature]

  /// One number per class.
  package let intercept: [Double]

  /// By base verdict, then class.
  package let verdict: [[Double]]

  /// By class, then feature.
  package let weights: [[Double]]

  /// Positions in ``features`` that have interactions.
  package let interacting: [Int]

  /// By base verdict, then class, then ``interacting``, or empty if there are none.
  package let interactions: [[[Double]]]

  /// What words add, or `nil` if they add nothing.
  package let words: WordModel?

  /// By how many logits another value must lead before the base verdict is overridden.
  package let margin: Double

  /// A model of these numbers; the shapes are the caller's care, `init(json:)` checks them.
  package init(
    featureSet: String = LexicalFeatures.version, classes: [JSONValue], features: [Feature],
    intercept: [Double], verdict: [[Double]], weights: [[Double]], interacting: [Int] = [],
    interactions: [[[Double]]] = [], words: WordModel? = nil, margin: Double
  ) {
    self.featureSet = featureSet
    self.classes = classes
    self.features = features
    self.intercept = intercept
    self.verdict = verdict
    self.weights = weights
    self.interacting = interacting
    self.interactions = interactions
    self.words = words
    self.margin = margin
  }
}
