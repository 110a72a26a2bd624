extension PairedOutcomes {
  /// Returns Newcombe's square-and-add score interval of the paired difference (method 10 of
  /// Statistics in Medicine 17, 1998, 2635–2650).
  ///
  /// - Parameter confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: An interval within -1...1, or nil without items.
  public func newcombe(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard let own = candidate.wilson(confidence: confidence),
      let other = base.wilson(confidence: confidence)
    else { return nil }
    return newcombe(own, other, confidence)
  }

  /// Returns Newcombe's interval for items in groups; the intervals of the two shares are those of
  /// ``ClusteredProportion``.
  ///
  /// - Parameters:
  ///   - base: The base's right verdicts, by group.
  ///   - candidate: The candidate's right verdicts, by group.
  ///   - confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: An interval within -1...1, or nil without items.
  public func newcombe(
    base: ClusteredProportion, candidate: ClusteredProportion, confidence: Double = 0.95
  ) -> ConfidenceInterval? {
    guard let own = candidate.interval(confidence: confidence),
      let other = base.interval(confidence: confidence)
    else { return nil }
    return newcombe(own, other, confidence)
  }

  private func newcombe(
    _ ownInterval: ConfidenceInterval, _ otherInterval: ConfidenceInterval, _ confidence: Double
  ) -> ConfidenceInterval? {
    guard let difference, let own = candidate.value, let other = base.value else { return nil }
    let phi = correlation
    func side(_ a: Double, _ b: Double) -> Double {
      max(0, a * a - 2 * phi * a * b + b * b).squareRoot()
    }
    let down = side(own - ownInterval.lower, otherInterval.upper - other)
    let up = side(ownInterval.upper - own, other - otherInterval.lower)
    return ConfidenceInterval(
      lower: max(-1, difference - down), upper: min(1, difference + up), confidence: confidence)
  }

  /// Returns Agresti and Min's interval of the paired difference: Wald's after adding ½ to every
  /// cell (Statistics in Medicine 24, 2005, 729–740).
  ///
  /// - Parameter confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: An interval within -1...1, or nil without items.
  public func agrestiMin(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard total > 0 else { return nil }
    let n = Double(total) + 2
    let gain = Double(onlyCandidate) + 0.5
    let loss = Double(onlyBase) + 0.5
    let centre = (gain - loss) / n
    let error = (gain + loss - (gain - loss) * (gain - loss) / n).squareRoot() / n
    let half = ConfidenceInterval.z(confidence) * error
    return ConfidenceInterval(
      lower: max(-1, centre - half), upper: min(1, centre + half), confidence: confidence)
  }

  /// The correlation of the two judges' right verdicts, with Newcombe's correction for its sign.
  private var correlation: Double {
    let n = Double(total)
    let candidateRight = Double(candidate.successes)
    let baseRight = Double(base.successes)
    let product = candidateRight * (n - candidateRight) * baseRight * (n - baseRight)
    guard product > 0 else { return 0 }
    var determinant =
      Double(bothRight) * Double(bothWrong) - Double(onlyBase) * Double(onlyCandidate)
    if determinant > 0 { determinant = max(determinant - n / 2, 0) }
    return determinant / product.squareRoot()
  }
}
