extension Sequence<PairAgreement> {
  /// Returns the plain mean of Cohen's kappa over the pairs for which it is defined.
  ///
  /// - Parameter weights: The weights of the kappa.
  /// - Returns: At most 1, or nil if kappa is undefined for all pairs.
  public func meanKappa(_ weights: KappaWeights = .none) -> Double? {
    let kappas = compactMap { $0.kappa(weights) }
    return kappas.isEmpty ? nil : kappas.reduce(0, +) / Double(kappas.count)
  }

  /// Returns the mean of Cohen's kappa, weighted by items, over the pairs for which it is defined.
  ///
  /// - Parameter weights: The weights of the kappa.
  /// - Returns: At most 1, or nil if kappa is undefined for all pairs.
  public func meanKappaWeightedByItems(_ weights: KappaWeights = .none) -> Double? {
    var sum = 0.0
    var items = 0
    for pair in self {
      guard let kappa = pair.kappa(weights) else { continue }
      sum += kappa * Double(pair.items)
      items += pair.items
    }
    return items > 0 ? sum / Double(items) : nil
  }
}

extension PairAgreement {
  /// Returns one of the three kappas.
  ///
  /// - Parameter weights: The weights of the kappa.
  /// - Returns: At most 1, or nil if undefined.
  public func kappa(_ weights: KappaWeights) -> Double? {
    switch weights {
    case .none: kappa
    case .linear: linearKappa
    case .quadratic: quadraticKappa
    }
  }
}
