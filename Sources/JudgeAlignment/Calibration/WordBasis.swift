import JudgeScoring

/// The words of labelled cases as a few columns.
///
/// The columns' products are those of the TF-IDF vectors, up to ``rank`` of them (pivoted Cholesky
/// factorization of the Gram matrix; Fine and Scheinberg, JMLR 2, 2001). So a ridge regression on
/// them equals one on a thousand buckets, at the cost of a few columns. No label is looked at.
struct WordBasis {
  /// The maximum number of columns.
  static let rank = 64
  /// The part of a vector of length 1 that may remain unexplained.
  private static let remainder = 0.02

  /// By item, then column.
  let rows: [[Double]]
  /// The number of columns.
  var columns: Int { pivots.count }

  private let cases: Int
  private let frequencies: [Int]
  /// The items of the columns, in order.
  private let pivots: [Int]
  private let words: [WordCounts]
  private let units: [[Double]]

  /// Factorizes the words of some cases.
  init(_ words: [WordCounts]) {
    cases = words.count
    var frequencies = [Int](repeating: 0, count: WordCounts.buckets)
    for one in words { for bucket in one.buckets { frequencies[bucket] += 1 } }
    let inverse = WordModel.inverse(frequencies, of: words.count)
    let units = words.map { $0.unit(inverse) }
    var left = units.map { $0.reduce(0) { $0 + $1 * $1 } }
    var rows = [[Double]](repeating: [], count: words.count)
    var pivots: [Int] = []
    while pivots.count < Self.rank {
      guard let pivot = left.indices.max(by: { (left[$0], -$0) < (left[$1], -$1) }),
        left[pivot] > Self.remainder
      else { break }
      let scale = left[pivot].squareRoot()
      var dense = [Double](repeating: 0, count: WordCounts.buckets)
      for (bucket, value) in zip(words[pivot].buckets, units[pivot]) { dense[bucket] = value }
      let known = rows[pivot]
      for item in words.indices {
        var product = 0.0
        for (bucket, value) in zip(words[item].buckets, units[item]) {
          product += value * dense[bucket]
        }
        for (a, b) in zip(rows[item], known) { product -= a * b }
        let value = product / scale
        rows[item].append(value)
        left[item] = max(0, left[item] - value * value)
      }
      // A pivot has no remainder, whatever the rounding.
      left[pivot] = 0
      pivots.append(pivot)
    }
    self.rows = rows
    self.frequencies = frequencies
    self.pivots = pivots
    self.words = words
    self.units = units
  }

  /// Returns the weights of the buckets that are equivalent to coefficients of the columns.
  ///
  /// - Parameters:
  ///   - coefficients: the coefficients by class, then column.
  ///   - round: the rounding of a weight.
  /// - Returns: the model.
  func model(_ coefficients: [[Double]], round: (Double) -> Double) -> WordModel {
    let weights = coefficients.map { coefficients in
      // With the pivots' rows L (lower triangular), z = L⁻¹ k(x), so that βᵀz = (L⁻ᵀβ)ᵀ k(x).
      var solved = coefficients
      for place in pivots.indices.reversed() {
        for later in pivots.indices where later > place {
          solved[place] -= rows[pivots[later]][place] * solved[later]
        }
        solved[place] /= rows[pivots[place]][place]
      }
      var row = [Double](repeating: 0, count: WordCounts.buckets)
      for (pivot, weight) in zip(pivots, solved) {
        for (bucket, value) in zip(words[pivot].buckets, units[pivot]) {
          row[bucket] += weight * value
        }
      }
      return row.map(round)
    }
    return WordModel(cases: cases, frequencies: frequencies, weights: weights)
  }
}
