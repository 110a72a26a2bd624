public import JudgeAgreement
import JudgeJSON

extension AgreementReport {
  /// Krippendorff's alpha by the order of the values, or `nil` without an order.
  public var ordinalAlpha: Double? {
    guard let table = orderedTable, let alpha = try? table.krippendorffAlpha(.ordinal) else {
      return nil
    }
    return alpha
  }

  /// Krippendorff's alpha by squared distances of the numbers, otherwise of the ranks.
  public var intervalAlpha: Double? {
    guard let table = orderedTable, let alpha = try? table.krippendorffAlpha(.interval(points))
    else { return nil }
    return alpha
  }

  /// The number of pairs of ratings above which the mean of Cohen's kappas is not resampled,
  /// because it alone would take seconds.
  private static let mostResampledPairs = 3_000_000

  /// Seeded bootstrap 95 % intervals of the headline figures, whole groups resampled.
  ///
  /// `nil` if there is nothing to resample.
  public var intervals: AgreementIntervals? {
    let table = orderedTable ?? set.table
    let clusters = set.groupCodes
    let bootstrap = Bootstrap(resamples: 1000, seed: 0)
    let isOrdered = orderedTable != nil
    let ranks = order.indices.map { Double($0) }
    // The only possible errors are clusters that do not match the traces and equal points; neither
    // occurs here.
    let first = try? table.agreementIntervals(
      bootstrap, scale: isOrdered ? .points(ranks) : .nominal, clusters: clusters,
      meanCohen: table.observedAgreement.pairs <= Self.mostResampledPairs)
    guard var found = first else { return nil }
    if isOrdered, points != ranks {
      let byNumbers = try? table.agreementIntervals(
        bootstrap, scale: .points(points), clusters: clusters, meanCohen: false)
      found.intervalAlpha = byNumbers?.intervalAlpha
    }
    return found
  }
}

extension AgreementIntervals? {
  /// `{figure: [low, high]}`, with `null` if the interval is undefined.
  var json: JSONValue {
    func json(_ interval: BootstrapInterval?) -> JSONValue {
      interval.map { JudgeFigures.interval($0.interval) } ?? .null
    }
    return [
      "observed_agreement": json(self?.observedAgreement),
      "cohen_kappa_mean": json(self?.meanCohenKappa),
      "krippendorff_alpha_nominal": json(self?.nominalAlpha),
      "krippendorff_alpha_ordinal": json(self?.ordinalAlpha),
      "krippendorff_alpha_interval": json(self?.intervalAlpha), "gwet_ac1": json(self?.gwetAC1),
    ]
  }
}
