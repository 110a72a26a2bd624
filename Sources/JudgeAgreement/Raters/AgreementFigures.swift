public import JudgeWork

/// The headline figures of a table of ratings; nil if undefined or not requested.
public struct AgreementFigures: Sendable, Equatable {
  /// Agreeing pairs over co-rated pairs.
  public var observedAgreement: Double?
  /// The mean of Cohen's kappa over the pairs of raters where it is defined.
  public var meanCohenKappa: Double?
  /// Krippendorff's alpha for labels that are only equal or different.
  public var nominalAlpha: Double?
  /// Krippendorff's alpha for ordered labels.
  public var ordinalAlpha: Double?
  /// Krippendorff's alpha for numeric labels, or ranks.
  public var intervalAlpha: Double?
  /// Gwet's AC1.
  public var gwetAC1: Double?
}

/// The bootstrap intervals of the headline figures; nil if undefined or not requested.
public struct AgreementIntervals: Sendable, Equatable {
  /// The interval of ``AgreementFigures/observedAgreement``.
  public var observedAgreement: BootstrapInterval?
  /// The interval of ``AgreementFigures/meanCohenKappa``.
  public var meanCohenKappa: BootstrapInterval?
  /// The interval of ``AgreementFigures/nominalAlpha``.
  public var nominalAlpha: BootstrapInterval?
  /// The interval of ``AgreementFigures/ordinalAlpha``.
  public var ordinalAlpha: BootstrapInterval?
  /// The interval of ``AgreementFigures/intervalAlpha``.
  public var intervalAlpha: BootstrapInterval?
  /// The interval of ``AgreementFigures/gwetAC1``.
  public var gwetAC1: BootstrapInterval?
}

extension RatingTable {
  /// Returns all headline figures.
  ///
  /// - Parameters:
  ///   - scale: The scale of the labels; nominal labels have no ordinal and no interval alpha.
  ///   - categories: The number of labels for AC1; nil counts the labels that occur.
  /// - Returns: The figures, nil if undefined.
  /// - Throws: `lengthMismatch` or `invalidArgument` for a scale that does not match the labels.
  public func agreementFigures(
    scale: LabelScale = .nominal, categories: Int? = nil
  ) throws(JudgeFailure) -> AgreementFigures {
    let values = try figureStatistics(scale: scale, categories: categories, meanCohen: false)
    var figures = AgreementFigures(values(Array(repeating: 1, count: itemCount)))
    figures.meanCohenKappa = pairAgreements().meanKappa()
    return figures
  }

  /// Returns all headline figures with bootstrap intervals on the same resamples.
  ///
  /// A resample costs O(distinct labels of the items); the mean of Cohen's kappas costs O(co-rated
  /// pairs + pairs of raters · labels²) in addition and is left out above 20 million cells.
  ///
  /// - Parameters:
  ///   - bootstrap: The number of resamples, the seed, the coverage and the method.
  ///   - scale: The scale of the labels; nominal labels have no ordinal and no interval alpha.
  ///   - clusters: A cluster code per item; clusters are drawn whole. Nil draws items.
  ///   - categories: The number of labels for AC1; nil counts the labels that occur.
  ///   - meanCohen: Whether to resample the mean of Cohen's kappas.
  /// - Returns: The figures with their intervals, nil if undefined.
  /// - Throws: The errors of ``Bootstrap/intervals(items:clusters:of:)``, and an error for a scale
  ///   that does not match the labels.
  public func agreementIntervals(
    _ bootstrap: Bootstrap = Bootstrap(), scale: LabelScale = .nominal, clusters: [Int]? = nil,
    categories: Int? = nil, meanCohen: Bool = true
  ) throws(JudgeFailure) -> AgreementIntervals {
    let values = try figureStatistics(scale: scale, categories: categories, meanCohen: meanCohen)
    let found = try bootstrap.intervals(items: itemCount, clusters: clusters, of: values)
    return AgreementIntervals(
      observedAgreement: found[0], meanCohenKappa: found[1], nominalAlpha: found[2],
      ordinalAlpha: found[3], intervalAlpha: found[4], gwetAC1: found[5])
  }

  /// Returns the headline figures with every item counted as often as its weight.
  package func resampledFigures(
    weights: [Int], scale: LabelScale, categories: Int? = nil
  ) throws(JudgeFailure) -> AgreementFigures {
    let values = try figureStatistics(scale: scale, categories: categories, meanCohen: true)
    return AgreementFigures(values(weights))
  }

  private func figureStatistics(
    scale: LabelScale, categories: Int?, meanCohen: Bool
  ) throws(JudgeFailure) -> ([Int]) -> [Double?] {
    try scale.check(labelCount: labelCount)
    let items = ItemStatistics(self)
    let cohen = meanCohen ? PairCells(self) : nil
    let categories = categories ?? items.usedLabels
    return { weights in
      let profiles = items.profileWeights(items: weights)
      let sums = ItemSums(items, weights: profiles)
      var ordinal: Double?
      var interval: Double?
      if case .points(let points) = scale {
        let order = points.indices.sorted { points[$0] < points[$1] }
        ordinal = items.ordinalAlpha(order: order, weights: profiles)
        interval = items.intervalAlpha(points: points, weights: profiles)
      }
      return [
        sums.observedAgreement, cohen?.meanKappa(weights: weights), sums.nominalAlpha, ordinal,
        interval, sums.gwetAC1(categories: categories),
      ]
    }
  }
}

extension AgreementFigures {
  fileprivate init(_ values: [Double?]) {
    self.init(
      observedAgreement: values[0], meanCohenKappa: values[1], nominalAlpha: values[2],
      ordinalAlpha: values[3], intervalAlpha: values[4], gwetAC1: values[5])
  }
}
