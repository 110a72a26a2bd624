/// The true pass rate behind a judge's pass rate, given the judge's error rates.
///
/// Rogan and Gladen, American Journal of Epidemiology 107 (1978) 71–76: (p + TNR − 1) /
/// (TPR + TNR − 1).
public struct RoganGladen: Sendable, Equatable {
  /// The share that the judge passed of all judged items.
  public let apparent: Proportion
  /// The share that the judge passed of labelled items that truly pass.
  public let truePositive: Proportion
  /// The share that the judge failed of labelled items that truly fail.
  public let trueNegative: Proportion
  /// The number of labelled items that are worth one independent item, for items that truly pass
  /// and for items that truly fail; more than 1 if items of a group are similar
  /// (``ClusteredProportion``).
  public let designEffects: DesignEffects

  /// The number of labelled items that are worth one independent item; at least 1.
  public struct DesignEffects: Sendable, Hashable {
    /// The design effect of items that truly pass.
    public var positive: Double
    /// The design effect of items that truly fail.
    public var negative: Double

    /// Creates the design effects; numbers below 1 become 1.
    public init(positive: Double = 1, negative: Double = 1) {
      self.positive = max(1, positive)
      self.negative = max(1, negative)
    }
  }

  /// Creates the correction.
  ///
  /// - Parameters:
  ///   - apparent: The judge's pass rate on the items of interest.
  ///   - truePositive: The judge's TPR on labelled items.
  ///   - trueNegative: The judge's TNR on labelled items.
  ///   - designEffects: The design effects of the labelled items' groups.
  public init(
    apparent: Proportion, truePositive: Proportion, trueNegative: Proportion,
    designEffects: DesignEffects = DesignEffects()
  ) {
    self.designEffects = designEffects
    self.apparent = apparent
    self.truePositive = truePositive
    self.trueNegative = trueNegative
  }

  /// The corrected pass rate, limited to 0...1.
  ///
  /// It is nil without data, or if the judge is no better than chance (TPR + TNR ≤ 1), because the
  /// correction then has no meaning.
  public var estimate: Double? {
    guard let p = apparent.value, let sensitivity = truePositive.value,
      let specificity = trueNegative.value, sensitivity + specificity > 1
    else { return nil }
    return min(1, max(0, (p + specificity - 1) / (sensitivity + specificity - 1)))
  }

  /// Returns the interval of Lang and Reiczigel (Preventive Veterinary Medicine 113, 2014, 13–22),
  /// which accounts for the uncertainty of TPR and TNR.
  ///
  /// - Parameter confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: An interval within 0...1, or nil if ``estimate`` is nil.
  public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard estimate != nil else { return nil }
    let z = ConfidenceInterval.z(confidence)
    let square = z * z
    let n = Double(apparent.total) + square
    let p = (Double(apparent.successes) + square / 2) / n
    // Effective numbers of items replace the plain numbers (Korn and Graubard, 1998).
    let positives = Double(truePositive.total) / designEffects.positive + 2
    let sensitivity =
      (Double(truePositive.successes) / designEffects.positive + 1) / positives
    let negatives = Double(trueNegative.total) / designEffects.negative + 2
    let specificity =
      (Double(trueNegative.successes) / designEffects.negative + 1) / negatives
    let youden = sensitivity + specificity - 1
    guard youden > 0 else { return nil }
    let rate = (p + specificity - 1) / youden
    let positiveVariance = sensitivity * (1 - sensitivity) / positives
    let negativeVariance = specificity * (1 - specificity) / negatives
    let shift = 2 * square * (rate * positiveVariance - (1 - rate) * negativeVariance)
    let variance =
      p * (1 - p) / n + rate * rate * positiveVariance + (1 - rate) * (1 - rate) * negativeVariance
    let half = z * variance.squareRoot() / youden
    func cut(_ x: Double) -> Double { min(1, max(0, x)) }
    return ConfidenceInterval(
      lower: cut(rate + shift - half), upper: cut(rate + shift + half), confidence: confidence)
  }
}
