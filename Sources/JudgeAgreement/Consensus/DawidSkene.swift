/// The model of Dawid and Skene: every item has one true label, every rater a confusion matrix.
///
/// Dawid and Skene, Applied Statistics 28 (1979) 20–28. It is fitted by expectation–maximisation
/// from the vote shares, with the conventions of the Python package `crowd-kit` (sums of a
/// confusion row clipped below at 1e-10, as is the prior inside the logarithm), so that its figures
/// are the same.
///
/// The model assumes that raters are independent given the truth, and needs many labels of each
/// rater. With few reviewers, with adjudicators, or with a rare label it can invent a truth:
/// compare ``priors`` with the labels' shares among the ratings before relying on it.
public struct DawidSkene: Sendable, Equatable {
  /// The stopping rule.
  public enum Stop: Sendable, Hashable {
    /// Stops after an exact number of rounds, at least 0.
    case rounds(Int)
    /// Stops when the evidence lower bound per rating rises by less than the tolerance, and at the
    /// latest after `limit` rounds. `crowd-kit` stops at 1e-5 and 100.
    case tolerance(Double, limit: Int)
  }

  /// The number of items.
  public let itemCount: Int
  /// The number of raters.
  public let raterCount: Int
  /// The number of label codes.
  public let labelCount: Int
  /// P(true label | ratings): `posteriors[item * labelCount + label]`; all 0 for unrated items.
  public internal(set) var posteriors: [Double]
  /// The share of each true label, one entry per label code.
  public internal(set) var priors: [Double]
  /// P(rater says o | truth t): `confusions[(rater * labelCount + t) * labelCount + o]`; 0 for a
  /// label that this rater, or all raters, never used.
  public internal(set) var confusions: [Double]
  /// The evidence lower bound per rating after each round.
  public internal(set) var evidence: [Double]
  /// Whether the last round changed the evidence by less than the tolerance, or by less than 1e-5
  /// with an exact number of rounds.
  public internal(set) var converged: Bool

  /// The number of rounds that were run.
  public var rounds: Int { evidence.count }

  /// Returns P(rater says the truth): the confusion's diagonal weighted by the priors.
  ///
  /// - Parameter rater: A code in `0..<raterCount`.
  /// - Returns: A probability, or nil without ratings.
  public func skill(of rater: Int) -> Double? {
    var skill = 0.0
    var any = false
    for label in 0..<labelCount {
      for other in 0..<labelCount where confusion(of: rater, truth: label, observed: other) > 0 {
        any = true
      }
      skill += priors[label] * confusion(of: rater, truth: label, observed: label)
    }
    return any ? skill : nil
  }

  /// Returns P(rater says `observed` | the truth is `truth`).
  ///
  /// - Parameters:
  ///   - rater: A code in `0..<raterCount`.
  ///   - truth: A label code.
  ///   - observed: A label code.
  /// - Returns: A probability.
  public func confusion(of rater: Int, truth: Int, observed: Int) -> Double {
    confusions[(rater * labelCount + truth) * labelCount + observed]
  }

  /// The labels with the highest posterior of each item; posteriors that differ only by rounding
  /// are ties.
  public var consensus: Consensus {
    Consensus(
      method: .dawidSkene, itemCount: itemCount, labelCount: labelCount, support: posteriors)
  }
}
