extension Sequence<PairAgreement> {
  /// The plain mean of Cohen's kappa over the pairs where it is defined, or nil if it never is.
  ///
  /// - Parameter weights: Which of the three kappas.
  /// - Returns: At most 1, or nil.
  public func meanKappa(_ weights: KappaWeights = .none) -> Double? {
    let kappas = compactMap { $0.kappa(weights) }
    return kappas.isEmpty ? nil : kappas.reduce(0, +) / Double(kappas.count)
  }

  /// The mean of Cohen's kappa over the pairs that have one, weighted by their items, or nil if it
  /// never is.
  ///
  /// - Parameter weights: Which of the three kappas.
  /// - Returns: At most 1, or nil.
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
  /// One of the three kappas, or nil if undefined.
  ///
  /// - Parameter weights: Which one.
  /// - Returns: At most 1, or nil.
  public func kappa(_ weights: KappaWeights) -> Double? {
    switch weights {
    case .none: kappa
    case .linear: linearKappa
    case .quadratic: quadraticKappa
    }
  }
}
