package import JudgeJSON

/// A linear correction of a judge's verdicts, learned from human labels.
///
/// The logit of class c for a case with base verdict v and standardised features z is `intercept[c]
/// + verdict[v][c] + Σ weights[c]·z + Σ interactions[v][c]·z`. A missing verdict has no `verdict`
/// and no `interactions` terms. The correction is stored in the judge's body. All that decides a
/// verdict is computed with + − × ÷, so that it is the same on every machine.
package struct CalibrationModel: Sendable, Hashable {
  /// A feature with its standardisation.
  package struct Feature: Sendable, Hashable {
    /// The name in ``LexicalFeatures/values``.
    package let name: String
    /// The mean over the labelled cases.
    package let mean: Double
    /// The standard deviation over the labelled cases, above 0.
    package let scale: Double

    /// Creates a feature with its standardisation.
    package init(name: String, mean: Double, scale: Double) {
      self.name = name
      self.mean = mean
      self.scale = scale
    }
  }

  /// The maximum absolute standardised value, so that one odd case cannot outvote everything.
  package static let clip = 3.0

  /// The definition of the features: ``LexicalFeatures/version`` of the program that made the
  /// model.
  package let featureSet: String

  /// The possible values, in the judge's order.
  package let classes: [JSONValue]

  /// The features that the model reads.
  package let features: [Feature]

  /// The intercepts, one per class.
  package let intercept: [Double]

  /// The weights of verdicts by base verdict, then class.
  package let verdict: [[Double]]

  /// The weights of features by class, then feature.
  package let weights: [[Double]]

  /// The indices in ``features`` of those that have interactions.
  package let interacting: [Int]

  /// The interactions by base verdict, then class, then ``interacting``; empty if there are none.
  package let interactions: [[[Double]]]

  /// The contribution of words, or `nil` if there is none.
  package let words: WordModel?

  /// The number of logits by which another value must lead before it overrides the base verdict.
  package let margin: Double

  /// Creates a model.
  ///
  /// The caller must ensure consistent shapes; `init(json:)` checks them.
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
