public import JudgeWork

/// Successes of trials.
public struct Proportion: Sendable, Hashable {
  /// The successes, between 0 and ``total``.
  public let successes: Int
  /// The trials, at least 0.
  public let total: Int

  /// Makes a proportion.
  ///
  /// - Parameters:
  ///   - successes: The successes.
  ///   - total: The trials.
  /// - Throws: `invalidArgument` unless `0 ≤ successes ≤ total`.
  public init(_ successes: Int, of total: Int) throws(JudgeFailure) {
    guard total >= 0, (0...total).contains(successes) else {
      throw JudgeFailure(
        .invalidArgument, "\(successes) successes of \(total) trials",
        remedy: "successes lie between 0 and the number of trials")
    }
    self.init(unchecked: successes, of: total)
  }

  init(unchecked successes: Int, of total: Int) {
    self.successes = successes
    self.total = total
  }

  /// Successes over trials; nil without trials.
  public var value: Double? { total > 0 ? Double(successes) / Double(total) : nil }

  /// Wilson's score interval (JASA 22, 1927), good down to small numbers; nil without trials.
  ///
  /// - Parameter confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: An interval within 0...1, or nil.
  public func wilson(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard let value else { return nil }
    return .wilson(
      share: value, trials: Double(total), quantile: ConfidenceInterval.z(confidence),
      confidence: confidence)
  }

  /// Clopper and Pearson's interval (Biometrika 26, 1934), never below its coverage; nil without
  /// trials.
  ///
  /// - Parameter confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: An interval within 0...1, or nil.
  public func clopperPearson(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard total > 0 else { return nil }
    let tail = (1 - confidence) / 2
    let k = Double(successes)
    let n = Double(total)
    return ConfidenceInterval(
      lower: successes == 0 ? 0 : IncompleteBeta.inverse(tail, k, n - k + 1),
      upper: successes == total ? 1 : IncompleteBeta.inverse(1 - tail, k + 1, n - k),
      confidence: confidence)
  }
}
