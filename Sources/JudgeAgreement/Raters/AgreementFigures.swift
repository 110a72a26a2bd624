/// The headline figures of a table of ratings, or nil if undefined or not asked for.
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

/// The bootstrap intervals of the headline figures, or nil if undefined or not asked for.
public struct AgreementIntervals: Sendable, Equatable {
  /// Of ``AgreementFigures/observedAgreement``.
  public var observedAgreement: BootstrapInterval?
  /// Of ``AgreementFigures/meanCohenKappa``.
  public var meanCohenKappa: BootstrapInterval?
  /// Of ``AgreementFigures/nominalAlpha``.
  public var nominalAlpha: BootstrapInterval?
  /// Of ``AgreementFigures/ordinalAlpha``.
  public var ordinalAlpha: BootstrapInterval?
  /// Of ``AgreementFigures/intervalAlpha``.
  public var intervalAlpha: BootstrapInterval?
  /// Of ``AgreementFigures/gwetAC1``.
  public var gwetAC1: BootstrapInterval?
}
