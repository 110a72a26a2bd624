public import JudgeWork

/// A test whether one method beats another in repeated cross-validation or repeated random splits.
///
/// This is the corrected resampled t-test of Nadeau and Bengio (Machine Learning 52, 2003,
/// 239–281): scores of overlapping training parts are correlated, so the variance of their mean is
/// (1/J + n_test/n_train) s² instead of s²/J. For r times k folds, J = r·k and the ratio is 1/(k −
/// 1) (Bouckaert and Frank, PAKDD 2004).
public struct CorrectedResampledTest: Sendable, Equatable {
  /// The mean difference over the splits.
  public let mean: Double
  /// The corrected standard error of the mean.
  public let standardError: Double
  /// The degrees of freedom, J − 1.
  public let degreesOfFreedom: Int

  /// Creates the test.
  ///
  /// - Parameters:
  ///   - differences: One finite difference (candidate minus base) per split, at least two.
  ///   - testToTrain: The number of test items divided by that of training items in a split, above
  ///     0.
  /// - Throws: `invalidArgument`.
  public init(differences: [Double], testToTrain: Double) throws(JudgeFailure) {
    guard differences.count > 1, differences.allSatisfy(\.isFinite) else {
      throw JudgeFailure(
        .invalidArgument,
        "\(differences.count) differences, or one that is not finite",
        remedy: "give a finite difference for each of two or more splits")
    }
    guard testToTrain > 0, testToTrain.isFinite else {
      throw JudgeFailure(
        .invalidArgument, "the ratio of test to training items is \(testToTrain)",
        remedy: "divide the size of a test part by that of a training part")
    }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = ((1 / count + testToTrain) * squares / (count - 1)).squareRoot()
    degreesOfFreedom = differences.count - 1
  }

  /// The t statistic: mean over standard error.
  ///
  /// If all differences are equal, it is infinite, or 0 if the mean is 0.
  public var statistic: Double {
    standardError > 0 ? mean / standardError : mean == 0 ? 0 : mean > 0 ? .infinity : -.infinity
  }

  /// The one-sided p for a better candidate.
  public var candidateBetterP: Double {
    StudentDistribution.survival(statistic, degreesOfFreedom: Double(degreesOfFreedom))
  }

  /// Returns the one-sided lower bound of the mean difference.
  ///
  /// - Parameter confidence: The one-sided coverage, between 0 and 1.
  /// - Returns: The bound, in the unit of the differences.
  public func lowerBound(confidence: Double = 0.95) -> Double {
    guard standardError > 0 else { return mean }
    let t = StudentDistribution.quantile(
      confidence, degreesOfFreedom: Double(degreesOfFreedom))
    return mean - t * standardError
  }

  /// Returns the two-sided interval of the mean difference.
  ///
  /// - Parameter confidence: The two-sided coverage, between 0 and 1.
  /// - Returns: The interval, in the unit of the differences.
  public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
    let lower = lowerBound(confidence: 0.5 + confidence / 2)
    return ConfidenceInterval(
      lower: lower, upper: 2 * mean - lower, confidence: confidence)
  }
}
