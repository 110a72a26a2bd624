public import JudgeWork

/// The successes of a number of trials.
public struct Proportion: Sendable, Hashable {
  /// The number of successes, between 0 and ``total``.
  public let successes: Int
  /// The number of trials, at least 0.
  public let total: Int

  /// Creates a proportion.
  ///
  /// - Parameters:
  ///   - successes: The number of successes.
  ///   - total: The number of trials.
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

  /// Successes over trials, or nil without trials.
  public var value: Double? { total > 0 ? Double(successes) / Double(total) : nil }

  /// Returns Wilson's score interval (JASA 22, 1927), which is suitable down to small numbers.
  ///
  /// - Parameter confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: An interval within 0...1, or nil without trials.
  public func wilson(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard let value else { return nil }
    return .wilson(
      share: value, trials: Double(total), quantile: ConfidenceInterval.z(confidence),
      confidence: confidence)
  }

  /// Returns Clopper and Pearson's interval (Biometrika 26, 1934), whose coverage is never too low.
  ///
  /// - Parameter confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: An interval within 0...1, or nil without trials.
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
